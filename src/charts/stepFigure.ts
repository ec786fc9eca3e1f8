import { median } from '../domain/zone.ts';
import type { Prepared, PreparedRun } from './curves.ts';
import type { Axis, Figure, RatePoint, SeedPoint } from './figure.ts';
import { heightAt, rangeOf, smooth } from './smoothing.ts';
import type { Point } from './smoothing.ts';
import { excursion, stopsOf } from './stops.ts';
import { thin } from './thinning.ts';
import { lossAxis, timeAxis } from './viewing.ts';

/** The part of the time axis that is in the picture. */
type Seen = Pick<Axis, 'domain' | 'scale'>;

/** A logarithmic axis once the best line has fallen this many times below the end of the axis: a linear one would show it as zero. */
const LOG_BELOW = 15;

/** Figure 3: the loss of every step, smoothed, with the measurements behind. */
export function lossByStep(prepared: Prepared): Figure {
  const { plan, runs, view } = prepared;
  const { points } = view;
  const steps = Math.max(plan.epochs * plan.stepsPerEpoch, ...runs.map((run) => run.samples.at(-1)?.step ?? 0));
  const x = timeAxis({ title: 'step', domain: [0, steps], format: ',d' }, view);
  const seen = { scale: x.scale, domain: view.zooms.lossByStep?.x ?? x.domain };
  const memory = Math.max(1, steps * view.memoryShare);
  const lines = runs.map((run) => {
    const raw = measured(run);
    // An outlier counts as just off the picture, or the smoothed line would stay away long after the run has come back.
    const inside = view.whole ? raw : raw.map(({ x, y }) => ({ x, y: Math.min(y, 2 * prepared.top) }));
    return { run, raw, smoothed: view.memoryShare > 0 ? smooth(inside, memory) : inside };
  });
  const several = prepared.rates.some((_, rate) => runs.filter((run) => run.rate === rate).length > 1);
  const most = view.memoryShare > 0 ? points.smoothed : points.raw;
  const bold = prepared.rates.flatMap((_, rate) =>
    medianLine(
      lines.filter(({ run }) => run.rate === rate),
      rate,
      seen,
      most,
    ),
  );
  const { lowest } = rangeOf(bold);
  const { highest } = rangeOf(lines.flatMap(({ raw }) => raw));
  const log =
    view.lossScale === 'log' || (view.lossScale === 'fitting' && lowest > 0 && lowest < prepared.top / LOG_BELOW);
  const { axis, caption } = lossAxis(
    'training loss',
    { lowest, highest, top: prepared.top },
    log ? 'log' : 'linear',
    view.whole,
  );
  const [, top] = axis.domain;
  return {
    title: 'Training loss by step',
    caption: [
      view.memoryShare > 0
        ? 'The loss of each batch before its update, smoothed.'
        : 'The loss of each batch before its update.',
      several
        ? 'Bold: the median of the seeds; thin: each seed.'
        : view.memoryShare > 0
          ? 'Pale: the measurements behind the smoothed line.'
          : '',
      caption,
    ]
      .filter(Boolean)
      .join(' '),
    x,
    y: axis,
    bold,
    seeds: several ? lines.flatMap(({ run, smoothed }) => named(thin(smoothed, seen, points.seed), run)) : [],
    raw:
      several || view.memoryShare === 0 ? [] : lines.flatMap(({ run, raw }) => named(thin(raw, seen, points.raw), run)),
    article: [],
    stops: stopsOf(
      { ...prepared, top },
      (run, { step }) => ({ x: step, y: Math.min(measured(run).at(-1)?.y ?? top, top) }),
      (run) => excursion(measured(run), top, ({ x }, loss) => [`goes to ${loss}`, `at step ${x}`]),
    ),
    reference: null,
    dots: false,
    notes: [],
  };
}

/** The losses up to the first that is not finite. */
function measured(run: PreparedRun): Point[] {
  const end = run.divergence?.step ?? Infinity;
  return run.samples.flatMap(({ step, loss }) => (loss === undefined || step >= end ? [] : { x: step, y: loss }));
}

function named(points: readonly Point[], { rate, seed }: PreparedRun): SeedPoint[] {
  return points.map((point) => ({ ...point, rate, seed }));
}

/** The median of smoothed lines that were measured at different steps; it ends where most seeds have diverged. */
function medianLine(
  lines: readonly { run: PreparedRun; smoothed: readonly Point[] }[],
  rate: number,
  seen: Seen,
  most: number,
): RatePoint[] {
  if (lines.length === 1) return thin(lines[0].smoothed, seen, most).map((point) => ({ ...point, rate }));
  const [from, to] = seen.domain;
  const places = Array.from({ length: most }, (_, index) => {
    const share = index / (most - 1);
    return Math.round(seen.scale === 'log' ? from * (to / from) ** share : from + (to - from) * share);
  });
  return [...new Set(places)]
    .map((x) => {
      const heights = lines.flatMap(({ run, smoothed }) => heightAt(smoothed, x) ?? (run.divergence ? Infinity : []));
      return { x, y: median(heights), rate };
    })
    .filter(({ y }) => Number.isFinite(y));
}
