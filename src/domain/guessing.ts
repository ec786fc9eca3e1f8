import type { Network } from './network.ts';

type Guessed = Pick<Network, 'loss' | 'outputs'>;

/**
 * The loss of the best answer that is the same for every image, when all classes are equally frequent: what a network comes to
 * that has learned nothing from its images, for example one whose ReLUs are all dead.
 * - cross-entropy: every class has probability 1/n, so −ln(1/n) = ln n
 * - squared: every output is 1/n, so ((1 − 1/n)² + (n − 1) · (1/n)²) / n = (n − 1) / n²
 */
export function guessingLoss({ loss, outputs: n }: Guessed): number {
  return loss === 'squared' ? (n - 1) / n ** 2 : Math.log(n);
}

/**
 * The loss that a run has to come down from for its drop to be worth anything. An untrained network's cross-entropy is that of
 * guessing already. Its squared loss is higher, and falls to that of guessing without a look at the images: that does not count.
 */
export function lossToBeat(network: Guessed, initial: number): number {
  return network.loss === 'squared' ? Math.min(initial, guessingLoss(network)) : initial;
}
