import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ActiveTraining } from '../../app/experimentLibrary.ts';
import { trainingProgress } from '../../app/progress.ts';
import { canResume, statusOf } from '../../domain/experimentStatus.ts';
import type { ExperimentStatus } from '../../domain/experimentStatus.ts';
import type { FollowUpName } from '../../kinds/kind.ts';
import { progressText, statusText } from '../texts.ts';
import type { ShownExperiment } from '../texts.ts';
import { timeOf } from './days.ts';

/** What can be done with an experiment, as the menus of the manifest ask for it. */
type ExperimentAction =
  'cancel' | 'resume' | 'repeat' | FollowUpName | 'columns' | 'annotate' | 'star' | 'unstar' | 'export' | 'delete';

/** How an experiment is shown in every list. */
export interface ExperimentPresentation {
  readonly title: string;
  /** Its result or progress, and when it was started. */
  readonly description: string;
  /** What was trained, or why it cannot be shown. */
  readonly subject: string;
  /** What the user has written about it; empty if nothing. */
  readonly note: string;
  readonly icon: vscode.ThemeIcon;
  readonly actions: readonly ExperimentAction[];
}

/** @param active the training of the experiment, if it is this window's */
export function presentExperiment(
  entry: ExperimentEntry,
  active: ActiveTraining | undefined,
  now = Date.now(),
): ExperimentPresentation {
  if (entry.problem !== null) {
    const icon = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    const actions = entry.isNewer ? [] : (['delete'] as const);
    const title = path.basename(entry.folder);
    return { title, description: vscode.l10n.t('cannot be shown'), subject: entry.problem, note: '', icon, actions };
  }
  const { record, runs } = entry.overview;
  const { title, subject, command, followUps = [] } = entry.description;
  const progress = active ? trainingProgress(active, now) : null;
  const isQueued = progress?.phase === 'waiting';
  const status = isQueued ? 'queued' : statusOf(runs);
  const isElsewhere = status === 'elsewhere';
  const isIdle = !active && !isElsewhere;
  return {
    title,
    description: [progress ? progressText(progress) : outcomeText(status, entry), timeOf(entry)].join(' · '),
    subject,
    note: record.note ?? '',
    icon: statusIcon(status),
    actions: [
      ...((active ? !active.isCancelling : isElsewhere) ? (['cancel'] as const) : []),
      ...(isIdle && record.runner !== null && canResume(runs) ? (['resume'] as const) : []),
      ...(record.choice !== null && command !== null ? (['repeat'] as const) : []),
      ...(isIdle ? followUps.map(({ name }) => name) : []),
      ...(record.subject === 'log' && record.source ? (['columns'] as const) : []),
      'annotate',
      record.starred ? 'unstar' : 'star',
      'export',
      ...(isIdle ? (['delete'] as const) : []),
    ],
  };
}

/** The result so far, or the status where it says more. */
function outcomeText(status: ExperimentStatus, { overview, description }: ShownExperiment): string {
  const { outcome } = description;
  if (status === 'finished') return outcome ?? statusText(status);
  if (status !== 'failed') return statusText(status);
  const failed = overview.runs.filter(({ state }) => state === 'failed').length;
  return [vscode.l10n.t('{0} of {1} failed', failed, overview.runs.length), outcome]
    .filter((part) => part !== null)
    .join(' · ');
}

function statusIcon(status: ExperimentStatus): vscode.ThemeIcon {
  switch (status) {
    case 'queued':
      return new vscode.ThemeIcon('watch', new vscode.ThemeColor('disabledForeground'));
    case 'running':
      return new vscode.ThemeIcon('loading~spin');
    case 'elsewhere':
      return new vscode.ThemeIcon('remote');
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
