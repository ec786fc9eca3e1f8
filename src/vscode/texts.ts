import * as vscode from 'vscode';
import type { ExperimentEntry } from '../app/experimentEntry.ts';
import type { TrainingProgress } from '../app/progress.ts';
import type { TrainingRun } from '../app/training.ts';
import { describeEngines } from '../domain/experimentEngines.ts';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import type { ExperimentStatus } from '../domain/experimentStatus.ts';
import { formatDuration, formatLoss, formatShare } from '../domain/format.ts';
import { runStateText } from '../domain/runStateText.ts';
import { verdictText } from '../domain/verdictText.ts';
import { plannedEpochs } from '../domain/runFacts.ts';
import type { RunTracker } from '../domain/runTracker.ts';
import { findingsOf, runVerdict } from '../kinds/runJudgement.ts';
import type { KindSummary } from '../kinds/kind.ts';

/** An experiment that can be shown. */
export type ShownExperiment = Extract<ExperimentEntry, { problem: null }>;

/** The label of a run's variant, and its seed where there are several. */
export function runTitle(
  { variant, seed }: Pick<RunOverview, 'variant' | 'seed'>,
  { variants, runs }: ExperimentOverview,
): string {
  const label = variants.find(({ id }) => id === variant)?.label || variant;
  const hasSeeds = runs.some((other) => other.seed !== runs[0].seed);
  return hasSeeds && seed !== null ? vscode.l10n.t('{0}, seed {1}', label, seed) : label;
}

/** The result of a run, for its line in a list: "fast · 95.3% · loss 0.0772". */
export function runOutcome(run: RunOverview, summary: KindSummary): string {
  const { state, elsewhere, result } = run;
  const last = result?.epochs.at(-1);
  const verdict = result && runVerdict(run, findingsOf(run, result.findings, summary), summary);
  const loss = last?.loss ?? result?.score ?? result?.series.loss?.values.at(-1) ?? null;
  return [
    verdict ? verdictText(verdict) : elsewhere ? vscode.l10n.t('running elsewhere') : runStateText(state),
    last && last.accuracy !== null ? formatShare(last.accuracy) : null,
    loss === null ? null : vscode.l10n.t('loss {0}', formatLoss(loss)),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The progress of a run of this window: its outcome once it has one, before that how far it is. */
export function runProgress({ tracker, result }: TrainingRun, run: RunOverview, summary: KindSummary): string {
  if (result || tracker.state !== 'running') return runOutcome(run, summary);
  const loss = tracker.newest('loss');
  return [progressOf(tracker), loss === undefined ? null : vscode.l10n.t('loss {0}', formatLoss(loss))]
    .filter((part) => part !== null)
    .join(' · ');
}

/** "epoch 2 of 3", or the step where there are no epochs. */
function progressOf({ facts, epochs, newestStep }: RunTracker): string {
  const { total } = facts;
  const planned = plannedEpochs(facts);
  if (planned !== null) return vscode.l10n.t('epoch {0} of {1}', Math.min(planned, epochs.length + 1), planned);
  return total === null ? vscode.l10n.t('step {0}', newestStep) : vscode.l10n.t('step {0} of {1}', newestStep, total);
}

export function statusText(status: ExperimentStatus): string {
  return status === 'elsewhere' ? vscode.l10n.t('running elsewhere') : runStateText(status);
}

/** "42%, 12 s left", or that it waits or ends. */
export function progressText({ phase, done, left }: TrainingProgress): string {
  if (phase === 'waiting') return vscode.l10n.t('queued');
  if (phase === 'cancelling') return vscode.l10n.t('cancelling…');
  const percent = vscode.l10n.t('{0}%', Math.floor(100 * done));
  return left === null ? percent : vscode.l10n.t('{0}, {1} left', percent, formatDuration(left));
}

/** The engines that trained an experiment's runs so far: "wasm simd and tensorflow 2.16". */
export function enginesText(experiment: ExperimentOverview): string {
  return describeEngines(experiment.runs.map(({ result }) => result?.engine ?? null));
}
