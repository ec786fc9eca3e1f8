import type { RunSpec } from './run.ts';

/** Optimizer steps of one epoch; the last batch may be short. */
export function stepsPerEpoch(spec: Pick<RunSpec, 'dataset' | 'batchSize'>): number {
  return Math.ceil(spec.dataset.train / spec.batchSize);
}

/** Optimizer steps of the whole run, unless it ends early. */
export function totalSteps(spec: Pick<RunSpec, 'dataset' | 'batchSize' | 'epochs' | 'steps'>): number {
  return Math.min(spec.epochs * stepsPerEpoch(spec), spec.steps ?? Infinity);
}
