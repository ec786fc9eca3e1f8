import type { ExperimentLibrary } from '../app/experimentLibrary.ts';
import type { ReportedRun } from '../app/reportedRun.ts';
import type { ComparisonPage } from './comparison/comparisonPage.ts';
import type { LearnPage } from './learn/learnPage.ts';
import type { NewExperimentPage } from './newExperiment/newExperimentPage.ts';
import type { ExperimentPanels } from './panel/experimentPanels.ts';
import type { LossView } from './panel/lossView.ts';
import type { SinglePage } from './panel/singlePage.ts';

/**
 * What other extensions can rely on; described in docs/api.md, with types in docs/goldilocks.d.ts. Within a version, members may be added
 * but none may change.
 */
export interface PublicApi {
  readonly version: 1;
  /**
   * Shows the training of another program as an experiment while it reports events, and diagnoses it.
   * @param name for the user
   * @throws Error if the experiment cannot be written
   */
  reportRun(name: string): Promise<ReportedRun>;
}

/** What activate() returns: the public part, and handles for the tests. */
export interface GoldilocksApi extends PublicApi {
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
