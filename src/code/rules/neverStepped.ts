import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, StepOutline } from '../outline/trainingOutline.ts';
import type { SourceRange } from '../rateSite.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports a scheduler that is never stepped while its optimizer is, and the other way round. */
export function neverStepped({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    const { name, optimizer, steps, isPrivate, interval } = scheduler;
    if (interval?.isManual)
      return [scheduleOf(scheduler, interval, l10n.t('with manual optimization, Lightning does not step it'))];
    if (!optimizer || optimizer.framework !== 'torch' || interval) return [];
    if (steps.length === 0 && isPrivate && optimizer.steps.some(isInLoop))
      return [scheduleOf(scheduler, optimizer.steps[0], l10n.t('the optimizer is stepped here'))];
    if (!report.outline.callsBackward || optimizer.steps.length > 0 || !optimizer.isPrivate || !steps.some(isInLoop))
      return [];
    return [
      {
        range: steps[0],
        severity: 'warning',
        message: l10n.t(
          "The scheduler is stepped but its optimizer, {0}, never is, so the weights never change. Call the optimizer's step() after each backward().",
          optimizer.name,
        ),
        related: [
          { range: optimizer, message: l10n.t('{0} is created here', optimizer.name) },
          { range: scheduler, message: l10n.t('{0} is created here', name) },
        ],
        fix: null,
      },
    ];
  });
}

/** @param where what belongs to it, and what that is */
function scheduleOf(scheduler: SchedulerOutline, where: SourceRange, message: string): Problem {
  return {
    range: scheduler,
    severity: 'warning',
    message: l10n.t(
      '{0} is never stepped, so the learning rate stays at the first value of the schedule. Call step() in the training loop.',
      scheduler.name,
    ),
    related: [{ range: where, message }],
    fix: null,
  };
}

function isInLoop({ blocks }: StepOutline): boolean {
  return blocks.some(({ kind }) => kind !== 'condition');
}
