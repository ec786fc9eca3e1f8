import type { Argument, CallExpression, Expression } from '../syntax/expression.ts';

/** Whether a call may be to a function of the program: `f(…)`, `self.f(…)`. */
export function isLocalCall({ callee }: CallExpression): boolean {
  return (
    callee.kind === 'path' &&
    (callee.names.length === 1 ||
      (callee.names.length === 2 && (callee.names[0] === 'self' || callee.names[0] === 'this')))
  );
}

/** The values of the positional arguments of a call. */
export function positionalValues({ args }: CallExpression): readonly Expression[] {
  return args.flatMap(({ name, value, spread }) => (name === null && !spread ? value : []));
}

/** The value that a call passes by a name. */
export function keywordValue({ args }: CallExpression, ...names: readonly string[]): Expression | undefined {
  return args.find(({ name }) => name !== null && names.includes(name))?.value;
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
