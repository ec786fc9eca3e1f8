import * as vscode from 'vscode';
import { formatCount } from '../../domain/format.ts';
import { isGrowing } from './workspaceLogs.ts';
import type { FoundLog, WorkspaceLogs } from './workspaceLogs.ts';

type LogItem = vscode.QuickPickItem & { readonly log: FoundLog };

/** Asks which of the logs to open; several can be chosen. @returns none if the user gave up */
export async function pickLogs({ logs, isComplete }: WorkspaceLogs): Promise<readonly FoundLog[]> {
  const picked = await vscode.window.showQuickPick(logs.map(itemOf), {
    title: vscode.l10n.t('Training Logs in the Workspace'),
    placeHolder: isComplete
      ? vscode.l10n.t('Select logs to open; those that are being written are followed')
      : vscode.l10n.t('Select logs to open; the search was stopped early, so there may be more'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked?.map(({ log }) => log) ?? [];
}

function itemOf(log: FoundLog): LogItem {
  const details = [log.format, ageOf(log), countOf(log)].filter((detail) => detail !== null);
  return {
    log,
    label: `${isGrowing(log.changedAt) ? '$(eye)' : '$(output)'} ${vscode.workspace.asRelativePath(log.place)}`,
    description: details.join(' · '),
  };
}

function ageOf(log: FoundLog): string {
  if (isGrowing(log.changedAt)) return vscode.l10n.t('being written');
  const minutes = (log.changedAt - Date.now()) / 60_000;
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
  if (minutes > -60) return format.format(Math.round(minutes), 'minute');
  if (minutes > -60 * 24) return format.format(Math.round(minutes / 60), 'hour');
  return format.format(Math.round(minutes / 60 / 24), 'day');
}

function countOf({ runs, losses, isWhole }: FoundLog): string | null {
  if (runs > 1) return vscode.l10n.t('{0} runs', formatCount(runs));
  if (losses === null) return null;
  if (!isWhole) return vscode.l10n.t('more than {0} losses', formatCount(losses));
  return losses === 1 ? vscode.l10n.t('1 loss') : vscode.l10n.t('{0} losses', formatCount(losses));
}
