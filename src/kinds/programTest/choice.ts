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
  /** The most repeats, with seeds 1 to this number; see firstRepeats. */
  readonly seeds: number;
}

/** Most repeats that may be asked for: beyond it the request is taken for a slip. */
const MAX_REPEATS = 20;
/** Fits most optimizers; as each step then tells less, there are more of them. */
const ANY_OPTIMIZER = { from: 1e-6, to: 10, steps: 300 } as const;

/**
 * Decades above the range that fits an optimizer, with more steps instead of fewer a decade: the losses of some programs stay bounded at rates
 * that are far too high. Where the loss diverges, which is the rule, the test ends before and costs no more.
 */
const BEYOND = 1;

/** The range test of a program; its rates are those that fit the optimizer where the options name none. */
export function programTestChoice(
  known: Pick<ProgramTestChoice, 'name' | 'program' | 'optimizer'>,
  options: Partial<RangeTestOptions & Pick<ProgramTestChoice, 'seeds'>> = {},
): ProgramTestChoice {
  const beyond = options.to === undefined ? BEYOND : 0;
  const range = known.optimizer === null ? ANY_OPTIMIZER : rangeBeyond(known.optimizer, beyond);
  return { ...known, seeds: DEFAULT_REPEATS, ...DEFAULT_RANGE_TEST, ...range, ...options };
}

function rangeBeyond(optimizer: string, beyond: number): Pick<RangeTestOptions, 'from' | 'to' | 'steps'> {
  const [from, to] = rangeFor(optimizer);
  const decades = Math.log10(to / from);
  const steps = Math.round((DEFAULT_RANGE_TEST.steps * (decades + beyond)) / decades);
  return { from, to: to * 10 ** beyond, steps };
}

/**
 * The same test with no more steps than a run of the program has: one that ends before the loss diverges suggests nothing.
 * @param total steps of a whole run; null if that is not known
 */
export function withinRun(choice: ProgramTestChoice, total: number | null): ProgramTestChoice {
  return total === null ? choice : { ...choice, steps: Math.min(choice.steps, Math.max(MIN_STEPS, total)) };
}

/** How many repeats are made before it is known whether they agree: most of them. The others follow where these don't. */
export function firstRepeats({ seeds }: Pick<ProgramTestChoice, 'seeds'>): number {
  return Math.floor(seeds / 2) + 1;
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
