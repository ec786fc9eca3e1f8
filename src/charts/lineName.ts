import { formatRate } from '../domain/rate.ts';
import type { CurveVariant } from './curveVariant.ts';
import type { Figure } from './figure.ts';

/** What a line of a figure is called: what tells it from the others, "0.01", "validation", "0.01 validation". */
export function lineName(
  { lines }: Pick<Figure, 'lines'>,
  variants: readonly CurveVariant[],
  variant: number,
  line: number,
): string {
  const { label, values } = variants[variant];
  if (variants.length > 1) return lines.length > 1 ? `${label} ${lines[line]}` : label;
  const isNamedByRate = values.rate !== undefined && label === formatRate(values.rate);
  return isNamedByRate && lines.length < 2 ? label : lines[line];
}

/** What part of would be something else: a rate, and a character of two code units. */
const INDIVISIBLE = /\d{1,9}(?:\.\d{1,9}(?:e[-+]?\d{1,3})?|e[-+]?\d{1,3})|[\ud800-\udbff][\udc00-\udfff]/gi;

/** Cut in the middle to so many letters, but not inside a rate: names of runs differ at their start or at their end. */
export function shortenName(name: string, letters: number): string {
  if (name.length <= letters) return name;
  const kept = letters - 1;
  let start = Math.ceil(kept / 2);
  let end = name.length - Math.floor(kept / 2);
  for (const { index, 0: text } of name.matchAll(INDIVISIBLE)) {
    const after = index + text.length;
    if (index < start && start < after) start = index;
    if (index < end && end < after) end = after;
  }
  return `${name.slice(0, start)}…${name.slice(end)}`;
}
