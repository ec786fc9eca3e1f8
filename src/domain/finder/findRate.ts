import { familyOf } from '../optimizerFamily.ts';
import { inTwoDigits } from '../rate.ts';
import { median } from '../score.ts';
import { landmarksOf } from './landmarks.ts';
import { finitePart, medianCurve, startLoss } from './medianCurve.ts';
import type { RatePoint } from './medianCurve.ts';
import { zoneMiddle } from './zoneMiddle.ts';

/** What a range test suggests. */
export interface FoundRate {
  /** In two digits: the steps of a range test differ by some 7 %. */
  readonly rate: number;
  /** The middle of the zone lies between these rates in about 80 % of the cases. */
  readonly low: number;
  readonly high: number;
  /** How often rates that were found from repeats which agree as well as these were in the zone, 0 to 1. */
  readonly confidence: number;
  /** Whether the rates of single repeats lie close together: further ones would hardly move this one. */
  readonly agree: boolean;
  /** Where the loss of the median curve is lowest. */
  readonly lowest: number;
}

/** Why a range test suggests no rate. */
export type FinderRefusal =
  'never-diverged' | 'flat' | 'too-few-points' | 'repeats-disagree' | 'early-spike' | 'finds-steps';

/** Fewer points are too few to tell a slope from noise. */
export const MIN_POINTS = 20;
/** A loss that falls by less than this share at no rate has not been learned from: batches differ by as much. */
export const LEAST_FALL = 0.01;
/**
 * In the first tenth of the steps, a loss is a spike that is so many times their median, and so many median absolute deviations above it: the
 * losses of small batches differ by more than a factor of two.
 */
const SPIKE = 2;
const SPIKE_DEVIATIONS = 8;
const SPIKE_SHARE = 0.1;
/** Decades by which the rate of a single repeat may differ from that of all together; of one that differs by more the noise has decided. */
const AGREEMENT = 0.6;

/** Decades by which the rates of single repeats differ at most where they agree. */
const CLOSE = 0.3;

/** Decades on each side that hold 80 % of the middles of the development cases' zones. */
const MARGIN = 0.4;

/**
 * Share of the development cases whose rate was in the zone, by how many decades the rates of single repeats differ at most. Beyond the
 * first line there were too few cases to measure it; it is taken lower.
 */
const CONFIDENCE: readonly (readonly [spread: number, share: number])[] = [
  [CLOSE, 0.96],
  [Infinity, 0.9],
];

/**
 * Suggests a rate from the repeats of a range test, or says why it cannot.
 * @param repeats by ascending rate each
 * @param optimizer its name as it is written somewhere
 */
export function findRate(repeats: readonly (readonly RatePoint[])[], optimizer: string): FoundRate | FinderRefusal {
  if (familyOf(optimizer)?.findsSteps) return 'finds-steps';
  const all = repeats.map(finitePart);
  if (2 * all.filter(hasSpike).length > all.length) return 'early-spike';
  const usable = all.filter((points) => points.length >= MIN_POINTS);
  if (usable.length === 0 || 2 * usable.length < all.length) return 'too-few-points';
  const landmarks = landmarksOf(medianCurve(usable), median(usable.map(startLoss)));
  if (landmarks.left > 1 - LEAST_FALL) return 'flat';
  const middle = zoneMiddle(landmarks, optimizer);
  if (middle === null) return 'never-diverged';
  const single = usable.flatMap(
    (points) => zoneMiddle(landmarksOf(medianCurve([points]), startLoss(points)), optimizer) ?? [],
  );
  const agreeing = single.filter((each) => Math.abs(each - middle) <= AGREEMENT);
  if (2 * agreeing.length <= usable.length) return 'repeats-disagree';
  const spread = Math.max(...single) - Math.min(...single);
  const margin = Math.max(MARGIN, Math.min(AGREEMENT, spread / 2));
  return {
    rate: inTwoDigits(10 ** middle),
    low: inTwoDigits(10 ** (middle - margin)),
    high: inTwoDigits(10 ** (middle + margin)),
    confidence: CONFIDENCE.find(([most]) => spread <= most)![1],
    agree: single.length > 1 && spread <= CLOSE,
    lowest: inTwoDigits(landmarks.lowest),
  };
}

function hasSpike(points: readonly RatePoint[]): boolean {
  const first = points.slice(0, Math.round(points.length * SPIKE_SHARE)).map(([, loss]) => loss);
  const usual = median(first);
  const deviation = median(first.map((loss) => Math.abs(loss - usual)));
  return first.some((loss) => loss > Math.max(SPIKE * usual, usual + SPIKE_DEVIATIONS * deviation));
}
