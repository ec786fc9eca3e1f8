import type { Argument, CallExpression, Expression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Program } from './program.ts';
import { nameOfFunction } from './unitSymbols.ts';

/** What a call passes, and where that is written. */
export interface PassedValue {
  readonly value: Expression;
  readonly unit: Unit;
}

/** What the program's own calls pass for a parameter of one of its functions; nothing where several functions have its name. */
export function passedFor(program: Program, called: Scope, parameter: string): readonly PassedValue[] {
  const name = nameOfFunction(called);
  if (program.functionsOf(name).length !== 1) return [];
  return program.callsOf(name).flatMap(({ call, unit }) => {
    if (!isOwnCall(call)) return [];
    const argument = argumentFor(call, { names: [parameter], position: called.parameters.indexOf(parameter) });
    return argument ? [{ value: argument.value, unit }] : [];
  });
}

/** Whether a call may be one of the program's own function: `f(…)`, `self.f(…)`. */
export function isOwnCall({ callee }: CallExpression): boolean {
  return (
    callee.kind === 'path' &&
    (callee.names.length === 1 ||
      (callee.names.length === 2 && (callee.names[0] === 'self' || callee.names[0] === 'this')))
  );
}

/** A parameter of a function. */
interface Parameter {
  /** Its name and its aliases. */
  readonly names: readonly string[];
  /** Its index among the positional arguments; null if it can only be passed by name. */
  readonly position: number | null;
}

/**
 * The argument that a call passes for a parameter; null if there is none, or if a spread argument (`*args`) may hide it.
 * @param shift how many positional arguments come before the function's own, as in `partial(Adam, …)`
 */
export function argumentFor(call: CallExpression, { names, position }: Parameter, shift = 0): Argument | null {
  const named = call.args.find(({ name }) => name !== null && names.includes(name));
  if (named) return named;
  if (position === null) return null;
  const index = position + shift;
  return call.args.slice(0, index + 1).every(({ name, spread }) => name === null && !spread)
    ? (call.args[index] ?? null)
    : null;
}
