import { bucketPositions, MOST_POINTS } from '../domain/series.ts';
import { median } from '../domain/zone.ts';
import type { Prepared, PreparedRun } from './curves.ts';
import type { Figure, RatePoint, SeedPoint } from './figure.ts';
import { formatLoss } from '../domain/format.ts';
import { heightAt, smooth } from './smoothing.ts';
import type { Point } from './smoothing.ts';
import { excursion, stopsOf } from './stops.ts';

/** The smoothed line remembers this share of all steps. */
const MEMORY_SHARE = 1 / 60;

/** Points of a smoothed line; it has no detail finer than its memory. */
const SMOOTHED_POINTS = 400;

/** Points of a seed's thin line beside its median. */
const SEED_POINTS = 200;

/** A logarithmic axis once the best line has fallen this many times below the end of the axis: a linear one would show it as zero. */
const LOG_BELOW = 15;

/** How far a logarithmic axis reaches below the lowest smoothed loss, so that most of its noise is in the picture. */
const LOG_MARGIN = 3;

/** Figure 3: the loss of every step, smoothed, with the measurements behind. */
export function lossByStep(prepared: Prepared): Figure {
  const { plan, runs, top } = prepared;
  const steps = Math.max(plan.epochs * plan.stepsPerEpoch, ...runs.map((run) => run.samples.at(-1)?.step ?? 0));
  const lines = runs.map((run) => {
    const raw = measured(run);
    // An outlier counts as just off the picture, or the smoothed line would stay away long after the run has come back.
    const inside = raw.map(({ x, y }) => ({ x, y: Math.min(y, 2 * top) }));
    return { run, raw, smoothed: smooth(inside, Math.max(1, steps * MEMORY_SHARE)) };
  });
  const several = prepared.rates.some((_, rate) => runs.filter((run) => run.rate === rate).length > 1);
  const bold = prepared.rates.flatMap((_, rate) => medianLine(lines.filter(({ run }) => run.rate === rate), rate, steps));
  const lowest = bold.reduce((low, { y }) => Math.min(low, y), top);
  const log = lowest > 0 && lowest < top / LOG_BELOW;
  return {
    title: 'Training loss by step',
    caption: [
      'The loss of each batch before its update, smoothed.',
      several ? 'Bold: the median of the seeds; thin: each seed.' : 'Pale: the measurements behind the smoothed line.',
      log ? `The loss axis is logarithmic and ends at ${formatLoss(top)}, 1.5 times the loss before training.` : `The axis ends at ${formatLoss(top)}, 1.5 times the loss before training.`,
    ].join(' '),
    x: { title: 'step', domain: [0, steps], scale: 'linear', format: ',d' },
    y: { title: 'training loss', domain: [log ? lowest / LOG_MARGIN : 0, top], scale: log ? 'log' : 'linear', format: '~g' },
    bold,
    seeds: several ? lines.flatMap(({ run, smoothed }) => named(thin(smoothed, SEED_POINTS), run)) : [],
    raw: several ? [] : lines.flatMap(({ run, raw }) => named(thin(raw, MOST_POINTS), run)),
    article: [],
    stops: stopsOf(
      prepared,
      (run, { step }) => ({ x: step, y: Math.min(measured(run).at(-1)?.y ?? top, top) }),
      (run) => excursion(measured(run), top, ({ x }, loss) => `goes to ${loss} at step ${x}`),
    ),
    reference: null,
    dots: false,
  };
}

/** The losses up to the first that is not finite. */
function measured(run: PreparedRun): Point[] {
  const end = run.divergence?.step ?? Infinity;
  return run.samples.flatMap(({ step, loss }) => (loss === undefined || step >= end ? [] : { x: step, y: loss }));
}

function thin(points: readonly Point[], most: number): Point[] {
  return bucketPositions(points.map(({ y }) => y), most).map((position) => points[position]);
}

function named(points: readonly Point[], { rate, seed }: PreparedRun): SeedPoint[] {
  return points.map((point) => ({ ...point, rate, seed }));
}

/** The median of smoothed lines that were measured at different steps; it ends where most seeds have diverged. */
function medianLine(lines: readonly { run: PreparedRun; smoothed: readonly Point[] }[], rate: number, steps: number): RatePoint[] {
  if (lines.length === 1) return thin(lines[0].smoothed, SMOOTHED_POINTS).map((point) => ({ ...point, rate }));
  const places = Array.from({ length: SMOOTHED_POINTS }, (_, index) => Math.round((steps * index) / (SMOOTHED_POINTS - 1)));
  return [...new Set(places)]
    .map((x) => {
      const heights = lines.flatMap(({ run, smoothed }) => heightAt(smoothed, x) ?? (run.divergence ? Infinity : []));
      return { x, y: median(heights), rate };
    })
    .filter(({ y }) => Number.isFinite(y));
}
