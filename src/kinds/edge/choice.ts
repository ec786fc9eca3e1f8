import * as l10n from '@vscode/l10n';
import { EDGE_NAMES, hasEdge } from '../../domain/edge.ts';
import type { EdgeMeasure } from '../../domain/edge.ts';
import { formatAll } from '../../domain/format.ts';
import type { RunSpec } from '../../domain/run.ts';
import { requireValidTraining } from '../sweep/choice.ts';
import type { SweepChoice, TrainingChoice } from '../sweep/choice.ts';

/** What a measurement of the edge is planned from. */
export interface EdgeChoice extends TrainingChoice, EdgeMeasure {
  readonly learningRates: readonly number[];
  /** Of all runs. */
  readonly seed: number;
}

/**
 * Enough points to see the limit move, and images with which it changes by little: on the small network after 100 steps of SGD the
 * eigenvalue is 19.1 with 256 images and 19.0 with 1,000.
 */
export const DEFAULT_EDGE: EdgeMeasure = { points: 10, images: 128 };

/** Most of each: beyond it a measurement takes longer than the training by far. */
export const EDGE_LIMITS = { points: 100, images: 1000 } as const;

/**
 * The measurement of the edge of a sweep's runs with one seed. Nothing is tested: the limit reads the training loss.
 * @param run one run of the sweep; without it all of its rates are measured, with seed 1
 */
export function edgeChoice(
  sweep: SweepChoice,
  { points = DEFAULT_EDGE.points, images = DEFAULT_EDGE.images }: Partial<EdgeMeasure> = {},
  run?: Pick<RunSpec, 'learningRate' | 'seed'>,
): EdgeChoice {
  const { secondEngine: _, prune: __, ...training } = sweep;
  return {
    ...training,
    name: 'edge',
    preset: null,
    dataset: { ...sweep.dataset, test: 0 },
    learningRates: run ? [run.learningRate] : sweep.learningRates,
    seeds: 1,
    seed: run?.seed ?? 1,
    points,
    images: Math.min(images, sweep.dataset.train),
  };
}

/** Whether the edge of a run of the built-in engine can be measured. */
export function canMeasureEdge({ optimizer, groupRates }: Pick<RunSpec, 'optimizer' | 'groupRates'>): boolean {
  return hasEdge(optimizer) && groupRates === undefined;
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: EdgeChoice): void {
  if (choice.learningRates.length === 0)
    throw new RangeError(l10n.t('Measuring the edge needs at least one learning rate.'));
  if (!hasEdge(choice.optimizer)) {
    throw new RangeError(
      l10n.t('The edge is known for the optimizers {0}, not for {1}.', formatAll(EDGE_NAMES), choice.optimizer.name),
    );
  }
  if (choice.groupRates)
    throw new RangeError(l10n.t('The edge is a limit for one rate, but some layers have their own.'));
  requireValidTraining(choice);
}
