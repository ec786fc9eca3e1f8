import type { ComparedKind, ComparisonRequest } from '../../app/comparison.ts';
import { SCHEDULE_SEEDS } from '../../app/comparison.ts';
import { readCount } from '../../app/trainingRequest.ts';
import type { CountName, TrainingRequest } from '../../app/trainingRequest.ts';
import { DEFAULT_OPTIMIZERS } from '../../domain/optimizer.ts';
import type { OptimizerName } from '../../domain/optimizer.ts';
import { parseOptimizer, serializeOptimizer } from '../../domain/optimizerText.ts';
import { SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { parseSchedule, serializeSchedule } from '../../domain/scheduleText.ts';
import { COMPARED_BATCH_SIZES } from '../../kinds/batchSizes/choice.ts';
import type { EqualBudget } from '../../kinds/batchSizes/choice.ts';
import { COMPARED_OPTIMIZERS } from '../../kinds/optimizers/choice.ts';
import { DEFAULT_SCHEDULES } from '../../kinds/schedules/choice.ts';

/** What is asked of a comparison; each kind asks for some of it. */
export interface CompareAnswers extends Readonly<Record<CountName, number>> {
  /** What is compared, as one types it: schedules, optimizers or batch sizes. */
  readonly names: readonly string[];
  /** The rate that schedules lower; null for the default. */
  readonly rate: number | null;
  /** The optimizer of schedules and batch sizes. */
  readonly optimizer: OptimizerName;
  readonly equal: EqualBudget;
}

/** A comparison whose length is chosen already. */
export interface Budget {
  readonly trainImages: number;
  readonly epochs: number;
}

/** Done in seconds, or as long as the preset. */
export const BUDGETS: readonly Budget[] = [
  { trainImages: 3000, epochs: 2 },
  { trainImages: SLOW_FAST_FURIOUS.images.train, epochs: SLOW_FAST_FURIOUS.epochs },
];

/** What a comparison starts from. */
export function defaultAnswers(kind: ComparedKind, { trainImages, epochs }: Budget = BUDGETS[0]): CompareAnswers {
  return {
    names: defaultNames(kind),
    rate: null,
    optimizer: SLOW_FAST_FURIOUS.optimizer.name,
    equal: 'images',
    batchSize: SLOW_FAST_FURIOUS.batchSize,
    epochs,
    trainImages,
    testImages: kind === 'schedules' ? SLOW_FAST_FURIOUS.images.test : 0,
    seeds: kind === 'schedules' ? SCHEDULE_SEEDS : 1,
  };
}

function defaultNames(kind: ComparedKind): string[] {
  switch (kind) {
    case 'schedules':
      return DEFAULT_SCHEDULES.map(serializeSchedule);
    case 'optimizers':
      return COMPARED_OPTIMIZERS.map(serializeOptimizer);
    case 'batch-sizes':
      return COMPARED_BATCH_SIZES.map(String);
  }
}

/** @throws RangeError with a sentence for a name that does not exist */
export function comparisonOf(
  kind: ComparedKind,
  { names, rate, equal }: Pick<CompareAnswers, 'names' | 'rate' | 'equal'>,
): ComparisonRequest {
  switch (kind) {
    case 'schedules':
      return { kind, schedules: names.map(parseSchedule), ...(rate !== null && { learningRate: rate }) };
    case 'optimizers':
      return { kind, optimizers: names.map(parseOptimizer) };
    case 'batch-sizes':
      return { kind, batchSizes: names.map((name) => readCount('batchSize', name)), equal };
  }
}

/** What the answers say of the training itself. */
export function trainingOf(
  kind: ComparedKind,
  { optimizer, batchSize, epochs, trainImages, testImages, seeds }: CompareAnswers,
): TrainingRequest {
  return {
    ...(kind !== 'optimizers' && { optimizer: DEFAULT_OPTIMIZERS[optimizer] }),
    ...{ batchSize, epochs, trainImages, testImages, seeds },
  };
}
