import * as l10n from '@vscode/l10n';
import { centralRate } from '../../domain/centralRate.ts';
import type { Optimizer } from '../../domain/optimizer.ts';
import { inTwoDigits } from '../../domain/rate.ts';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import type { RunSpec } from '../../domain/run.ts';
import { stepsPerEpoch, totalSteps } from '../../domain/steps.ts';
import { requireValidTraining, specOf } from '../sweep/choice.ts';
import type { SweepChoice, TrainingChoice } from '../sweep/choice.ts';

/** What all batch sizes have the same of: the images that they see, so that small batches take more steps, or the steps. */
export type EqualBudget = 'images' | 'steps';

export const EQUAL_BUDGETS: readonly EqualBudget[] = ['images', 'steps'];

/** What a comparison of batch sizes is planned from. The batch size of the training itself is the largest of them. */
export interface BatchSizesChoice extends TrainingChoice {
  readonly batchSizes: readonly number[];
  readonly learningRates: readonly number[];
  readonly equal: EqualBudget;
}

export const COMPARED_BATCH_SIZES: readonly number[] = [16, 32, 64, 128];

/** How often a rate is doubled or halved from an optimizer's central one. */
const DOUBLINGS = [-5, -4, -3, -2, -1, 0, 1, 2];

/** Rates from a thirtieth to four times an optimizer's central one, each twice the one before: best rates are told apart that differ by a factor of two. */
export function doubledRates({ name }: Optimizer): number[] {
  return DOUBLINGS.map((doubling) => inTwoDigits(centralRate(name) * 2 ** doubling));
}

/**
 * The comparison that trains as a sweep would, without the sweep's batch size and pruning.
 * @param learningRates for all batch sizes alike; null for rates around the optimizer's central one
 */
export function batchSizesChoice(
  training: SweepChoice,
  batchSizes: readonly number[],
  learningRates: readonly number[] | null,
  equal: EqualBudget,
): BatchSizesChoice {
  const { prune: _, secondEngine: __, ...rest } = training;
  return {
    ...rest,
    name: 'batch-sizes',
    preset: null,
    batchSize: batchSizes.length > 0 ? Math.max(...batchSizes) : training.batchSize,
    batchSizes,
    learningRates: learningRates ?? doubledRates(training.optimizer),
    equal,
  };
}

/** The spec of a run. At equal steps each takes as many as the largest batch in the epochs of the choice. */
export function batchSpec(choice: BatchSizesChoice, batchSize: number, rate: number, seed: number): RunSpec {
  const spec = specOf({ ...choice, batchSize }, rate, seed, choice.engine);
  if (choice.equal === 'images') return spec;
  const steps = totalSteps(choice);
  return { ...spec, steps, epochs: Math.ceil(steps / stepsPerEpoch(spec)) };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: BatchSizesChoice): void {
  const { batchSizes, learningRates, schedule } = choice;
  if (batchSizes.length < 2) throw new RangeError(l10n.t('A comparison needs at least two batch sizes.'));
  const twice = batchSizes.find((size, index) => batchSizes.indexOf(size) < index);
  if (twice !== undefined) throw new RangeError(l10n.t('The batch size {0} is given twice.', twice));
  if (learningRates.length < 3)
    throw new RangeError(l10n.t('To find the best rate of a batch size, at least three learning rates are needed.'));
  for (const batchSize of batchSizes) {
    requireValidTraining({ ...choice, batchSize });
    createRateSchedule(schedule, learningRates[0], totalSteps(batchSpec(choice, batchSize, learningRates[0], 1)));
  }
}
