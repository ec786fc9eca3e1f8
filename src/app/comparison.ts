import type { Optimizer } from '../domain/optimizer.ts';
import type { Schedule } from '../domain/schedule.ts';
import { batchSizesChoice, COMPARED_BATCH_SIZES } from '../kinds/batchSizes/choice.ts';
import type { EqualBudget } from '../kinds/batchSizes/choice.ts';
import type { Choice } from '../kinds/kinds.ts';
import { DEFAULT_LAYERS, layersChoice } from '../kinds/layers/choice.ts';
import { COMPARED_OPTIMIZERS, optimizersChoice } from '../kinds/optimizers/choice.ts';
import { DEFAULT_SCHEDULES, schedulesChoice } from '../kinds/schedules/choice.ts';
import { defaultRate } from '../kinds/schedules/defaultRate.ts';
import type { TrainingChoice } from '../kinds/sweep/choice.ts';
import { chooseTraining } from './trainingRequest.ts';
import type { TrainingRequest } from './trainingRequest.ts';

/** The kinds that vary another setting than the rate alone. */
export type ComparedKind = 'schedules' | 'optimizers' | 'batch-sizes';

/** What is compared; what is left out is the default. */
export type ComparisonRequest =
  | { readonly kind: 'schedules'; readonly schedules?: readonly Schedule[]; readonly learningRate?: number }
  | { readonly kind: 'optimizers'; readonly optimizers?: readonly Optimizer[] }
  | { readonly kind: 'batch-sizes'; readonly batchSizes?: readonly number[]; readonly equal?: EqualBudget }
  | LayersRequest;

/** A comparison of the rates of layers when a network learns other classes: nothing of it can be listed. */
export interface LayersRequest {
  readonly kind: 'layers';
  readonly learningRate?: number;
}

/** An experiment of one of the kinds, as it is planned. */
export type Comparison = {
  readonly [K in ComparedKind | 'layers']: { readonly kind: K; readonly choice: Choice<K> };
}[ComparedKind | 'layers'];

/** Fewer seeds than this show no spread to compare the difference between schedules with. */
export const SCHEDULE_SEEDS = 3;

/**
 * What a comparison trains.
 * @param request of the training; its rates are those of optimizers and batch sizes
 * @throws RangeError with a sentence for values that do not go together
 * @throws DatasetError if the data set cannot be used
 */
export async function chooseComparison(
  compared: ComparisonRequest,
  request: TrainingRequest,
  mnistFolder: string,
): Promise<Comparison> {
  const { kind } = compared;
  switch (kind) {
    case 'schedules': {
      const training = await chooseTraining({ ...request, seeds: request.seeds ?? SCHEDULE_SEEDS }, mnistFolder);
      const { schedules = DEFAULT_SCHEDULES, learningRate = defaultRate(training) } = compared;
      return { kind, choice: schedulesChoice(training, schedules, learningRate) };
    }
    case 'optimizers': {
      const { optimizers = COMPARED_OPTIMIZERS } = compared;
      const training = await chooseTraining(request, mnistFolder);
      return { kind, choice: optimizersChoice(training, optimizers, request.rates ?? null) };
    }
    case 'batch-sizes': {
      const { batchSizes = COMPARED_BATCH_SIZES, equal = 'images' } = compared;
      const training = await chooseTraining(request, mnistFolder);
      return { kind, choice: batchSizesChoice(training, batchSizes, request.rates ?? null, equal) };
    }
    case 'layers': {
      const { train: trainImages, test: testImages, batchSize, epochs, seeds, learningRate } = DEFAULT_LAYERS;
      const training = await chooseTraining(
        { trainImages, testImages, batchSize, epochs, seeds, ...request },
        mnistFolder,
      );
      return { kind, choice: layersChoice(training, compared.learningRate ?? learningRate) };
    }
  }
}

/**
 * The comparison with an engine that knows all that it compares.
 * @param resolve chooses the engine of a training, and throws what it throws if there is none
 */
export async function withEngine(
  comparison: Comparison,
  resolve: <C extends TrainingChoice>(choice: C) => Promise<C>,
): Promise<Comparison> {
  switch (comparison.kind) {
    case 'schedules':
      return { kind: comparison.kind, choice: await resolve(comparison.choice) };
    case 'batch-sizes':
      return { kind: comparison.kind, choice: await resolve(comparison.choice) };
    case 'layers':
      return { kind: comparison.kind, choice: await resolve(comparison.choice) };
    case 'optimizers': {
      const choice = await resolve(comparison.choice);
      for (const { optimizer } of choice.optimizers) await resolve({ ...choice, optimizer });
      return { kind: comparison.kind, choice };
    }
  }
}
