import * as l10n from '@vscode/l10n';
import { confirmationRates, confirmationSteps } from '../confirmation/choice.ts';
import { DEFAULT_RANGE_TEST } from '../rangeTest/choice.ts';
import { LIMITS, COUNT_TEXTS } from '../sweep/choice.ts';
import type { ProgramSetup } from '../program.ts';
import type { ProgramTestChoice } from '../programTest/choice.ts';

/** What a sweep of a program is planned from. */
export interface ProgramSweepChoice {
  /** The program's, for the user. */
  readonly name: string;
  readonly program: ProgramSetup;
  readonly learningRates: readonly number[];
  /** Seeds 1 to this number; with one, the program's own. */
  readonly seeds: number;
  /** Steps of each run; null for whole ones. */
  readonly steps: number | null;
  /** The rate of a range test that short runs at a third of it, at it and at three times confirm; null for a sweep of the user's. */
  readonly confirms: number | null;
  /** Goes on from the results to further rates, until so many runs have ended; absent for a sweep of the rates alone. */
  readonly search?: { readonly maxRuns: number };
  /** Stops runs that cannot become good any more. */
  readonly prune?: true;
  /** Minutes that all runs may take together; absent where they may take any time. */
  readonly maxMinutes?: number;
}

/** Runs of a search, unless the user says how many. */
export const DEFAULT_SEARCH_RUNS = 4;

/** @throws RangeError with a sentence that names what is out of range */
export function requireValid({ learningRates, seeds }: ProgramSweepChoice): void {
  if (learningRates.length === 0) throw new RangeError(l10n.t('A sweep needs at least one learning rate.'));
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > LIMITS.seeds)
    throw new RangeError(l10n.t(COUNT_TEXTS.seeds, 1, LIMITS.seeds, seeds));
}

/**
 * Steps of each run of the confirmation of a range test.
 * @param total steps of a full run; null if that is not known, then each run has as many as a usual range test
 */
export function stepsAfterTest(total: number | null): number {
  return total === null ? DEFAULT_RANGE_TEST.steps : confirmationSteps(total);
}

/**
 * The confirmation of the rate that a range test of a program suggests.
 * @param total steps of a full run; null if that is not known
 */
export function confirmationOf(
  { name, program }: ProgramTestChoice,
  rate: number,
  total: number | null,
): ProgramSweepChoice {
  return {
    name,
    program,
    learningRates: confirmationRates({ rate }),
    seeds: 1,
    steps: stepsAfterTest(total),
    confirms: rate,
    prune: true,
  };
}
