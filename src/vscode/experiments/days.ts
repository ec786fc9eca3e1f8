import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';

const DAY = 24 * 3600 * 1000;

/** When an experiment was started; what cannot be read tells by its folder's name, if at all. */
export function createdAt({ folder, overview }: ExperimentEntry): Date | null {
  const named = path.basename(folder).replace(/^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d).*$/, '$1:$2:$3Z');
  const date = new Date(overview?.record.createdAt ?? named);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The day of an experiment: "Today", "Yesterday", or the date. */
export function dayOf(entry: ExperimentEntry, now = new Date()): string {
  const date = createdAt(entry);
  if (!date) return vscode.l10n.t('Without a Date');
  const days = Math.round((midnight(now) - midnight(date)) / DAY);
  if (days === 0) return vscode.l10n.t('Today');
  if (days === 1) return vscode.l10n.t('Yesterday');
  return date.toLocaleDateString(vscode.env.language, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "14:32", in the user's own way. */
export function timeOf(entry: ExperimentEntry): string {
  return createdAt(entry)?.toLocaleTimeString(vscode.env.language, { hour: 'numeric', minute: '2-digit' }) ?? '';
}

/** The first moment of a day where the user is. */
function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
