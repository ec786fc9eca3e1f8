import type { Argument, CallExpression, Expression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Program } from './program.ts';

/** What a call passes, and where that is written. */
export interface PassedArgument {
  readonly value: Expression;
  readonly unit: Unit;
}

/** What the program's own calls pass for a parameter of one of its functions; nothing where several functions have its name. */
export function passedFor(program: Program, called: Scope, parameter: string): readonly PassedArgument[] {
  return program.calls.flatMap(({ call, unit }) => {
    if (calledFunction(program, call) !== called) return [];
    const argument = argumentFor(call, parameter, called.parameters.indexOf(parameter));
    return argument ? [{ value: argument.value, unit }] : [];
  });
}

/** The program's own function that is called as `f(…)` or `self.f(…)`; null if it is none, or one of several. */
export function calledFunction(program: Program, { callee }: CallExpression): Scope | null {
  if (callee.kind !== 'path') return null;
  const { names } = callee;
  if (names.length > 2 || (names.length === 2 && names[0] !== 'self' && names[0] !== 'this')) return null;
  const functions = program.functionsOf(names[names.length - 1]);
  return functions.length === 1 ? functions[0].scope : null;
}

/** The argument for the parameter of a name and a position; undefined if the call has none, or hides it behind `*args`. */
export function argumentFor(call: CallExpression, parameter: string, index: number): Argument | undefined {
  const isPlain = call.args.slice(0, index + 1).every(({ name, spread }) => name === null && !spread);
  return call.args.find(({ name }) => name === parameter) ?? (isPlain ? call.args[index] : undefined);
}
