import * as l10n from '@vscode/l10n';
import { centralRate } from '../../domain/centralRate.ts';
import { DEFAULT_OPTIMIZERS } from '../../domain/optimizer.ts';
import type { Optimizer } from '../../domain/optimizer.ts';
import { serializeOptimizer } from '../../domain/optimizerText.ts';
import { inTwoDigits } from '../../domain/rate.ts';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import { totalSteps } from '../../domain/steps.ts';
import { requireValidTraining } from '../sweep/choice.ts';
import type { SweepChoice, TrainingChoice } from '../sweep/choice.ts';

/** An optimizer and the rates that it is tried at. */
export interface OptimizerRates {
  readonly optimizer: Optimizer;
  readonly learningRates: readonly number[];
}

/** What a comparison of optimizers is planned from. The optimizer of the training itself is the first of them. */
export interface OptimizersChoice extends TrainingChoice {
  readonly optimizers: readonly OptimizerRates[];
}

/** What is compared unless others are asked for: those that article and textbooks set against each other. */
export const COMPARED_OPTIMIZERS: readonly Optimizer[] = [
  DEFAULT_OPTIMIZERS.sgd,
  DEFAULT_OPTIMIZERS.momentum,
  DEFAULT_OPTIMIZERS.adam,
];

/** How far the rates go to either side of an optimizer's central one, in half decades: past both ends of most zones. */
const HALF_DECADES = 4;

/** Rates from a hundredth to a hundred times an optimizer's central one, two a decade. */
export function ratesAround({ name }: Optimizer): number[] {
  const centre = centralRate(name);
  return Array.from({ length: 2 * HALF_DECADES + 1 }, (_, index) =>
    inTwoDigits(centre * 10 ** ((index - HALF_DECADES) / 2)),
  );
}

/**
 * The comparison that trains as a sweep would, without the sweep's optimizer and pruning.
 * @param learningRates for all optimizers alike; null for rates around each one's central rate
 */
export function optimizersChoice(
  training: SweepChoice,
  optimizers: readonly Optimizer[],
  learningRates: readonly number[] | null,
): OptimizersChoice {
  const { learningRates: _, prune: __, secondEngine: ___, ...rest } = training;
  return {
    ...rest,
    name: 'optimizers',
    preset: null,
    optimizer: optimizers.at(0) ?? training.optimizer,
    optimizers: optimizers.map((optimizer) => ({ optimizer, learningRates: learningRates ?? ratesAround(optimizer) })),
  };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: OptimizersChoice): void {
  const { optimizers, schedule } = choice;
  if (optimizers.length < 2) throw new RangeError(l10n.t('A comparison needs at least two optimizers.'));
  const written = optimizers.map(({ optimizer }) => serializeOptimizer(optimizer));
  const twice = written.find((text, index) => written.indexOf(text) < index);
  if (twice !== undefined) throw new RangeError(l10n.t('The optimizer {0} is given twice.', twice));
  if (optimizers.some(({ learningRates }) => learningRates.length < 2))
    throw new RangeError(l10n.t('The width of a zone needs at least two learning rates.'));
  requireValidTraining(choice);
  createRateSchedule(schedule, optimizers[0].learningRates[0], totalSteps(choice));
}
