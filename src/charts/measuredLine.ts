import type { Series } from '../domain/series.ts';
import { EMPTY_SERIES, firstNonFinite, valueAt } from '../domain/series.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { ShownRun } from './curveRun.ts';
import type { XAxisQuantity } from './figure.ts';
import { samplesAt, secondsAt } from './progressUnit.ts';

/** Where a measured number stopped being finite. */
export interface Divergence {
  readonly step: number;
  readonly kind: 'nan' | 'infinite';
}

/** One line of one run, up to the first value that is not finite. */
export interface MeasuredLine {
  readonly run: ShownRun;
  /** Index into the definition's lines. */
  readonly line: number;
  /** Ascending, no two the same. */
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  /** What is smoothed: the heights, or where a point stands for many values the means of these. */
  readonly means: ArrayLike<number>;
  readonly divergence: Divergence | null;
  /** Whether the run diverged, so that it counts as infinitely bad from then on. */
  readonly hasDiverged: boolean;
}

/** Where series stopped being finite, each looked through once, however many figures draw it. */
export class Divergences {
  readonly #known = new Map<Series, Divergence | null>();

  /** Null where all values are finite. */
  of(series: Series = EMPTY_SERIES): Divergence | null {
    const known = this.#known.get(series);
    if (known !== undefined) return known;
    const first = firstNonFinite(series);
    const found: Divergence | null = first && {
      step: first.step,
      kind: Number.isNaN(first.value) ? 'nan' : 'infinite',
    };
    this.#known.set(series, found);
    return found;
  }
}

/** The lines that a figure draws of runs. */
export function measuredLines(
  { lines, points }: FigureDefinition,
  runs: readonly ShownRun[],
  quantity: XAxisQuantity,
  divergences: Divergences,
): MeasuredLine[] {
  return runs.flatMap((run) => {
    const ofLoss = divergences.of(run.series.loss);
    return lines.map(({ metric, isHeld }, line) => {
      const divergence = metric === 'loss' ? ofLoss : divergences.of(run.series[metric]);
      const hasDiverged = divergence !== null || ofLoss !== null;
      const coordinates =
        points === 'epochs'
          ? epochCoordinates(run, metric, quantity)
          : sampleCoordinates(run, isHeld ? heldSeries(run) : run.series[metric], quantity, divergence);
      return { run, line, ...coordinates, divergence, hasDiverged };
    });
  });
}

/** The place of a step on the horizontal axis; null where it has none. */
export function xOfStep(
  step: number,
  { facts, series }: ShownRun,
  { kind, stepsPerEpoch }: XAxisQuantity,
): number | null {
  switch (kind) {
    case 'step':
      return step;
    case 'epoch':
      if (facts.unit === 'epoch') return step;
      return stepsPerEpoch === null ? null : step / stepsPerEpoch;
    case 'samples':
      return samplesAt(step, facts);
    case 'seconds':
      return secondsAt(step, series);
    case 'rate':
      // Before the first update of a run whose rate changes, none was in force.
      return series.rate ? valueAt(series.rate, step) : facts.rate;
  }
}

type Coordinates = Pick<MeasuredLine, 'xs' | 'ys' | 'means'>;

/** The summaries of the epochs, of the loss beginning with that before training. */
function epochCoordinates(run: ShownRun, metric: string, quantity: XAxisQuantity): Coordinates {
  const { initialLoss, epochs, series } = run;
  const isEpoch = quantity.kind === 'epoch';
  const valueOf = (epoch: (typeof epochs)[number]): number | null => {
    switch (metric) {
      case 'loss':
        return epoch.loss;
      case 'validationLoss':
        return epoch.validationLoss;
      case 'validationAccuracy':
        return epoch.accuracy;
      default:
        return valueAt(series[metric] ?? EMPTY_SERIES, epoch.step);
    }
  };
  const measured = epochs.flatMap((epoch) => {
    const y = valueOf(epoch);
    const x = isEpoch ? epoch.epoch : xOfStep(epoch.step, run, quantity);
    return x === null || y === null ? [] : [{ x, y }];
  });
  const points = metric === 'loss' && initialLoss !== null ? [{ x: 0, y: initialLoss }, ...measured] : measured;
  const diverged = points.findIndex(({ y }) => !Number.isFinite(y));
  const whole = diverged < 0 ? points : points.slice(0, diverged);
  const ys = whole.map(({ y }) => y);
  return { xs: whole.map(({ x }) => x), ys, means: ys };
}

/** The single measurements. On a rate axis, skips those whose rate is not higher than all before, so that x values ascend. */
function sampleCoordinates(
  run: ShownRun,
  { steps, values, means = values }: Series = EMPTY_SERIES,
  quantity: XAxisQuantity,
  divergence: Divergence | null,
): Coordinates {
  const diverged = divergence === null ? -1 : steps.indexOf(divergence.step);
  const end = diverged < 0 ? steps.length : diverged;
  if (quantity.kind === 'step')
    return { xs: steps.subarray(0, end), ys: values.subarray(0, end), means: means.subarray(0, end) };
  const xs: number[] = [];
  const ys: number[] = [];
  const smoothed: number[] = [];
  for (let index = 0; index < end; index++) {
    const x = xOfStep(steps[index], run, quantity);
    if (x === null || x <= (xs.at(-1) ?? (quantity.kind === 'rate' ? 0 : -Infinity))) continue;
    xs.push(x);
    ys.push(values[index]);
    smoothed.push(means[index]);
  }
  return { xs, ys, means: smoothed };
}

/** The rate of each step up to the last one with a loss, as the ends of its level parts: it is reported only when it changes. */
function heldSeries({ facts, series }: ShownRun): Series {
  const { steps, values } = series.rate ?? EMPTY_SERIES;
  const last = series.loss?.steps.at(-1) ?? 0;
  const points: [step: number, rate: number][] = [];
  const holdUntil = (step: number): void => {
    const [from, rate] = points.at(-1) ?? [0, facts.rate];
    if (rate === null || step <= from) return;
    if (points.length === 0) points.push([1, rate]);
    if (step > points[points.length - 1][0]) points.push([step, rate]);
  };
  steps.forEach((step, index) => {
    holdUntil(step - 1);
    points.push([step, values[index]]);
  });
  holdUntil(last);
  return { steps: Float64Array.from(points, ([step]) => step), values: Float64Array.from(points, ([, rate]) => rate) };
}
