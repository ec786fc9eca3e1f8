/**
 * One measurement in a run. Step 0 is before the first update; the loss of step n is that of its batch before the n-th update.
 * In a run whose unit is not the step, `step` counts epochs or rows.
 */
export interface Sample {
  readonly step: number;
  /** Fraction of epochs done after this step, for example 1.5. */
  readonly epoch?: number;
  /** Mean training loss. */
  readonly loss?: number;
  /** Share of training images classified correctly, 0..1. */
  readonly accuracy?: number;
  readonly validationLoss?: number;
  /** Share of test images classified correctly, 0..1. */
  readonly validationAccuracy?: number;
  /** Learning rate of this step's update. The built-in engines write it where it changes; before that it is the spec's. */
  readonly rate?: number;
  /** The measures of this step, if they were requested: see MEASURES. */
  readonly gradientNorm?: number;
  readonly updateRatio?: number;
  readonly deadShare?: number;
  /** Further numbers by name, for example "gradientNorm.output", the norm of one layer's gradient. */
  readonly extra?: Readonly<Record<string, number>>;
  /** Training seconds so far, evaluation excluded. */
  readonly seconds?: number;
}
