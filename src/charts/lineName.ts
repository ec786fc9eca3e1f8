import type { CurveVariant } from './curveVariant.ts';
import type { Figure } from './figure.ts';

/** What a line of a figure is called: what tells it from the others, "0.01", "validation", "0.01 validation". */
export function lineName(
  { lines }: Pick<Figure, 'lines'>,
  variants: readonly CurveVariant[],
  variant: number,
  line: number,
): string {
  const { label } = variants[variant];
  if (lines.length < 2) return label || lines[line];
  return variants.length < 2 ? lines[line] : `${label} ${lines[line]}`;
}
