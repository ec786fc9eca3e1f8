import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';

const DAY = 24 * 3600 * 1000;

/** When an experiment was started; for one that cannot be read, from its folder's name. Null if neither says. */
export function createdAt({ folder, overview }: ExperimentEntry): Date | null {
  const named = path.basename(folder).replace(/^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d).*$/, '$1:$2:$3Z');
  const date = new Date(overview?.record.createdAt ?? named);
  return Number.isNaN(date.getTime()) ? null : date;
}

/**
 * Names the days of experiments: "Today", "Yesterday", or the date. Each day is formatted once, for formatting thousands of dates takes
 * longer than reading them.
 */
export function dayNames(now = new Date()): (entry: ExperimentEntry) => string {
  const names = new Map<number, string>();
  return (entry) => {
    const date = createdAt(entry);
    if (!date) return vscode.l10n.t('Unknown Date');
    const day = midnight(date);
    let name = names.get(day);
    if (name === undefined) names.set(day, (name = nameOf(day, midnight(now))));
    return name;
  };
}

/** "14:32", in the user's own way. */
export function timeOf(entry: ExperimentEntry): string {
  return createdAt(entry)?.toLocaleTimeString(vscode.env.language, { hour: 'numeric', minute: '2-digit' }) ?? '';
}

/** The first moment of a day where the user is. */
function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** @param day the first moment of a day, as `today` is */
function nameOf(day: number, today: number): string {
  const days = Math.round((today - day) / DAY);
  if (days === 0) return vscode.l10n.t('Today');
  if (days === 1) return vscode.l10n.t('Yesterday');
  return new Date(day).toLocaleDateString(vscode.env.language, { day: 'numeric', month: 'long', year: 'numeric' });
}
