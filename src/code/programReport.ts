import type { TrainingOutline } from './outline/trainingOutline.ts';
import type { RateReport } from './rateSite.ts';

/** Everything that is found in a source: its learning rates, and an outline of its training. */
export interface ProgramReport extends RateReport {
  readonly outline: TrainingOutline;
}
