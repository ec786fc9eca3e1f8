import type { LossCurve, LossPoint } from './lossCurve.ts';

/** A loss at the end above this share of guessing's is no better than guessing. */
const NEAR_CHANCE = 0.95;
/** A loss this many times guessing's at the end is divergence rather than guessing. */
const ABOVE_CHANCE = 1.1;
/** A loss above this many times the first one has jumped: the first updates moved the weights far away. Noise alone stays below. */
const JUMPED = 1.5;
/** A loss below this share of guessing's shows that something had been learned. */
const LEARNED = 0.8;

/** A run that is no better than guessing. */
export interface Guessing {
  /** Whether it is worse: it has diverged. */
  readonly isAbove: boolean;
  /** It jumped there, or had learned and fell back; null if it never left. */
  readonly way: 'jumped' | 'fell' | null;
  /** The highest loss of one that jumped, else the lowest. */
  readonly turn: LossPoint;
}

/**
 * The loss is no better than guessing: at the end it lies above 95 % of the loss of guessing. Above 110 % of it, it counts as diverged
 * if it jumped or fell back there.
 * @param level the loss at the end
 * @param chance the loss of guessing
 */
export function findGuessing({ first, peak, lowest }: LossCurve, level: number, chance: number): Guessing | null {
  if (!first || !peak || !lowest || !(level > NEAR_CHANCE * chance)) return null;
  const way = peak.loss > JUMPED * first.loss ? 'jumped' : lowest.loss < LEARNED * chance ? 'fell' : null;
  return { isAbove: way !== null && level > ABOVE_CHANCE * chance, way, turn: way === 'jumped' ? peak : lowest };
}
