import { median } from '../score.ts';

/** The rate of a step and the loss of its batch, before the update. */
export type RatePoint = readonly [rate: number, loss: number];

/** The repeats of a range test in one: what the loss is at a rate in the middle, and between which values it lies. */
export interface CurvePoint {
  readonly rate: number;
  /** The median over the repeats of their smoothed losses. */
  readonly loss: number;
  /** The lowest and the highest of them. */
  readonly low: number;
  readonly high: number;
}

/** Points of a decade in the grid that the repeats share. */
const PER_DECADE = 25;
/** Time constant of the smoothing, in decades of the learning rate. */
export const SMOOTHING_DECADES = 0.3;
/** Losses are capped at this many times the loss at the start, or a diverged end would distort the smoothed curve before it. */
export const LOSS_CAP = 2;
/** Share of the points whose mean loss is that at the start: there the rate is still too low to change anything. */
const START_SHARE = 0.1;

/** Mean loss of the first tenth of the points, at least one. NaN for none. */
export function startLoss(points: readonly RatePoint[]): number {
  const first = points.slice(0, Math.max(1, Math.round(points.length * START_SHARE)));
  return first.reduce((sum, [, loss]) => sum + loss, 0) / first.length;
}

/** The points before the first loss that is not finite. */
export function finitePart(points: readonly RatePoint[]): readonly RatePoint[] {
  const end = points.findIndex(([, loss]) => !Number.isFinite(loss));
  return end === -1 ? points : points.slice(0, end);
}

/**
 * The median curve of several repeats on a common grid of rates, evenly spaced on a log scale, with the band that all of them lie in. Each
 * repeat is smoothed and read between its steps. The curve ends where fewer than half of the repeats go on.
 * @param repeats by ascending rate; empty ones do not count
 */
export function medianCurve(repeats: readonly (readonly RatePoint[])[]): CurvePoint[] {
  const lines = repeats
    .map((points) => finitePart(points))
    .filter(({ length }) => length > 0)
    .map(smoothed);
  if (lines.length === 0) return [];
  const from = Math.min(...lines.map(({ places }) => places[0]));
  const to = Math.max(...lines.map(({ places }) => places.at(-1)!));
  const count = Math.floor((to - from) * PER_DECADE + 1e-9) + 1;
  const curve: CurvePoint[] = [];
  for (let index = 0; index < count; index++) {
    const place = from + index / PER_DECADE;
    const losses = lines.flatMap((line) => lossAt(line, place) ?? []);
    if (2 * losses.length < lines.length) break;
    curve.push({ rate: 10 ** place, loss: median(losses), low: Math.min(...losses), high: Math.max(...losses) });
  }
  return curve;
}

interface Line {
  /** Logarithms to base ten of the rates. */
  readonly places: readonly number[];
  readonly losses: readonly number[];
}

/** Smoothed forwards and then backwards: an average that only looks back lags behind the losses by its time constant. */
function smoothed(points: readonly RatePoint[]): Line {
  const cap = LOSS_CAP * startLoss(points);
  const places = points.map(([rate]) => Math.log10(rate));
  const losses = points.map(([, loss]) => Math.min(loss, cap));
  const forwards = smooth(places, losses);
  return { places, losses: smooth(places.toReversed(), forwards.reverse()).reverse() };
}

/** Exponential moving average over unevenly spaced places, debiased: the weights of what was averaged always add up to 1. */
function smooth(places: readonly number[], values: readonly number[]): number[] {
  let [sum, weight] = [0, 0];
  return values.map((value, index) => {
    const kept = index === 0 ? 0 : Math.exp(-Math.abs(places[index] - places[index - 1]) / SMOOTHING_DECADES);
    sum = kept * sum + value;
    weight = kept * weight + 1;
    return sum / weight;
  });
}

/** The loss at a place between two steps; null beyond the first and the last one. */
function lossAt({ places, losses }: Line, place: number): number | null {
  const next = places.findIndex((each) => each >= place - 1e-9);
  if (next === -1) return null;
  if (next === 0) return places[0] - place > 1e-9 ? null : losses[0];
  const share = (place - places[next - 1]) / (places[next] - places[next - 1]);
  return losses[next - 1] + share * (losses[next] - losses[next - 1]);
}
