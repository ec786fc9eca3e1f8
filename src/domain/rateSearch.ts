import { poolEstimates } from './diagnosis/rateEstimate.ts';
import type { RateEstimate } from './diagnosis/rateEstimate.ts';
import { inTwoDigits } from './rate.ts';

/** A rate that was tried. */
export interface TriedRate {
  readonly rate: number;
  /** See scoreOf; Infinity for a run that broke or was given up. */
  readonly score: number;
  /** Where its curve puts the middle of the zone; null if it does not show that. */
  readonly estimate: RateEstimate | null;
}

/** How far to go where all rates have broken, or where a rate changes nothing; and where the best one is the lowest or highest of those tried. */
const LEAP = 10;
const BRACKET = 3;
/** What the curves show is worth a run only if it is farther than this factor from each rate that was tried. */
const NEW = 2;
/** Scores that differ by less than this factor are the same; of such rates the highest is taken, for the lower ones may be too low to learn. */
const SAME = 1.02;
/** Neighbours of the best rate that are no farther than this factor bracket it closely enough. */
const CLOSE = 4;

/**
 * The rate to try next: what the curves of all runs show together, else one beyond the best, else one between it and a far neighbour. Null
 * once the best rate stands between near ones that are worse: trying more would only refine it.
 * @param tried at least one
 */
export function nextSearchRate(tried: readonly TriedRate[]): number | null {
  const sorted = [...tried].sort((a, b) => a.rate - b.rate);
  const finite = sorted.filter(({ score }) => Number.isFinite(score));
  const shown = poolEstimates(tried.flatMap(({ estimate }) => estimate ?? []))?.rate ?? null;
  const highest = finite.length === 0 ? sorted[0].rate : Infinity;
  if (shown !== null && shown < highest && isNew(shown, tried)) return inTwoDigits(shown);
  if (finite.length === 0) return inTwoDigits(sorted[0].rate / LEAP);
  const best = sorted.indexOf(finite.reduce((leader, each) => (each.score <= SAME * leader.score ? each : leader)));
  const { rate } = sorted[best];
  if (best === sorted.length - 1) {
    const changesNothing = best > 0 && sorted[best].score * SAME >= sorted[best - 1].score;
    return inTwoDigits(rate * (changesNothing ? LEAP : BRACKET));
  }
  if (best === 0) return inTwoDigits(rate / BRACKET);
  const [below, above] = [sorted[best - 1].rate, sorted[best + 1].rate];
  const neighbour = above / rate > rate / below ? above : below;
  const isFar = Math.max(neighbour / rate, rate / neighbour) > CLOSE;
  return isFar ? inTwoDigits(Math.sqrt(rate * neighbour)) : null;
}

function isNew(rate: number, tried: readonly TriedRate[]): boolean {
  return tried.every((each) => Math.max(rate / each.rate, each.rate / rate) > NEW);
}
