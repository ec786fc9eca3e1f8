import type { ExperimentLibrary } from '../app/experimentLibrary.ts';
import type { SweepPanels } from './panel/sweepPanel.ts';

/** What activate() returns: a handle for tests and for other extensions. */
export interface GoldilocksApi {
  readonly library: ExperimentLibrary;
  readonly panels: SweepPanels;
  /** Process ids of the training workers alive. */
  readonly workers: () => readonly number[];
  /** Milliseconds that activate() took. */
  readonly activationTime: number;
}
