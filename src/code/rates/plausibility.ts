import type { RateName } from '../rateNames.ts';
import type { Expression } from '../syntax/expression.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { Program } from '../program/program.ts';

/** Next to one of these, `lr` is a direction or an image. */
const NON_RATE_SIBLINGS =
  /^(hr|rl|sr|ud|tb|du|bt|lr_?(img|image)s?|hr_?(img|image)s?|left|right|up|down|ap|si|pa|is)$/i;

/** Keys of a logged step, whose `lr` is a measurement rather than a setting. */
const LOGGED_METRICS =
  /^(loss|train_loss|training_loss|eval_loss|val_loss|test_loss|grad_norm|accuracy|train_acc|lm_loss)$/;
const LOGGED_STEPS = /^(step|epoch|iter|iteration|global_step|time|iters)$/;

/**
 * Whether a value with the name of a rate may be one, judging by its siblings.
 * @param siblings names that get a value in the same place
 */
export function mayBeRate(program: Program, name: RateName, value: Expression, siblings: readonly string[]): boolean {
  const beside = program.derive(siblings, readSiblings);
  if (beside.isLogged && writtenNumber(value)) return false;
  if (beside.hasScaledSettings && isSearchSpace(value)) return false;
  if (beside.hasMilestones && isRelativeSchedule(value)) return false;
  if (name.hasUnusualWords && !numbersOf(value).every(isSmall)) return false;
  if (name.isCertain) return true;
  if (!program.mentionsTraining || beside.hasNonRates) return false;
  const numbers = numbersOf(value);
  // `lr = 0 if side == "left" else 1`
  if (value.kind === 'choice' && numbers.includes(0) && numbers.includes(1)) return false;
  return !(program.mentionsImagePairs && numbers.some((number) => number >= 1));
}

/** What the siblings of a rate say about it. */
interface Siblings {
  readonly isLogged: boolean;
  readonly hasScaledSettings: boolean;
  readonly hasMilestones: boolean;
  readonly hasNonRates: boolean;
}

function readSiblings(siblings: readonly string[]): Siblings {
  const has = (pattern: RegExp): boolean => siblings.some((sibling) => pattern.test(sibling));
  return {
    isLogged: has(LOGGED_METRICS) && has(LOGGED_STEPS),
    hasScaledSettings: has(/^(lrf|momentum|weight_decay)$/),
    hasMilestones: has(/^(base_lr|steps|milestones)$/i),
    hasNonRates: has(NON_RATE_SIBLINGS),
  };
}

/** Whether a value is a search space: `'lr0': (1, 1e-5, 1e-1)`, a mutation scale with two limits. */
function isSearchSpace(value: Expression): boolean {
  if (value.kind !== 'list' || value.items.length !== 3) return false;
  const [gain, low, high] = value.items.map((item) => writtenNumber(item)?.value ?? NaN);
  return Number.isInteger(gain) && gain >= 1 && low < high && high <= gain;
}

/** Whether a list has factors of the base rate, one for each milestone: `LRS: [1, 0.1, 0.01]`. */
function isRelativeSchedule(value: Expression): boolean {
  const numbers = numbersOf(value);
  return (
    value.kind === 'list' &&
    numbers.length > 1 &&
    numbers[0] === 1 &&
    numbers.slice(1).every((number, index) => number < numbers[index])
  );
}

function isSmall(number: number): boolean {
  return Math.abs(number) <= 1 && (!Number.isInteger(number) || number === 0);
}

function numbersOf(value: Expression): number[] {
  const number = writtenNumber(value);
  if (number) return [number.value];
  if (value.kind === 'list') return value.items.flatMap(numbersOf);
  return value.kind === 'choice' ? value.options.flatMap(numbersOf) : [];
}
