import { EMPTY_SERIES } from '../domain/series.ts';
import type { CurveRun } from './curveRun.ts';
import type { XAxisQuantity } from './figure.ts';

/**
 * The steps of the runs that lie in a part of a horizontal axis: the first and the last.
 * @returns null if the axis has no place for steps, or no run has any there
 */
export function stepRange(
  [from, to]: readonly [number, number],
  { kind, unit, stepsPerEpoch }: XAxisQuantity,
  runs: readonly Pick<CurveRun, 'facts' | 'series'>[],
): readonly [number, number] | null {
  switch (kind) {
    case 'step':
      return [from, to];
    case 'epoch':
      if (unit === 'epoch') return [from, to];
      return stepsPerEpoch === null ? null : [from * stepsPerEpoch, to * stepsPerEpoch];
    case 'samples':
      return around(
        runs.flatMap(({ facts: { batchSize } }) => (batchSize === null ? [] : [[from / batchSize, to / batchSize]])),
      );
    case 'seconds':
      return around(
        runs.flatMap(({ series: { seconds: { steps, values } = EMPTY_SERIES } }) => {
          const first = values.findLastIndex((second) => second <= from);
          const last = values.findIndex((second) => second >= to);
          return steps.length === 0
            ? []
            : [[steps[Math.max(first, 0)], last < 0 ? steps[steps.length - 1] : steps[last]]];
        }),
      );
    case 'rate':
      return null;
  }
}

function around(ranges: readonly (readonly number[])[]): readonly [number, number] | null {
  if (ranges.length === 0) return null;
  return [Math.min(...ranges.map(([first]) => first)), Math.max(...ranges.map(([, last]) => last))];
}
