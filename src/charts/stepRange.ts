import { EMPTY_SERIES } from '../domain/series.ts';
import type { RunSeries } from '../domain/series.ts';
import type { XAxisQuantity } from './figure.ts';

/**
 * The steps of the runs that lie in a part of a horizontal axis: the first and the last.
 * @returns null if the axis has no place for steps, or no run has any there
 */
export function stepRange(
  [from, to]: readonly [number, number],
  { kind, unit, stepsPerEpoch }: XAxisQuantity,
  runs: readonly RunSeries[],
): readonly [number, number] | null {
  switch (kind) {
    case 'step':
      return [from, to];
    case 'epoch':
      if (unit === 'epoch') return [from, to];
      return stepsPerEpoch === null ? null : [from * stepsPerEpoch, to * stepsPerEpoch];
    case 'seconds': {
      const ranges = runs.flatMap(({ seconds: { steps, values } = EMPTY_SERIES }) => {
        const first = values.findLastIndex((second) => second <= from);
        const last = values.findIndex((second) => second >= to);
        return steps.length === 0
          ? []
          : [[steps[Math.max(first, 0)], last < 0 ? steps[steps.length - 1] : steps[last]]];
      });
      if (ranges.length === 0) return null;
      return [Math.min(...ranges.map(([first]) => first)), Math.max(...ranges.map(([, last]) => last))];
    }
    case 'rate':
      return null;
  }
}
