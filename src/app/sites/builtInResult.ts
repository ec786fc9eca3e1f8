import * as l10n from '@vscode/l10n';
import { runsOf } from '../../domain/experiment.ts';
import type { Verdict } from '../../domain/finding.ts';
import { verdictOf } from '../../domain/finding.ts';
import type { OptimizerName } from '../../domain/optimizer.ts';
import { formatRate } from '../../domain/rate.ts';
import { verdictText } from '../../domain/verdictText.ts';
import type { Zone } from '../../domain/zone.ts';
import { illustrationCaveat } from '../../kinds/builtIn.ts';
import type { SweepChoice } from '../../kinds/sweep/choice.ts';
import { zoneText } from '../../kinds/sweep/description.ts';
import type { ExperimentEntry } from '../experimentEntry.ts';

/** What the built-in network showed at a rate. It illustrates; it proves nothing about the program that the rate stands in. */
export interface BuiltInResult {
  /** Of the experiment. */
  readonly folder: string;
  /** "MNIST CNN with Adam, batch 64". */
  readonly subject: string;
  readonly rate: number;
  readonly verdict: Verdict;
  /** Null if the network learned enough at none of the rates that were tried. */
  readonly zone: Zone | null;
}

/** A rate as one would try it on the built-in network. */
export interface TriedRate {
  readonly rate: number;
  readonly optimizer: OptimizerName;
}

/**
 * What the newest sweep of the built-in network with a rate and its optimizer showed; null if there is none that has ended.
 * @param entries the newest first
 */
export function builtInResult(
  { rate, optimizer }: TriedRate,
  entries: readonly ExperimentEntry[],
): BuiltInResult | null {
  for (const entry of entries) {
    if (entry.problem !== null || entry.summary.kind !== 'sweep') continue;
    const { overview, summary, description, folder } = entry;
    if ((overview.record.choice as SweepChoice | null)?.optimizer.name !== optimizer) continue;
    const variant = overview.variants.find(({ values }) => values.rate === rate);
    const [run] = variant ? runsOf(overview.runs, variant) : [];
    const verdict = variant && (summary.verdicts[variant.id] ?? verdictOf(run?.result?.findings ?? []));
    if (!verdict) continue;
    const group = summary.groups.find(({ variants }) => variants.includes(variant));
    return { folder, subject: description.subject, rate, verdict, zone: group?.zone ?? null };
  }
  return null;
}

/** "On the MNIST CNN with Adam, batch 64: 0.1 is furious; the Goldilocks zone is 0.0003 to 0.003." and how far that holds. */
export function builtInText({ subject, rate, verdict, zone }: BuiltInResult): string {
  const [at, word] = [formatRate(rate), verdictText(verdict)];
  const text = zone
    ? l10n.t('On the {0}: {1} is {2}; the Goldilocks zone is {3}.', subject, at, word, zoneText(zone))
    : l10n.t('On the {0}: {1} is {2}.', subject, at, word);
  return `${text} ${illustrationCaveat()}`;
}

/** As builtInText, in a few words for a line above the optimizer. */
export function builtInLine({ subject, rate, verdict }: BuiltInResult): string {
  return l10n.t('on the {0}: {1} at {2}', subject, verdictText(verdict), formatRate(rate));
}
