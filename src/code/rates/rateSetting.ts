import { isOptimizerKey } from '../catalog/optimizerNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';

/** Calls that set the rate of an optimizer that exists. */
const SETTERS = ['LearningRateScheduler', 'set_value', 'setLearningRate', 'set_learning_rate', 'set_lr'];

/** Whether a program sets the rate of an optimizer after its creation: `group["lr"] = …`, `optimizer.learning_rate = …`. */
export function setsRates(program: Program): boolean {
  return (
    SETTERS.some((name) => program.callsTo(name).length > 0) ||
    program.rateNames.some(({ values }) => values.some(isSetInOptimizer))
  );
}

function isSetInOptimizer({ kind, names, block }: NamedValue): boolean {
  const holder = names[names.length - 2];
  if (kind !== 'assign' || holder === undefined) return false;
  return names.includes('param_groups') || isOptimizerKey(holder) || isGroup(holder, block);
}

/** Whether a name is the variable of a loop over parameter groups around. */
function isGroup(name: string, block: NamedValue['block']): boolean {
  for (let around = block; around; around = around.outer)
    if (around.targets.includes(name) && around.iterable && lastName(around.iterable) === 'param_groups') return true;
  return false;
}
