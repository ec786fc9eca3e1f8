import type { Expression, Span } from '../syntax/expression.ts';
import { numberValue } from '../syntax/literals.ts';
import { referenceIn } from './reference.ts';

const NUMBER = /^[-+]?(\d[\d_]*\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * A value of a file of settings. Plain numbers count however their format reads them: YAML 1.1 takes `1e-4` for a text, which
 * the programs that use it turn into a number.
 * @param source what is written, if it is not in quotes
 * @param tag of YAML
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
