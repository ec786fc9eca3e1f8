import type { Expression, Span } from '../syntax/expression.ts';
import { numberValue } from '../syntax/literals.ts';
import { referenceIn } from './reference.ts';

const NUMBER = /^[-+]?(\d[\d_]*(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/**
 * A scalar of a configuration file. An unquoted number is one even if the format disagrees: YAML 1.1 reads `1e-4` as a string, which
 * programs convert to a number.
 * @param source the source text; null if it is quoted
 * @param tag the YAML tag
 */
export function settingsValue(source: string | null, value: unknown, span: Span, tag?: string): Expression {
  const text = source?.trim() ?? '';
  const number = NUMBER.test(text) ? numberValue(text.replace(/^\+/, '')) : null;
  if (number !== null) {
    const positive = {
      kind: 'number',
      value: Math.abs(number),
      start: span.start + (text.startsWith('-') ? 1 : 0),
      end: span.end,
    } as const;
    return text.startsWith('-') ? { kind: 'negation', operand: positive, ...span } : positive;
  }
  const names = typeof value === 'string' ? referenceIn(value, tag) : null;
  if (names) return { kind: 'path', names, inner: [], ...span };
  return typeof value === 'string' ? { kind: 'text', value, ...span } : { kind: 'other', ...span };
}
