import { parseRateName } from '../rateNames.ts';
import type { RateName } from '../rateNames.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { writtenNumber } from '../program/writtenNumber.ts';

/** A string that names a rate, and the argument after it. */
export interface NameValuePair {
  readonly name: string;
  readonly rateName: RateName;
  readonly value: Expression;
}

/** The first such pair among the arguments; null if there is none, or if the call has several numbers, as for a range. */
export function nameValuePair({ args }: CallExpression): NameValuePair | null {
  const positional = args.flatMap(({ name, value }) => (name === null ? [value] : []));
  if (positional.filter((value) => writtenNumber(value)).length > 1) return null;
  for (const [index, text] of positional.entries()) {
    const rateName = text.kind === 'text' ? parseRateName(text.value) : null;
    if (rateName && text.kind === 'text' && index + 1 < positional.length)
      return { name: text.value, rateName, value: positional[index + 1] };
  }
  return null;
}
