import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { isEndState } from '../domain/run.ts';
import { describe, isKind, summarize } from '../kinds/kinds.ts';
import type { Summary } from '../kinds/kinds.ts';
import type { Description } from '../kinds/kind.ts';

/** An experiment as lists show it, or the sentence that says why it cannot be shown. */
export type ExperimentEntry =
  | {
      readonly folder: string;
      readonly overview: ExperimentOverview;
      readonly summary: Summary;
      readonly description: Description;
      readonly problem: null;
    }
  | {
      readonly folder: string;
      readonly overview: null;
      readonly problem: string;
      /** Whether it has a format that only a newer Goldilocks knows. */
      readonly isNewer: boolean;
    };

/**
 * Describes an experiment for lists. If its records contradict each other, the entry has a problem instead, so that one damaged
 * experiment cannot break a whole list.
 */
export function createEntry(folder: string, overview: ExperimentOverview): ExperimentEntry {
  const { kind } = overview.record;
  if (!isKind(kind)) {
    const problem = l10n.t(
      'The experiment in {0} is a {1}, which this version does not know; update Goldilocks to open it.',
      folder,
      kind,
    );
    return { folder, overview: null, problem, isNewer: true };
  }
  try {
    const isRunning = overview.runs.some(({ state }) => !isEndState(state));
    const summary = summarize(overview);
    const description = describe(overview, summary, isRunning);
    return { folder, overview, summary, description, problem: null };
  } catch {
    const problem = l10n.t(
      'The experiment in {0} is damaged: its experiment.json does not say what was trained.',
      folder,
    );
    return { folder, overview: null, problem, isNewer: false };
  }
}
