import type { RateName } from '../rateNames.ts';
import type { Expression } from '../syntax/expression.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { Program } from '../program/program.ts';

/** Beside one of these, `lr` is a direction or an image. */
const COMPANIONS = /^(hr|rl|sr|ud|tb|du|bt|lr_?(img|image)s?|hr_?(img|image)s?|left|right|up|down|ap|si|pa|is)$/i;

/** Keys of a line of a log: what was measured, not what was set. */
const MEASURED = /^(loss|train_loss|training_loss|eval_loss|val_loss|test_loss|grad_norm|accuracy|train_acc|lm_loss)$/;
const COUNTED = /^(step|epoch|iter|iteration|global_step|time|iters)$/;

/**
 * Whether a value with the name of a rate is one, as far as its surroundings tell.
 * @param siblings names that were given values along with it
 */
export function mayBeRate(program: Program, name: RateName, value: Expression, siblings: readonly string[]): boolean {
  if (
    siblings.some((sibling) => MEASURED.test(sibling)) &&
    siblings.some((sibling) => COUNTED.test(sibling)) &&
    writtenNumber(value)
  )
    return false;
  if (isMutation(value, siblings) || isRelative(value, siblings)) return false;
  if (name.unusual && !numbersOf(value).every(isSmall)) return false;
  if (name.sure) return true;
  if (!program.training || siblings.some((sibling) => COMPANIONS.test(sibling))) return false;
  return !(program.images && numbersOf(value).some((number) => number >= 1));
}

/** `'lr0': (1, 1e-5, 1e-1)`: how much a search changes it, and between which limits. */
function isMutation(value: Expression, siblings: readonly string[]): boolean {
  if (
    value.kind !== 'list' ||
    value.items.length !== 3 ||
    !siblings.some((sibling) => /^(lrf|momentum|weight_decay)$/.test(sibling))
  )
    return false;
  const [gain, low, high] = value.items.map((item) => writtenNumber(item)?.value ?? NaN);
  return Number.isInteger(gain) && gain >= 1 && low < high && high <= gain;
}

/** `LRS: [1, 0.1, 0.01]`: shares of the first rate, at one milestone after the other. */
function isRelative(value: Expression, siblings: readonly string[]): boolean {
  if (!siblings.some((sibling) => /^(base_lr|steps|milestones)$/i.test(sibling))) return false;
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
