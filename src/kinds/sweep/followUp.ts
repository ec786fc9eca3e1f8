import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { statusOf } from '../../domain/experimentStatus.ts';
import { refinedRates, widenedRates } from '../../domain/nextRates.ts';
import { formatRate, summarizeRates } from '../../domain/rate.ts';
import type { FollowUp, FollowUpName } from '../kind.ts';
import type { SweepChoice } from './choice.ts';
import type { GroupSummary } from './groupSummary.ts';
import type { SweepSummary } from './summary.ts';

/** The sweeps that go on where a finished one has ended, the likeliest first; none if some of its runs have not finished. */
export function followUpsOf(experiment: ExperimentOverview, summary: SweepSummary): FollowUp[] {
  const group = groupToFollow(experiment, summary);
  if (!group) return [];
  return (['widen', 'refine'] as const)
    .filter((name) => nextRates(group, name).length > 0)
    .map((name) => ({ name, label: labelOf(group, name) }));
}

/**
 * The sweep that goes on where a finished one has ended, with everything as it was but the rates: closer to the best one, or beyond
 * the end at which that lies.
 * @throws RangeError with a sentence if there is none
 */
export function followUpChoice(experiment: ExperimentOverview, summary: SweepSummary, name: FollowUpName): SweepChoice {
  if (statusOf(experiment.runs) !== 'finished') {
    throw new RangeError(l10n.t("Some runs of the sweep haven't finished: its best rate isn't known yet."));
  }
  const group = groupToFollow(experiment, summary);
  if (!group) throw new RangeError(l10n.t('No rate in this sweep trained well enough to refine or widen it.'));
  const learningRates = nextRates(group, name);
  if (learningRates.length === 0) throw new RangeError(whyNone(group, name));
  const sweep = experiment.record.choice as SweepChoice;
  return { ...sweep, name: summarizeRates(learningRates), preset: null, learningRates };
}

function whyNone({ edge, zone }: GroupSummary, name: FollowUpName): string {
  return name === 'widen' && edge === null
    ? l10n.t("The best rate, {0}, isn't the lowest or the highest of several: refine instead.", formatRate(zone!.best))
    : l10n.t('There are no rates to add around {0}.', formatRate(zone!.best));
}

/** The group that the suggestion is of; null if there is none, or not all of it is known yet. */
function groupToFollow({ runs }: ExperimentOverview, { groups }: SweepSummary): GroupSummary | null {
  return (statusOf(runs) === 'finished' && groups.find(({ zone }) => zone)) || null;
}

function nextRates({ variants, zone, edge }: GroupSummary, name: FollowUpName): number[] {
  const rates = variants.flatMap(({ values }) => values.rate ?? []);
  if (name === 'refine') return refinedRates(rates, zone!.best);
  return edge === null ? [] : widenedRates(rates, edge);
}

function labelOf({ zone, edge }: GroupSummary, name: FollowUpName): string {
  if (name === 'refine') return l10n.t('Refine Around {0}', formatRate(zone!.best));
  return edge === 'low' ? l10n.t('Widen to Lower Rates') : l10n.t('Widen to Higher Rates');
}
