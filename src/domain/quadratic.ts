/** Where the descent begins. */
export const START = 5;
/** The descent ends after so many steps. */
export const STEPS = 50;
/** Beyond this distance from the minimum the descent has exploded and ends. */
export const EXPLODED = 1000;
/** A rate that is too low, a good one and one that is too high: the snail, the pro and the maniac. */
export const EXAMPLE_RATES = { snail: 0.001, pro: 0.1, maniac: 1.1 } as const;

/**
 * How the descent on x² moves. A step with rate r multiplies x by 1 − 2r, so with r
 * - below 0.5 x approaches the minimum from one side,
 * - 0.5 it reaches the minimum in one step,
 * - between 0.5 and 1 it crosses the minimum at each step and comes closer,
 * - 1 it jumps between two points forever,
 * - above 1 it crosses the minimum at each step and gets farther away.
 */
export type Regime = 'monotone' | 'one-step' | 'oscillating' | 'endless' | 'diverging';

/** The place after a step and the loss there. */
export type DescentPoint = readonly [x: number, loss: number];

/** Gradient descent on x² with one learning rate. */
export interface Descent {
  readonly rate: number;
  /** The point before the first step, then one after each step. */
  readonly path: readonly DescentPoint[];
  readonly regime: Regime;
}

/**
 * Descends from START by x ← x − rate · 2x for STEPS steps, or until |x| is above EXPLODED.
 * @param rate a positive number
 */
export function descend(rate: number): Descent {
  const path: DescentPoint[] = [[START, START ** 2]];
  for (let x = START; path.length <= STEPS && Math.abs(x) <= EXPLODED;) {
    x -= rate * 2 * x;
    path.push([x, x ** 2]);
  }
  return { rate, path, regime: regimeOf(rate) };
}

function regimeOf(rate: number): Regime {
  if (rate < 0.5) return 'monotone';
  if (rate === 0.5) return 'one-step';
  if (rate < 1) return 'oscillating';
  return rate === 1 ? 'endless' : 'diverging';
}
