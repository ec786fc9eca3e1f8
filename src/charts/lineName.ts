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

/** Cut in the middle to so many letters: names of runs differ at their start or at their end. */
export function shortenName(name: string, letters: number): string {
  const all = Array.from(name);
  if (all.length <= letters) return name;
  const kept = letters - 1;
  return `${all.slice(0, Math.ceil(kept / 2)).join('')}…${all.slice(-Math.floor(kept / 2)).join('')}`;
}
