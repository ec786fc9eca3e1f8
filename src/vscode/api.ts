import type { ExperimentLibrary } from '../app/experimentLibrary.ts';
import type { DemoPanel } from './demo/demoPanel.ts';
import type { ExperimentPanels } from './panel/experimentPanels.ts';
import type { LossView } from './panel/lossView.ts';

/** What activate() returns: a handle for tests and for other extensions. */
export interface GoldilocksApi {
  readonly library: ExperimentLibrary;
  readonly panels: ExperimentPanels;
  readonly lossView: LossView;
  readonly demo: DemoPanel;
  /** Process ids of the training workers alive. */
  readonly workers: () => readonly number[];
  /** Milliseconds that activate() took. */
  readonly activationTime: number;
}
