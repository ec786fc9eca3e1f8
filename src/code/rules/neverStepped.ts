import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, StepOutline } from '../outline/trainingOutline.ts';
import type { SourceRange } from '../rateSite.ts';
import { setsGroupRates } from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/** `p -= rate * p.grad` updates the weights without the optimizer; other programs only measure gradients. */
const READS_GRADIENTS = /\.grad\b(?!\s*(=(?!=)|is\b))/;

/** A class that is derived from this one elsewhere may step the optimizer. */
const IS_ABSTRACT = /\bNotImplemented(Error)?\b|\babstractmethod\b/;

/** Reports a scheduler that is never stepped while its optimizer is, and an optimizer that never is in a training. */
export function neverStepped(context: RuleContext): readonly Problem[] {
  return [...schedulersWithoutSteps(context), ...optimizersWithoutSteps(context)];
}

function schedulersWithoutSteps(context: RuleContext): readonly Problem[] {
  const { schedulers, callsBackward } = context.report.outline;
  const isOneOfSeveral = schedulers.filter(({ interval }) => interval?.isManual).length > 1;
  return schedulers.flatMap((scheduler): readonly Problem[] => {
    const { name, optimizer, steps, isPrivate, interval } = scheduler;
    if (interval?.isManual) return [inManualOptimization(scheduler, interval, isOneOfSeveral)];
    if (!optimizer || optimizer.framework !== 'torch' || interval) return [];
    // A program that sets the rates itself has left the scheduler over.
    if (steps.length === 0 && isPrivate && optimizer.steps.some(isInLoop) && !setsGroupRates(context))
      return [besideSteps(scheduler, optimizer.steps[0])];
    if (!callsBackward || optimizer.steps.length > 0 || !optimizer.isPrivate || !steps.some(isInLoop)) return [];
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

/** The only optimizer, if each epoch computes its gradients and sets them to zero, but nothing steps it. */
function optimizersWithoutSteps({ report, text }: RuleContext): readonly Problem[] {
  const { optimizers, schedulers } = report.outline;
  if (READS_GRADIENTS.test(text) || IS_ABSTRACT.test(text)) return [];
  const [optimizer, ...others] = optimizers;
  if (!optimizer || others.length > 0 || optimizer.framework !== 'torch' || !optimizer.neverSteps) return [];
  const isInEpochs = optimizer.zeroings.some(({ blocks }) => blocks.some(({ kind }) => kind === 'epochs'));
  // The steps of a scheduler are a better place to say so.
  if (!isInEpochs || schedulers.some(({ steps }) => steps.length > 0)) return [];
  return [
    {
      range: optimizer,
      severity: 'warning',
      message: l10n.t(
        '{0} is never stepped, so the weights never change. Call its step() after each backward().',
        optimizer.name,
      ),
      related: optimizer.zeroings.map((range) => ({ range, message: l10n.t('its gradients are set to zero here') })),
      fix: null,
    },
  ];
}

/** @param step the first step of its optimizer */
function besideSteps(scheduler: SchedulerOutline, step: SourceRange): Problem {
  return {
    range: scheduler,
    severity: 'warning',
    message: l10n.t(
      '{0} is never stepped, so the learning rate stays at the first value of the schedule. Call step() in the training loop.',
      scheduler.name,
    ),
    related: [{ range: step, message: l10n.t('the optimizer is stepped here') }],
    fix: null,
  };
}

/** @param isOneOfSeveral whether `lr_schedulers` of Lightning returns a list */
function inManualOptimization(scheduler: SchedulerOutline, returned: SourceRange, isOneOfSeveral: boolean): Problem {
  return {
    range: scheduler,
    severity: 'warning',
    message: isOneOfSeveral
      ? l10n.t(
          "{0} is never stepped: with manual optimization, Lightning doesn't step schedulers. Call step() of each scheduler in self.lr_schedulers() yourself.",
          scheduler.name,
        )
      : l10n.t(
          "{0} is never stepped: with manual optimization, Lightning doesn't step schedulers. Call self.lr_schedulers().step() yourself.",
          scheduler.name,
        ),
    related: [{ range: returned, message: l10n.t('returned to Lightning here') }],
    fix: null,
  };
}

function isInLoop({ blocks }: StepOutline): boolean {
  return blocks.some(({ kind }) => kind !== 'condition');
}
