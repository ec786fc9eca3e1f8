import type { Optimizer } from './optimizer.ts';

/** Where the edge of a run is measured. */
export interface EdgeMeasure {
  /** Steps at which it is measured, the ends included. */
  readonly points: number;
  /** The first so many training images whose mean loss has the curvature. */
  readonly images: number;
}

/** The numbers that a run measures of its edge, by their names among the extra numbers of a sample. */
export const EDGE_METRICS = { eigenvalue: 'edge.eigenvalue', limit: 'edge.limit', rate: 'edge.rate' } as const;

/** The optimizers whose edge is known. */
export type EdgeOptimizer = Extract<
  Optimizer,
  { readonly name: 'sgd' | 'momentum' | 'nesterov' | 'adam' | 'adamw' | 'rmsprop' }
>;

/** Their names. */
export const EDGE_NAMES: readonly string[] = [
  'sgd',
  'momentum',
  'nesterov',
  'adam',
  'adamw',
  'rmsprop',
] satisfies EdgeOptimizer['name'][];

/** Whether the edge of an optimizer is known. */
export function hasEdge(optimizer: Optimizer): optimizer is EdgeOptimizer {
  return EDGE_NAMES.includes(optimizer.name);
}

/**
 * The learning rate above which steps along the steepest direction of a quadratic grow instead of shrinking. With λ the largest
 * eigenvalue of the Hessian (preconditioned where the optimizer divides by the size of the gradients):
 *
 *   gradient descent 2 / λ      momentum β (2 + 2β) / λ      Nesterov (2 + 2β) / ((1 + 2β) λ)      Adam (2 + 2β₁) / ((1 − β₁) λ)
 *
 * Sources: Cohen et al. 2021, "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability", section 2 and appendix
 * B; Cohen et al. 2022, "Adaptive Gradient Methods at the Edge of Stability", section 3.
 * @param eigenvalue 1 / unit of the rate
 * @returns Infinity where there is no such direction
 */
export function edgeLimit(optimizer: EdgeOptimizer, eigenvalue: number): number {
  return eigenvalue > 0 ? stabilityFactor(optimizer) / eigenvalue : Infinity;
}

/** The largest product of the rate and the eigenvalue that is stable. */
function stabilityFactor(optimizer: EdgeOptimizer): number {
  switch (optimizer.name) {
    case 'sgd':
      return 2;
    case 'momentum':
    case 'rmsprop':
      return 2 + 2 * optimizer.momentum;
    case 'nesterov':
      return (2 + 2 * optimizer.momentum) / (1 + 2 * optimizer.momentum);
    case 'adam':
    case 'adamw':
      return (2 + 2 * optimizer.beta1) / (1 - optimizer.beta1);
  }
}

/** Whether an optimizer divides its steps by the size of the gradients, which are unknown before its first step. */
export function isPreconditioned({ name }: EdgeOptimizer): boolean {
  return name === 'adam' || name === 'adamw' || name === 'rmsprop';
}

/**
 * The steps after which the edge is measured: the gaps grow evenly, because the curvature changes most in the beginning.
 * @param total steps of the run
 */
export function edgeSteps(total: number, points: number, optimizer: EdgeOptimizer): number[] {
  const first = isPreconditioned(optimizer) ? 1 : 0;
  const steps = Array.from({ length: points }, (_, index) =>
    Math.round(first + (total - first) * (index / Math.max(1, points - 1)) ** 2),
  );
  return [...new Set(steps)];
}
