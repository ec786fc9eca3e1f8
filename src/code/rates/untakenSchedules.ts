import { isOptimizerKey } from '../catalog/optimizerNames.ts';
import type { CallExpression } from '../syntax/expression.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { Program } from '../program/program.ts';
import { setsRates } from './rateSetting.ts';

/**
 * Whether a call creates a schedule that no optimizer takes: it doesn't get one, its result is kept under a name of which the program only
 * calls methods, and the program sets no rates. In Python only.
 */
export function isUntakenSchedule(program: Program, { args, parent }: CallExpression): boolean {
  const mayGetOptimizer = args.some(
    ({ name, value, spread }) => spread || (name === null ? writtenNumber(value) === null : isOptimizerKey(name)),
  );
  return (
    !mayGetOptimizer &&
    parent.node === null &&
    parent.key !== null &&
    isOnlyCalled(program, parent.key) &&
    !setsRates(program)
  );
}

/** Whether a name is written only where it gets its value, and where a method of it is called. */
function isOnlyCalled(program: Program, name: string): boolean {
  const ofMethods = program.symbols
    .flatMap(({ calls }) => calls)
    .filter(({ call: { callee } }) => callee.kind === 'path' && callee.names[0] === name);
  return program.mentionsOf(name) === 1 + ofMethods.length;
}
