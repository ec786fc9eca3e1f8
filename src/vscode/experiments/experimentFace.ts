import path from 'node:path';
import * as vscode from 'vscode';
import type { ActiveSweep, ExperimentEntry } from '../../app/experimentLibrary.ts';
import { sweepProgress } from '../../app/sweepProgress.ts';
import type { RunOverview } from '../../domain/experiment.ts';
import { canResume, statusOf } from '../../domain/experimentStatus.ts';
import type { ExperimentStatus } from '../../domain/experimentStatus.ts';
import { experimentTitle } from '../../domain/experimentTitle.ts';
import { formatRate } from '../../domain/rate.ts';
import { summarizeSweep } from '../../domain/sweepSummary.ts';
import { experimentSubject, progressText, statusText } from '../texts.ts';
import { timeOf } from './days.ts';

/** What can be done with an experiment, as the menus of the manifest ask for it. */
type Ability = 'cancel' | 'resume' | 'repeat' | 'export' | 'delete';

/** How an experiment is shown in every list. */
export interface ExperimentFace {
  readonly title: string;
  /** What came of it or how far it is, and when it was started. */
  readonly description: string;
  /** What was trained, or why that cannot be told. */
  readonly subject: string;
  readonly icon: vscode.ThemeIcon;
  readonly abilities: readonly Ability[];
}

/** @param active the sweep of this window, if it trains the experiment */
export function experimentFace(
  entry: ExperimentEntry,
  active: ActiveSweep | undefined,
  now = Date.now(),
): ExperimentFace {
  if (!entry.overview) {
    const icon = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    const abilities = entry.isNewer ? [] : (['delete'] as const);
    return {
      title: path.basename(entry.folder),
      description: vscode.l10n.t('cannot be shown'),
      subject: entry.problem,
      icon,
      abilities,
    };
  }
  const { record, runs } = entry.overview;
  const waits = active?.trainingSince === null;
  const status = waits ? 'queued' : statusOf(runs);
  const isFree = !active && status !== 'elsewhere';
  return {
    title: experimentTitle(record),
    description: [active ? progressText(sweepProgress(active, now)) : outcome(status, runs), timeOf(entry)].join(' · '),
    subject: experimentSubject(record),
    icon: statusIcon(status),
    abilities: [
      ...(active ? (['cancel'] as const) : []),
      ...(isFree && canResume(runs) ? (['resume'] as const) : []),
      'repeat',
      'export',
      ...(isFree ? (['delete'] as const) : []),
    ],
  };
}

/** What came of the runs, so far as it is known. */
function outcome(status: ExperimentStatus, runs: readonly RunOverview[]): string {
  const { suggestedRate } = summarizeSweep(runs);
  const best = suggestedRate === null ? null : vscode.l10n.t('best at {0}', formatRate(suggestedRate));
  if (status === 'finished') return best ?? vscode.l10n.t('no rate is right');
  if (status !== 'failed') return statusText(status);
  const failed = runs.filter(({ state }) => state === 'failed').length;
  return [vscode.l10n.t('{0} of {1} failed', failed, runs.length), best].filter((part) => part !== null).join(' · ');
}

function statusIcon(status: ExperimentStatus): vscode.ThemeIcon {
  switch (status) {
    case 'queued':
      return new vscode.ThemeIcon('watch', new vscode.ThemeColor('disabledForeground'));
    case 'running':
      return new vscode.ThemeIcon('loading~spin', new vscode.ThemeColor('charts.blue'));
    case 'elsewhere':
      return new vscode.ThemeIcon('remote', new vscode.ThemeColor('charts.blue'));
    case 'interrupted':
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.yellow'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'cancelled':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    case 'finished':
      return new vscode.ThemeIcon('graph-line');
  }
}
