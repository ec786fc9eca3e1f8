import { multiplyAdds } from '../domain/network.ts';
import type { RunSpec } from '../domain/run.ts';
import { totalSteps } from '../domain/steps.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';

/**
 * Forward-pass multiply-adds that one worker trains per second, backward pass and update included in the time: measured on a laptop
 * processor of 2023, with as many workers as processors.
 */
const MULTIPLY_ADDS_PER_SECOND = 3e9;

/** What an image costs that only tests, as a share of one that trains: a forward pass without a backward one. */
const TEST_SHARE = 1 / 3;

/** What decides how long a sweep trains. */
export type TrainedChoice = Pick<SweepChoice, 'network' | 'learningRates' | 'seeds' | 'epochs'> & {
  readonly dataset: Pick<SweepChoice['dataset'], 'train' | 'test'>;
};

/** Roughly how many seconds a sweep trains; right within a factor of two or three on most machines. */
export function estimateSeconds(
  { network, dataset, learningRates, seeds, epochs }: TrainedChoice,
  workers: number,
): number {
  const images = epochs * (dataset.train + dataset.test * TEST_SHARE);
  return (rounds(learningRates.length * seeds, workers) * images * multiplyAdds(network)) / MULTIPLY_ADDS_PER_SECOND;
}

/** As estimateSeconds, for the runs of any kind of experiment. */
export function estimateSecondsOf(runs: readonly RunSpec[], workers: number): number {
  const work = runs.reduce((sum, run) => sum + imagesOf(run) * multiplyAdds(run.network), 0);
  return (rounds(runs.length, workers) * (work / runs.length)) / MULTIPLY_ADDS_PER_SECOND;
}

/** How many runs, at most, are trained one after the other. */
function rounds(runs: number, workers: number): number {
  return Math.ceil(runs / Math.min(runs, workers));
}

/** How many images a run trains on, those that only test it counted for what they take. */
function imagesOf(run: RunSpec): number {
  const { dataset, batchSize, epochs, pretraining } = run;
  return (
    Math.min(totalSteps(run) * batchSize, epochs * dataset.train) +
    epochs * dataset.test * TEST_SHARE +
    (pretraining ? pretraining.images * pretraining.epochs : 0)
  );
}
