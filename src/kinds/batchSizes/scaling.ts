import * as l10n from '@vscode/l10n';

/** How the best rate is said to grow with the batch size: its exponent. */
export interface ScalingRule {
  readonly exponent: number;
  readonly name: string;
}

/**
 * Linear: Goyal et al. 2017, "Accurate, Large Minibatch SGD", for SGD. Square root: Krizhevsky 2014, "One weird trick for parallelizing
 * convolutional neural networks", section 3.2; for Adam Malladi et al. 2022, "On the SDEs and Scaling Rules for Adaptive Gradient
 * Algorithms".
 */
export function scalingRules(): readonly ScalingRule[] {
  return [
    { exponent: 1, name: l10n.t('linear rule') },
    { exponent: 0.5, name: l10n.t('square-root rule') },
  ];
}

/** The rate that a rule gives at a batch size, from a known one at another. */
export function scaledRate(
  { exponent }: ScalingRule,
  from: { readonly batchSize: number; readonly rate: number },
  batchSize: number,
): number {
  return from.rate * (batchSize / from.batchSize) ** exponent;
}
