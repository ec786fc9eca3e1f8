import * as vscode from 'vscode';
import { formatSchedule } from '../../domain/schedule.ts';
import type { ScheduleName } from '../../domain/schedule.ts';
import { parseSchedule, SCHEDULE_NAMES, serializeSchedule } from '../../domain/scheduleText.ts';
import type { SweepAnswers } from '../settings.ts';
import type { Question } from './wizard.ts';

const CONSTANT = 'constant';

/** The schedules to choose from: all with their defaults, and the two that are mostly warmed up; the command line has more. */
export const SCHEDULES: readonly string[] = SCHEDULE_NAMES.flatMap((name) =>
  name === 'cosine' || name === 'linear' ? [name, `${name},warmup=5%`] : [name],
);

/** Asks how the rate changes from step to step. */
export function scheduleQuestion(): Question<SweepAnswers> {
  return {
    kind: 'pick',
    prompt: vscode.l10n.t('Schedule: how the rate changes from step to step'),
    items: SCHEDULES.map(scheduleItem),
    value: ({ schedule }) => (schedule ? serializeSchedule(schedule) : CONSTANT),
    answer: (name, answers) => ({ ...answers, schedule: name === CONSTANT ? undefined : parseSchedule(name) }),
  };
}

/** A schedule as an item of a quick pick. */
export function scheduleItem(text: string): vscode.QuickPickItem & { readonly name: string } {
  const schedule = parseSchedule(text);
  return {
    name: serializeSchedule(schedule),
    label: formatSchedule(schedule),
    description: scheduleHint(schedule.name),
  };
}

/** What the rate does, for those who do not know the name. */
function scheduleHint(name: ScheduleName): string {
  switch (name) {
    case 'constant':
      return vscode.l10n.t('the same for all steps');
    case 'step':
      return vscode.l10n.t('multiplied by a factor at regular intervals');
    case 'multi-step':
      return vscode.l10n.t('multiplied by a factor at given steps');
    case 'exponential':
      return vscode.l10n.t('falls quickly at first, then more and more slowly');
    case 'cosine':
      return vscode.l10n.t('falls slowly, then quickly, then slowly');
    case 'cosine-restarts':
      return vscode.l10n.t('cosine decay with repeated restarts');
    case 'linear':
      return vscode.l10n.t('falls linearly');
    case 'polynomial':
      return vscode.l10n.t('falls in almost a straight line');
    case 'one-cycle':
      return vscode.l10n.t('rises to the rate, then falls almost to 0');
    case 'wsd':
      return vscode.l10n.t('warms up, stays constant, then falls at the end of the run');
    case 'reduce-on-plateau':
      return vscode.l10n.t('reduced when the loss stops improving');
  }
}
