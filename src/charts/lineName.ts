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
