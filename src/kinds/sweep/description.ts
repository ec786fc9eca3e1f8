import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, ExperimentRecord } from '../../domain/experiment.ts';
import { PRESETS } from '../../domain/presets.ts';
import { formatRate, summarizeRates } from '../../domain/rate.ts';
import { isEndState } from '../../domain/run.ts';
import { groupId } from '../../domain/variant.ts';
import { verdictAt } from '../../domain/zone.ts';
import type { Zone } from '../../domain/zone.ts';
import { illustrationCaveat, describeNetwork, epochCount, rateCount, seedCount, trainingImages } from '../builtIn.ts';
import type { Description, ValueScale } from '../kind.ts';
import type { SweepChoice } from './choice.ts';
import { sweepCommand } from './command.ts';
import { sweepNotes } from './notes.ts';
import type { GroupSummary } from './groupSummary.ts';
import type { SweepSummary } from './summary.ts';

/** Names that say less of a sweep than its rates do. */
const GENERIC_NAMES: readonly string[] = ['sweep', ...PRESETS.map(({ name }) => name)];

/** Describes a sweep. */
export function describeSweep(experiment: ExperimentOverview, summary: SweepSummary, isRunning: boolean): Description {
  const { record, variants, runs } = experiment;
  const choice = record.choice as SweepChoice;
  const group = summary.groups.find(({ zone }) => zone) ?? null;
  const best = summary.suggestedRate;
  return {
    title: titleOf(record, choice),
    subject: describeNetwork(choice),
    amounts: [
      trainingImages(choice),
      epochCount(choice.epochs),
      rateCount(choice.learningRates.length),
      ...(choice.seeds > 1 ? [seedCount(choice.seeds)] : []),
    ],
    outcome:
      best !== null
        ? l10n.t('best at {0}', formatRate(best))
        : runs.every(({ state }) => state === 'finished')
          ? l10n.t('no suitable rate')
          : null,
    answer: answerOf(experiment, group, isRunning),
    scales: summary.groups.flatMap((each) => scaleOf(each, experiment, isRunning, summary.groups.length > 1)),
    notes: isRunning ? [] : sweepNotes(experiment, summary),
    caveat: illustrationCaveat(),
    command: variants.length > 0 ? sweepCommand(choice) : null,
  };
}

/** The preset's title, the name that the user gave, or the rates. */
function titleOf({ preset, name }: ExperimentRecord, { learningRates }: SweepChoice): string {
  if (preset !== null) return PRESETS.find((known) => known.name === preset)?.title ?? preset;
  return GENERIC_NAMES.includes(name) ? summarizeRates(learningRates) : name;
}

function answerOf({ runs }: ExperimentOverview, group: GroupSummary | null, isRunning: boolean): Description['answer'] {
  const suggested = l10n.t('Suggested learning rate');
  if (group?.zone && group.suggestion) {
    return {
      title: isPartial(runs) ? l10n.t('Best so far') : suggested,
      value: formatRate(group.suggestion.rate),
      detail: l10n.t('Goldilocks zone: {0}', zoneText(group.zone)),
    };
  }
  if (isRunning) {
    const ended = runs.filter(({ state }) => isEndState(state)).length;
    const detail =
      ended === 0
        ? l10n.t('The suggestion appears when the first runs finish.')
        : l10n.t('None of the rates tried so far has learned enough.');
    return { title: suggested, value: null, detail };
  }
  return {
    title: l10n.t('No suggested rate'),
    value: null,
    detail: isPartial(runs)
      ? l10n.t('Too few runs finished.')
      : l10n.t('None of the rates tried learned enough to be just right.'),
  };
}

/** Whether results are missing: a rate whose runs still train, or were cancelled, interrupted or failed, may be better. */
function isPartial(runs: ExperimentOverview['runs']): boolean {
  return runs.some(({ state }) => state !== 'finished' && state !== 'pruned');
}

function zoneText({ low, high }: Zone): string {
  return low === high ? formatRate(low) : l10n.t('{0} to {1}', formatRate(low), formatRate(high));
}

function scaleOf(
  { id, zone, suggestion, outcomes }: GroupSummary,
  { variants, runs }: ExperimentOverview,
  isRunning: boolean,
  isNamed: boolean,
): ValueScale[] {
  if (!zone || !suggestion) return [];
  const words = {
    slow: l10n.t('too low'),
    fast: isPartial(runs) ? l10n.t('good so far') : l10n.t('just right'),
    furious: l10n.t('too high'),
  };
  const known = new Set(outcomes.map(({ variant }) => variant));
  const members = variants.filter((variant) => groupId(variant) === id);
  return [
    {
      label: isNamed ? (members[0]?.values.engine ?? '') : '',
      entries: members.flatMap(({ id: variant, values: { rate } }) => {
        if (rate === undefined) return [];
        const isKnown = known.has(variant);
        return {
          variant,
          value: rate,
          label: formatRate(rate),
          assessment: isKnown
            ? words[verdictAt(rate, zone)]
            : isRunning
              ? l10n.t('not known yet')
              : l10n.t('not known'),
          known: isKnown,
        };
      }),
      zone: { low: zone.low, high: zone.high, label: words.fast },
      chosen: suggestion.rate,
      lowLabel: words.slow,
      highLabel: words.furious,
    },
  ];
}
