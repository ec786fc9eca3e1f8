import { judgeRateName } from '../rateNames.ts';
import type { RateName } from '../rateNames.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { writtenNumber } from '../program/writtenNumber.ts';

/** A text that names a rate, and the argument behind it. */
export interface NamedPair {
  readonly name: string;
  readonly judged: RateName;
  readonly value: Expression;
}

/** The arguments of a call that are such a pair, and all that it is told in numbers: where it is told more, the name is that of a range. */
export function namedPair({ args }: CallExpression): NamedPair | null {
  const positional = args.flatMap(({ name, value }) => (name === null ? [value] : []));
  if (positional.filter((value) => writtenNumber(value)).length > 1) return null;
  for (const [index, text] of positional.entries()) {
    const judged = text.kind === 'text' ? judgeRateName(text.value) : null;
    if (judged && text.kind === 'text' && index + 1 < positional.length)
      return { name: text.value, judged, value: positional[index + 1] };
  }
  return null;
}
