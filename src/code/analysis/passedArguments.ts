import type { Argument, CallExpression, Expression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Program } from './program.ts';
import { nameOfFunction } from './statement.ts';

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
    const argument = argumentFor(call, parameter, called.parameters.indexOf(parameter));
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

/** The argument for the parameter of a name and a position; undefined if the call has none, or hides it behind `*args`. */
export function argumentFor(call: CallExpression, parameter: string, index: number): Argument | undefined {
  const named = call.args.find(({ name }) => name === parameter);
  return (
    named ??
    (call.args.slice(0, index + 1).every(({ name, spread }) => name === null && !spread) ? call.args[index] : undefined)
  );
}
