import * as vscode from 'vscode';
import type { SweepRun } from '../app/sweep.ts';
import type { SweepProgress } from '../app/sweepProgress.ts';
import { describeSubject } from '../domain/experiment.ts';
import type { ExperimentRecord, RunOverview } from '../domain/experiment.ts';
import type { ExperimentStatus } from '../domain/experimentStatus.ts';
import { verdictOf } from '../domain/finding.ts';
import type { Verdict } from '../domain/finding.ts';
import { formatDuration, formatLoss, formatShare } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import type { RunState } from '../domain/run.ts';

/** "the MNIST CNN with Adam, batch 64". */
export function experimentSubject({ specs: [spec] }: ExperimentRecord): string {
  return describeSubject(spec);
}

/** A run's rate, its engine unless it is the built-in one, and its seed where there are several. */
export function runTitle({ spec }: Pick<RunOverview, 'spec'>, severalSeeds: boolean): string {
  const rate =
    spec.engine === 'wasm' ? formatRate(spec.learningRate) : `${formatRate(spec.learningRate)} ${spec.engine}`;
  return severalSeeds ? vscode.l10n.t('{0}, seed {1}', rate, spec.seed) : rate;
}

/** What came of a run, for its line in a list: "fast · 95.3 % · loss 0.0772". */
export function runOutcome({ state, elsewhere, result }: RunOverview): string {
  const last = result?.epochs.at(-1);
  const verdict = verdictOf(result?.findings ?? []);
  return [
    verdict ? verdictText(verdict) : elsewhere ? vscode.l10n.t('running elsewhere') : runStateText(state),
    last && last.accuracy !== null ? formatShare(last.accuracy) : null,
    last ? vscode.l10n.t('loss {0}', formatLoss(last.loss)) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Where a run of this window stands: its outcome once it has one, before that how far it is. */
export function runStanding({ tracker, result }: SweepRun, overview: RunOverview): string {
  const { state, epochs, spec, samples } = tracker;
  if (result || state !== 'running') return runOutcome(overview);
  const loss = samples.findLast((sample) => sample.loss !== undefined)?.loss;
  const epoch = vscode.l10n.t('epoch {0} of {1}', Math.min(spec.epochs, epochs.length + 1), spec.epochs);
  return loss === undefined ? epoch : `${epoch} · ${vscode.l10n.t('loss {0}', formatLoss(loss))}`;
}

export function verdictText(verdict: Verdict): string {
  switch (verdict) {
    case 'slow':
      return vscode.l10n.t('slow');
    case 'fast':
    case 'healthy':
      return vscode.l10n.t('fast');
    case 'furious':
      return vscode.l10n.t('furious');
    default:
      return verdict;
  }
}

export function runStateText(state: RunState): string {
  switch (state) {
    case 'queued':
      return vscode.l10n.t('waiting');
    case 'running':
      return vscode.l10n.t('running');
    case 'finished':
      return vscode.l10n.t('finished');
    case 'pruned':
      return vscode.l10n.t('given up early');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'interrupted':
      return vscode.l10n.t('interrupted');
  }
}

export function statusText(status: ExperimentStatus): string {
  return status === 'elsewhere' ? vscode.l10n.t('running elsewhere') : runStateText(status);
}

/** "42 %, 12 s left", or that it waits. */
export function progressText({ waiting, done, left }: SweepProgress): string {
  if (waiting) return vscode.l10n.t('waiting');
  const percent = vscode.l10n.t('{0} %', Math.floor(100 * done));
  return left === null ? percent : vscode.l10n.t('{0}, {1} left', percent, formatDuration(left));
}
