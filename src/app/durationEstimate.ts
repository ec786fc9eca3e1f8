import { multiplyAdds } from '../domain/network.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';

/**
 * Forward-pass multiply-adds that one worker trains per second, backward pass and update included in the time: measured on a laptop
 * processor of 2023, with as many workers as processors.
 */
const MULTIPLY_ADDS_PER_SECOND = 3e9;

/** What decides how long a sweep trains. */
export type TrainedChoice = Pick<SweepChoice, 'network' | 'learningRates' | 'seeds' | 'epochs'> & {
  readonly dataset: Pick<SweepChoice['dataset'], 'train' | 'test'>;
};

/** Roughly how many seconds a sweep trains; right within a factor of two or three on most machines. */
export function estimateSeconds(
  { network, dataset, learningRates, seeds, epochs }: TrainedChoice,
  workers: number,
): number {
  const runs = learningRates.length * seeds;
  const rounds = Math.ceil(runs / Math.min(runs, workers));
  const perImage = multiplyAdds(network);
  return (rounds * epochs * (dataset.train + dataset.test / 3) * perImage) / MULTIPLY_ADDS_PER_SECOND;
}
