import * as l10n from '@vscode/l10n';
import { isEndState } from '../../domain/run.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RunSite } from '../../domain/runSite.ts';
import type { ProgramSetup } from '../../kinds/program.ts';
import type { ProgramSweepChoice } from '../../kinds/programSweep/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import { commandText } from '../../programs/launch.ts';
import type { ExperimentEntry } from '../experimentEntry.ts';
import { locateSite } from './locateSite.ts';
import type { KeyedPlace } from './siteKey.ts';

/** What an experiment with a program has shown of a number in its code. */
export interface Measurement {
  readonly site: RunSite;
  /** Null where no rate that was tried works. */
  readonly best: MeasuredRate | null;
}

/** Which rate works best in a program. */
export interface MeasuredRate {
  /** Of the experiment. */
  readonly folder: string;
  /** The arguments that the program was given, as in a shell; empty where it was given none, or they are not known. */
  readonly args: string;
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
export function measurementOf(entry: ExperimentEntry): Measurement | null {
  if (entry.problem !== null) return null;
  const { folder, overview, summary } = entry;
  const site = overview.runs.at(0)?.site;
  if (!site || !overview.runs.every(({ state }) => isEndState(state))) return null;
  if (summary.kind === 'program-test' && summary.suggestion) {
    const { rate, low, high } = summary.suggestion;
    const { program } = overview.record.choice as ProgramTestChoice;
    const found = { folder, args: argumentsOf(program), by: 'range-test', rate, low, high } as const;
    return { site, best: { ...found, edge: null, steps: null } };
  }
  if (summary.kind !== 'program-sweep') return null;
  const [{ zone, suggestion, edge, outcomes }] = summary.groups;
  // A single rate was compared with no other.
  if (outcomes.length < 2) return null;
  if (!zone || !suggestion) {
    const isWhole = overview.runs.every(({ state }) => state === 'finished' || state === 'pruned');
    return isWhole ? { site, best: null } : null;
  }
  const { low, high } = zone;
  const { program, steps } = overview.record.choice as ProgramSweepChoice;
  const found = { folder, args: argumentsOf(program), by: 'runs', rate: suggestion.rate, low, high } as const;
  return { site, best: { ...found, edge, steps } };
}

/** What stands behind the program's file. */
function argumentsOf({ command }: ProgramSetup): string {
  if ('shellLine' in command) return '';
  const file = command.findIndex((word) => /\.(?:py|ipynb|[cm]?[jt]s)$/.test(word));
  return file < 0 ? '' : commandText(command.slice(file + 1));
}

/**
 * What was measured last at a place; null if nothing was for its optimizer, or no rate worked then.
 * @param measured the newest first
 * @param places all of the file
 */
export function measuredAt(
  place: KeyedPlace,
  measured: readonly Measurement[],
  places: readonly KeyedPlace[],
): MeasuredRate | null {
  const newest = measured.find(({ site }) => site.optimizer === place.optimizer && locateSite(site, places) === place);
  return newest?.best ?? null;
}

/** "Measured on this program: the Goldilocks zone is 0.003 to 0.03; suggested rate 0.01." and how far that holds. */
export function measuredText(measured: MeasuredRate): string {
  const [rate, low, high] = [measured.rate, measured.low, measured.high].map(formatRate);
  const { args, by, edge, steps } = measured;
  const sentences = [
    by === 'range-test'
      ? l10n.t(
          'A range test of this program suggests {0}; the best rate is likely between {1} and {2}.',
          rate,
          low,
          high,
        )
      : low === high
        ? l10n.t('Measured on this program: {0} works best.', rate)
        : l10n.t('Measured on this program: the Goldilocks zone is {0} to {1}; suggested rate {2}.', low, high, rate),
    ...(edge === 'low' ? [l10n.t('Lower rates were not tried.')] : []),
    ...(edge === 'high' ? [l10n.t('Higher rates were not tried.')] : []),
    ...(steps === null ? [] : [l10n.t('Each run was limited to {0} steps.', steps)]),
    ...(args === '' ? [] : [l10n.t('The program was run with {0}.', args)]),
  ];
  return sentences.join(' ');
}

/** As measuredText, in a few words for a line above the optimizer. */
export function measuredLine(measured: MeasuredRate): string {
  const [rate, low, high] = [measured.rate, measured.low, measured.high].map(formatRate);
  if (measured.by === 'range-test') return l10n.t('range test of this program: {0}', rate);
  return low === high
    ? l10n.t('measured on this program: {0} works best', rate)
    : l10n.t('measured on this program: {0} to {1} · try {2}', low, high, rate);
}
