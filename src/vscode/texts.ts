import * as vscode from 'vscode';
import type { ExperimentEntry } from '../app/experimentEntry.ts';
import type { TrainingProgress } from '../app/progress.ts';
import type { TrainingRun } from '../app/liveTraining.ts';
import { describeEngines } from '../domain/experimentEngines.ts';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import type { ExperimentStatus } from '../domain/experimentStatus.ts';
import { formatDuration, formatLoss, formatShare, roundStep } from '../domain/format.ts';
import type { RunResult } from '../domain/run.ts';
import { runStateText } from '../domain/runStateText.ts';
import { median, scoreSoFar } from '../domain/score.ts';
import { verdictText } from '../domain/verdictText.ts';
import { plannedEpochs } from '../domain/runFacts.ts';
import type { RunTracker } from '../domain/runTracker.ts';
import { findingsOf, runVerdict } from '../kinds/runJudgement.ts';
import type { KindSummary } from '../kinds/kind.ts';

/** An experiment that can be shown. */
export type ShownExperiment = Extract<ExperimentEntry, { problem: null }>;

/** The label of a variant. */
export function variantTitle(variant: string, { variants }: ExperimentOverview): string {
  return variants.find(({ id }) => id === variant)?.label || variant;
}

/** The label of a run's variant, and its seed where there are several. */
export function runTitle(
  { variant, seed }: Pick<RunOverview, 'variant' | 'seed'>,
  experiment: ExperimentOverview,
): string {
  const label = variantTitle(variant, experiment);
  const { runs } = experiment;
  const hasSeeds = runs.some((other) => other.seed !== runs[0].seed);
  return hasSeeds && seed !== null ? vscode.l10n.t('{0}, seed {1}', label, seed) : label;
}

/** The result of a run, for its line in a list: "fast · final loss 0.0772 · 95.3%". */
export function runOutcome(run: RunOverview, summary: KindSummary): string {
  const { result } = run;
  const accuracy = result?.epochs.at(-1)?.accuracy ?? null;
  return joined([wordOf(run, summary), result && lossText(result), accuracy === null ? null : formatShare(accuracy)]);
}

/** The verdict of a run once it has one, before that its state. */
function wordOf(run: RunOverview, summary: KindSummary): string {
  const { state, elsewhere, result } = run;
  const verdict = result && runVerdict(run, findingsOf(run, result.findings, summary), summary);
  if (verdict) return verdictText(verdict);
  return elsewhere ? vscode.l10n.t('running elsewhere') : runStateText(state);
}

/** The loss of a run: its score, or without one the mean of its last epoch, which is another number and named so. */
function lossText({ score, epochs }: RunResult): string | null {
  if (score !== null) return finalLossText(score);
  const last = epochs.at(-1);
  return last ? vscode.l10n.t('mean loss {0} in epoch {1}', formatLoss(last.loss), last.epoch) : null;
}

function finalLossText(score: number): string {
  return Number.isFinite(score) ? vscode.l10n.t('final loss {0}', formatLoss(score)) : vscode.l10n.t('loss not finite');
}

/** The progress of a run of this window: its outcome once it has one, before that how far it is. */
export function runProgress({ tracker, result }: TrainingRun, run: RunOverview, summary: KindSummary): string {
  if (result || tracker.state !== 'running') return runOutcome(run, summary);
  const loss = scoreSoFar(tracker.series('loss'), run.facts.unit);
  return joined([
    progressOf(tracker),
    Number.isFinite(loss) ? vscode.l10n.t('loss so far {0}', formatLoss(loss)) : null,
  ]);
}

/** The results of a variant's seeds: "fast · median final loss 0.0772", "2 fast, 1 running · median final loss 0.0772". */
export function variantOutcome(runs: readonly RunOverview[], summary: KindSummary): string {
  const words = new Map<string, number>();
  for (const word of runs.map((run) => wordOf(run, summary))) words.set(word, (words.get(word) ?? 0) + 1);
  const [[first]] = words;
  const scores = runs.flatMap(({ result }) => result?.score ?? []);
  const middle = median(scores);
  return joined([
    words.size === 1 ? first : [...words].map(([word, count]) => vscode.l10n.t('{0} {1}', count, word)).join(', '),
    scores.length === 0
      ? null
      : Number.isFinite(middle)
        ? vscode.l10n.t('median final loss {0}', formatLoss(middle))
        : vscode.l10n.t('loss not finite'),
  ]);
}

/** "epoch 2 of 3"; "step 40", or "epoch 4" of one that is measured by epoch, where their number is not known; or what the run does between steps. */
function progressOf(tracker: RunTracker): string {
  const { activity, facts, epochs } = tracker;
  if (activity !== null) return activity;
  const newestStep = roundStep(tracker.newestStep);
  const { total } = facts;
  const planned = plannedEpochs(facts);
  if (planned !== null) return vscode.l10n.t('epoch {0} of {1}', Math.min(planned, epochs.length + 1), planned);
  switch (facts.unit) {
    case 'step':
      return total === null
        ? vscode.l10n.t('step {0}', newestStep)
        : vscode.l10n.t('step {0} of {1}', newestStep, total);
    case 'epoch':
      return total === null
        ? vscode.l10n.t('epoch {0}', newestStep)
        : vscode.l10n.t('epoch {0} of {1}', newestStep, total);
    case 'row':
      return total === null ? vscode.l10n.t('row {0}', newestStep) : vscode.l10n.t('row {0} of {1}', newestStep, total);
  }
}

export function statusText(status: ExperimentStatus): string {
  return status === 'elsewhere' ? vscode.l10n.t('running elsewhere') : runStateText(status);
}

/** "42%, 12 s left", or that it waits or ends; of another program's training "following", or how long it has written nothing. */
export function progressText({ phase, done, left, silence }: TrainingProgress): string {
  if (phase === 'waiting') return done === null ? vscode.l10n.t('waiting for the first loss') : vscode.l10n.t('queued');
  if (phase === 'starting') return vscode.l10n.t('starting');
  if (phase === 'cancelling') return vscode.l10n.t('cancelling…');
  if (silence !== null) return vscode.l10n.t('no new data for {0}', formatDuration(silence));
  if (done === null) return vscode.l10n.t('following');
  const percent = vscode.l10n.t('{0}%', Math.floor(100 * done));
  return left === null ? percent : vscode.l10n.t('{0}, {1} left', percent, formatDuration(left));
}

/** The engines that trained an experiment's runs so far: "wasm simd and tensorflow 2.16". */
export function enginesText(experiment: ExperimentOverview): string {
  return describeEngines(experiment.runs.map(({ result }) => result?.engine ?? null));
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
