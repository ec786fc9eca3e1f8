import type { TrainingOutline } from './outline/trainingOutline.ts';
import type { RateReport } from './rateSite.ts';

/** All that is found in a source: its learning rates, and how it goes through its training. */
export interface ProgramReport extends RateReport {
  readonly outline: TrainingOutline;
}
