import type { ExperimentLibrary } from '../app/experimentLibrary.ts';
import type { ComparisonPage } from './comparison/comparisonPage.ts';
import type { LearnPage } from './learn/learnPage.ts';
import type { NewExperimentPage } from './newExperiment/newExperimentPage.ts';
import type { ExperimentPanels } from './panel/experimentPanels.ts';
import type { LossView } from './panel/lossView.ts';
import type { SinglePage } from './panel/singlePage.ts';

/** What activate() returns: a handle for tests and for other extensions. */
export interface GoldilocksApi {
  readonly library: ExperimentLibrary;
  readonly panels: ExperimentPanels;
  readonly lossView: LossView;
  readonly demo: SinglePage;
  readonly learn: LearnPage['page'];
  readonly newExperiment: NewExperimentPage['page'];
  readonly comparison: ComparisonPage['page'];
  /** Process ids of the training workers alive. */
  readonly workers: () => readonly number[];
  /** Milliseconds that activate() took. */
  readonly activationTime: number;
}
