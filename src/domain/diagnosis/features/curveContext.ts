import type { OptimizerKind } from '../optimizerKind.ts';

/** What a curve is judged by besides its losses; unknown is null. */
export interface CurveContext {
  readonly optimizer: OptimizerKind | null;
  readonly rate: number | null;
  readonly batchSize: number | null;
  readonly classes: number | null;
  /** The loss of guessing where it is known some other way than by the number of classes. */
  readonly baseline: number | null;
}
