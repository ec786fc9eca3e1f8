import { median } from '../domain/score.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { VariantPoint } from './figure.ts';
import { groupBy } from './groupBy.ts';
import type { MeasuredLine } from './measuredLine.ts';

/**
 * The median of several runs at given x values. A run that diverged counts as infinitely bad from then on, so that the other runs do
 * not make their variant look better than it is. The line ends where most runs have diverged.
 * @param yAt the value of a run's line; null where it has none
 * @param worst see worstOf
 */
export function medianLine<L extends MeasuredLine>(
  lines: readonly L[],
  places: readonly number[],
  yAt: (line: L, x: number) => number | null,
  worst: number,
): VariantPoint[] {
  if (lines.length === 0) return [];
  const [{ run, line }] = lines;
  return places
    .map((x) => ({
      x,
      y: median(lines.flatMap((each) => yAt(each, x) ?? (each.hasDiverged ? worst : []))),
      variant: run.variantIndex,
      line,
    }))
    .filter(({ y }) => Number.isFinite(y));
}

/** What a run counts as once it has diverged: Infinity where low is best, -Infinity where high is. */
export function worstOf({ kind, best }: FigureDefinition['y']): number {
  return kind === 'share' && best !== 'low' ? -Infinity : Infinity;
}

/** The lines that have a median together: those of one variant, in the order of variants and lines. */
export function groupLines<L extends MeasuredLine>(lines: readonly L[]): L[][] {
  const groups = groupBy(lines, ({ run, line }) => `${run.variantIndex} ${line}`);
  return [...groups.values()].sort(([a], [b]) => a.run.variantIndex - b.run.variantIndex || a.line - b.line);
}
