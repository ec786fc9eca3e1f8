import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, ExperimentRecord } from '../../domain/experiment.ts';
import { formatOptimizer } from '../../domain/optimizer.ts';
import { PRESETS } from '../../domain/presets.ts';
import { formatRate, summarizeRates } from '../../domain/rate.ts';
import { verdictAt } from '../../domain/zone.ts';
import type { Zone } from '../../domain/zone.ts';
import { illustrationCaveat, describeNetwork, epochCount, rateCount, seedCount, trainingImages } from '../builtIn.ts';
import type { Description, ValueScale } from '../kind.ts';
import type { SweepChoice } from './choice.ts';
import { sweepCommand } from './command.ts';
import { followUpsOf } from './followUp.ts';
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
  return {
    title: titleOf(record, choice),
    subject: describeNetwork(choice),
    amounts: [
      trainingImages(choice),
      epochCount(choice.epochs),
      rateCount(choice.learningRates.length),
      ...(choice.seeds > 1 ? [seedCount(choice.seeds)] : []),
    ],
    outcome: sweepOutcome(runs, summary),
    answer: sweepAnswer(experiment, group, isRunning),
    scales: summary.groups.flatMap((each) => {
      const name = summary.groups.length > 1 ? (each.variants[0]?.values.engine ?? '') : '';
      return scaleOf(each, experiment, isRunning, name);
    }),
    notes: isRunning ? [] : sweepNotes(experiment, summary),
    caveat: illustrationCaveat(),
    followUps: isRunning ? [] : followUpsOf(experiment, summary),
    command: variants.length > 0 ? sweepCommand(choice) : null,
  };
}

/** The result of a sweep in a few words; null while there is none. */
export function sweepOutcome(
  runs: ExperimentOverview['runs'],
  { groups, suggestedRate }: Pick<SweepSummary, 'groups' | 'suggestedRate'>,
): string | null {
  if (suggestedRate !== null) return l10n.t('best at {0}', formatRate(suggestedRate));
  if (isPartial(runs)) return null;
  return groups.some(({ zone }) => zone) ? l10n.t('no reliable rate') : l10n.t('no suitable rate');
}

/** The preset's title, the name that the user gave, or the optimizer and the rates. */
function titleOf({ preset, name }: ExperimentRecord, { optimizer, learningRates }: SweepChoice): string {
  if (preset !== null) return PRESETS.find((known) => known.name === preset)?.title ?? preset;
  const rates = summarizeRates(learningRates);
  const isGeneric = GENERIC_NAMES.includes(name) || name === rates;
  return isGeneric ? l10n.t('{0} at {1}', formatOptimizer(optimizer), rates) : name;
}

/** What a sweep answers: the rate of the first group that has a zone. */
export function sweepAnswer(
  { runs }: Pick<ExperimentOverview, 'runs'>,
  group: GroupSummary | null,
  isRunning: boolean,
): Description['answer'] {
  const suggested = l10n.t('Suggested learning rate');
  if (group?.zone) return groupAnswer(group, group.zone, isPartial(runs) ? l10n.t('Best so far') : suggested);
  if (isRunning) {
    const detail = runs.some(({ state }) => state === 'finished' || state === 'pruned')
      ? l10n.t('None of the rates tried so far has learned enough.')
      : l10n.t('The suggestion appears when the first runs finish.');
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

function groupAnswer({ suggestion, edge }: GroupSummary, zone: Zone, title: string): Description['answer'] {
  if (!suggestion) {
    return {
      title: l10n.t('No reliable rate'),
      value: null,
      detail: l10n.t(
        'At every rate in the Goldilocks zone, such as {0}, at least one seed did much worse. Train longer, or try rates in between.',
        formatRate(zone.best),
      ),
    };
  }
  const detail = l10n.t('Goldilocks zone: {0}', zoneText(zone));
  return { title, value: formatRate(suggestion.rate), detail: [detail, ...notBracketed(edge)].join(' · ') };
}

/** What to try where the best rate is the lowest or the highest of all, so that a better one may lie outside. */
function notBracketed(edge: GroupSummary['edge']): string[] {
  if (edge === null) return [];
  return [edge === 'low' ? l10n.t('not bracketed: try lower rates') : l10n.t('not bracketed: try higher rates')];
}

/** Whether results are missing: a rate whose runs still train, or were cancelled, interrupted or failed, may be better. */
export function isPartial(runs: ExperimentOverview['runs']): boolean {
  return runs.some(({ state }) => state !== 'finished' && state !== 'pruned');
}

/** What the rates in the zone are. */
export function zoneWords(runs: ExperimentOverview['runs']): string {
  return isPartial(runs) ? l10n.t('good so far') : l10n.t('just right');
}

/** "0.001 to 0.01" */
export function zoneText({ low, high }: Zone): string {
  return low === high ? formatRate(low) : l10n.t('{0} to {1}', formatRate(low), formatRate(high));
}

/**
 * The rates of a group with its zone; none without a zone.
 * @param label names the group where there are several
 */
export function scaleOf(
  { variants, zone, suggestion, outcomes }: GroupSummary,
  { runs }: ExperimentOverview,
  isRunning: boolean,
  label: string,
): ValueScale[] {
  if (!zone) return [];
  const words = {
    slow: l10n.t('too low'),
    fast: zoneWords(runs),
    furious: l10n.t('too high'),
  };
  const known = new Set(outcomes.map(({ variant }) => variant));
  return [
    {
      label,
      entries: variants.flatMap(({ id: variant, values: { rate } }) => {
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
      chosen: suggestion?.rate ?? null,
      lowLabel: words.slow,
      highLabel: words.furious,
    },
  ];
}
