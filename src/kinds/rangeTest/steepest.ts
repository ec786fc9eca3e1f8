import { MIN_DROP } from '../../domain/zone.ts';
import { MIN_STEPS } from './choice.ts';

/** The rate of a step and the loss of its batch, before the update. */
export type RatePoint = readonly [rate: number, loss: number];

/** Where the loss of a range test falls fastest. */
export interface Steepest {
  /** See roundRate. */
  readonly rate: number;
  /** The rate at which the smoothed loss is lowest. */
  readonly lowest: number;
  /** Set where the loss falls fastest at the first rates, or is lowest at the last one: a better rate may lie outside the range. */
  readonly edge: 'low' | 'high' | null;
}

export type RefusalReason = 'too-few-points' | 'never-fell';

/** Time constant of the smoothing, in decades of the learning rate: ten steps of the usual range. */
const SMOOTHING_DECADES = 0.4;
/** This share of the points at the beginning is not searched, as in fastai: the smoothed line has not settled there. */
const SKIPPED_SHARE = 0.1;
/** Losses are capped at this many times the loss at the start, or a diverged end would distort the smoothed curve before it. */
const LOSS_CAP = 2;

/**
 * The steepest point of the smoothed loss over the logarithm of the rate, before its minimum: there a step helps most, and a margin
 * to the rates that break the training remains.
 * @param points by ascending rate
 */
export function findSteepest(points: readonly RatePoint[]): Steepest | RefusalReason {
  const end = points.findIndex(([, loss]) => !Number.isFinite(loss));
  const finite = end === -1 ? points : points.slice(0, end);
  if (finite.length < MIN_STEPS) return 'too-few-points';
  const skipped = Math.round(finite.length * SKIPPED_SHARE);
  const start = finite.slice(0, skipped).reduce((sum, [, loss]) => sum + loss, 0) / skipped;
  const logRates = finite.map(([rate]) => Math.log10(rate));
  const losses = smoothBothWays(
    logRates,
    finite.map(([, loss]) => Math.min(loss, LOSS_CAP * start)),
  );
  let lowest = skipped;
  for (let index = skipped; index < losses.length; index++) if (losses[index] < losses[lowest]) lowest = index;
  if (!(losses[lowest] <= (1 - MIN_DROP) * start)) return 'never-fell';
  const slope = (index: number): number =>
    (losses[index + 1] - losses[index - 1]) / (logRates[index + 1] - logRates[index - 1]);
  let steepest = skipped;
  for (let index = skipped; index < lowest; index++) if (slope(index) < slope(steepest)) steepest = index;
  return {
    rate: roundRate(finite[steepest][0]),
    lowest: roundRate(finite[lowest][0]),
    edge: steepest === skipped ? 'low' : lowest === points.length - 1 ? 'high' : null,
  };
}

/** In two digits: neighbouring steps of the usual range differ by 10 %. */
export function roundRate(rate: number): number {
  return Number(rate.toPrecision(2));
}

/** Smoothed forwards and then backwards, so that the line does not lag behind the losses. */
function smoothBothWays(places: readonly number[], values: readonly number[]): number[] {
  return smooth(places.toReversed(), smooth(places, values).reverse()).reverse();
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
