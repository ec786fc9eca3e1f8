import * as l10n from '@vscode/l10n';
import { isEndState } from '../../domain/run.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RunSite } from '../../domain/runSite.ts';
import type { ProgramSweepChoice } from '../../kinds/programSweep/choice.ts';
import type { ExperimentEntry } from '../experimentEntry.ts';
import { locateSite } from './locateSite.ts';
import type { KeyedPlace } from './siteKey.ts';

/** What an experiment with a program has shown of a number in its code: which rate works best there. */
export interface MeasuredRate {
  /** Of the experiment. */
  readonly folder: string;
  readonly site: RunSite;
  /** `runs`: the program was trained at several rates; `range-test`: its rate rose from step to step. */
  readonly by: 'runs' | 'range-test';
  readonly rate: number;
  /** The lowest and the highest rate that works; of a range test, the rates between which the best one likely lies. */
  readonly low: number;
  readonly high: number;
  /** Set where the rate with the lowest loss is the lowest or the highest that was tried. */
  readonly edge: 'low' | 'high' | null;
  /** Steps of each run that was cut short; null for whole ones, and for a range test. */
  readonly steps: number | null;
}

/** What an experiment has shown of a number in the program that it ran; null while it runs, and where that is nothing. */
export function measuredRate(entry: ExperimentEntry): MeasuredRate | null {
  if (entry.problem !== null) return null;
  const { folder, overview, summary } = entry;
  const site = overview.runs.at(0)?.site;
  if (!site || !overview.runs.every(({ state }) => isEndState(state))) return null;
  if (summary.kind === 'program-test' && summary.suggestion) {
    const { rate, low, high } = summary.suggestion;
    return { folder, site, by: 'range-test', rate, low, high, edge: null, steps: null };
  }
  if (summary.kind !== 'program-sweep') return null;
  const [{ zone, suggestion, edge, outcomes }] = summary.groups;
  // A single rate was compared with no other.
  if (!zone || !suggestion || outcomes.length < 2) return null;
  const { low, high } = zone;
  const { steps } = overview.record.choice as ProgramSweepChoice;
  return { folder, site, by: 'runs', rate: suggestion.rate, low, high, edge, steps };
}

/**
 * What was measured last at a place; null if nothing was for its optimizer.
 * @param measured the newest first
 * @param places all of the file
 */
export function measuredAt(
  place: KeyedPlace,
  measured: readonly MeasuredRate[],
  places: readonly KeyedPlace[],
): MeasuredRate | null {
  return measured.find(({ site }) => site.optimizer === place.optimizer && locateSite(site, places) === place) ?? null;
}

/** "Measured on this program: 0.003 to 0.03 works, best 0.01." and how far that holds. */
export function measuredText(measured: MeasuredRate): string {
  const [rate, low, high] = [measured.rate, measured.low, measured.high].map(formatRate);
  if (measured.by === 'range-test')
    return l10n.t(
      'A range test of this program suggests {0}; the best rate is likely between {1} and {2}.',
      rate,
      low,
      high,
    );
  const { edge, steps } = measured;
  const sentences = [
    low === high
      ? l10n.t('Measured on this program: {0} works best.', rate)
      : l10n.t('Measured on this program: {0} to {1} works, best {2}.', low, high, rate),
    ...(edge === 'low' ? [l10n.t('Lower rates were not tried.')] : []),
    ...(edge === 'high' ? [l10n.t('Higher rates were not tried.')] : []),
    ...(steps === null ? [] : [l10n.t('Each run was stopped after {0} steps.', steps)]),
  ];
  return sentences.join(' ');
}

/** As measuredText, in a few words for a line above the optimizer. */
export function measuredLine(measured: MeasuredRate): string {
  const [rate, low, high] = [measured.rate, measured.low, measured.high].map(formatRate);
  if (measured.by === 'range-test') return l10n.t('range test of this program: {0}', rate);
  return low === high
    ? l10n.t('measured on this program: {0} works best', rate)
    : l10n.t('measured on this program: {0} to {1} works, best {2}', low, high, rate);
}
