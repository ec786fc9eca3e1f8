import * as l10n from '@vscode/l10n';
import { rangeFor } from '../../domain/finder/rateRange.ts';
import type { ProgramSetup } from '../program.ts';
import { DEFAULT_RANGE_TEST, DEFAULT_REPEATS, MIN_STEPS, requireRange, requireSteps } from '../rangeTest/choice.ts';
import type { RangeTestOptions } from '../rangeTest/choice.ts';

/** What a range test of a program is planned from. */
export interface ProgramTestChoice extends RangeTestOptions {
  /** The program's, for the user. */
  readonly name: string;
  readonly program: ProgramSetup;
  /** As the code or the user names it; null for what the program uses, whatever that is. */
  readonly optimizer: string | null;
  /** Repeats, with seeds 1 to this number. */
  readonly seeds: number;
}

/** Most repeats that may be asked for: beyond it the request is taken for a slip. */
const MAX_REPEATS = 20;
/** Fits most optimizers; as each step then tells less, there are more of them. */
const ANY_OPTIMIZER = { from: 1e-6, to: 10, steps: 300 } as const;

/** The range test of a program; its rates are those that fit the optimizer where the options name none. */
export function programTestChoice(
  known: Pick<ProgramTestChoice, 'name' | 'program' | 'optimizer'>,
  options: Partial<RangeTestOptions & Pick<ProgramTestChoice, 'seeds'>> = {},
): ProgramTestChoice {
  const [from, to] = known.optimizer === null ? [ANY_OPTIMIZER.from, ANY_OPTIMIZER.to] : rangeFor(known.optimizer);
  const { steps } = known.optimizer === null ? ANY_OPTIMIZER : DEFAULT_RANGE_TEST;
  return { ...known, seeds: DEFAULT_REPEATS, ...DEFAULT_RANGE_TEST, from, to, steps, ...options };
}

/**
 * The same test with no more steps than a run of the program has: one that ends before the loss diverges suggests nothing.
 * @param total steps of a whole run; null if that is not known
 */
export function withinRun(choice: ProgramTestChoice, total: number | null): ProgramTestChoice {
  return total === null ? choice : { ...choice, steps: Math.min(choice.steps, Math.max(MIN_STEPS, total)) };
}

/** @throws RangeError with a sentence that names what is out of range */
export function requireValid(choice: ProgramTestChoice): void {
  requireRange(choice);
  requireSteps(choice.steps);
  const { seeds } = choice;
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > MAX_REPEATS)
    throw new RangeError(
      l10n.t('The number of seeds must be a whole number from {0} to {1}, not {2}.', 1, MAX_REPEATS, seeds),
    );
}
