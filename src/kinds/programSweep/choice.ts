import * as l10n from '@vscode/l10n';
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
}

/** @throws RangeError with a sentence that names what is out of range */
export function requireValid({ learningRates, seeds }: ProgramSweepChoice): void {
  if (learningRates.length === 0) throw new RangeError(l10n.t('A sweep needs at least one learning rate.'));
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > LIMITS.seeds)
    throw new RangeError(l10n.t(COUNT_TEXTS.seeds, 1, LIMITS.seeds, seeds));
}

/** Half a decade to either side, as far as a suggestion is off when it is off. */
const CONFIRMED_FACTORS = [1 / 3, 1, 3] as const;
/** Share of a full run's steps that each run of a confirmation has, as in the built-in one. */
const CONFIRMED_SHARE = 0.2;
/** With fewer steps the score of a run averages fewer than twenty batches. */
const LEAST_STEPS = 40;

/**
 * The confirmation of the rate that a range test of a program suggests.
 * @param total steps of a full run; null if that is not known, then each run has as many as a usual range test
 */
export function confirmationOf(
  { name, program }: ProgramTestChoice,
  rate: number,
  total: number | null,
): ProgramSweepChoice {
  return {
    name,
    program,
    learningRates: CONFIRMED_FACTORS.map((factor) => Number((rate * factor).toPrecision(2))),
    seeds: 1,
    steps:
      total === null
        ? DEFAULT_RANGE_TEST.steps
        : Math.min(total, Math.max(LEAST_STEPS, Math.ceil(CONFIRMED_SHARE * total))),
    confirms: rate,
    prune: true,
  };
}
