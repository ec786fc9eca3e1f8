import { clip, lg, meanOf } from './featureMath.ts';
import { differences } from '../levels.ts';
import type { CurveBucket } from '../lossCurve.ts';

/** What the logged rates do, and what comes of it. */
export function scheduleFeatures(buckets: readonly CurveBucket[], end: number, drop: number) {
  const rates = buckets.map(({ rate }) => rate);
  const peak = Math.max(...rates);
  if (!(peak > 0) || rates.some(Number.isNaN)) return { rateEnd: 0, ratePeakAt: 0, rateFall: 0, rateRises: 0 };
  const at = rates.indexOf(peak);
  const isChanged = Math.min(rates[0], rates.at(-1)!) < 0.999 * peak;
  const high = buckets.filter(({ rate }) => rate >= 0.5 * peak);
  const hasFallen = rates.some((rate, index) => index > at && rate < 0.5 * peak);
  const before = meanOf(high.slice(-Math.max(2, Math.floor(high.length / 5))).map(({ loss }) => loss));
  return {
    rateEnd: lg(rates.at(-1)! / peak, -3, 0),
    ratePeakAt: isChanged ? at / Math.max(1, rates.length - 1) : 0,
    rateFall: hasFallen ? clip((before - end) / drop, -1, 2) : 0,
    rateRises: Math.min(3, differences(rates).filter((change) => change > 0.3 * peak).length),
  };
}
