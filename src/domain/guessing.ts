import type { Network } from './network.ts';

/**
 * The loss of the best answer that is the same for every image, when all classes are equally frequent: what a network has that
 * learned nothing from its images, for example one whose ReLUs are all dead.
 * - cross-entropy: every class has probability 1/n, so −ln(1/n) = ln n
 * - squared: every output is 1/n, so ((1 − 1/n)² + (n − 1) · (1/n)²) / n = (n − 1) / n²
 */
export function guessingLoss({ loss, outputs: n }: Pick<Network, 'loss' | 'outputs'>): number {
  return loss === 'squared' ? (n - 1) / n ** 2 : Math.log(n);
}

/**
 * The loss from which a run's drop is measured: its initial loss, or the loss of guessing if that is lower. A network gets from a
 * high start down to guessing without looking at the images, so that part does not count.
 * @param baseline the loss of guessing; null if unknown
 */
export function lossToBeat(initial: number, baseline: number | null): number {
  return baseline === null ? initial : Math.min(initial, baseline);
}
