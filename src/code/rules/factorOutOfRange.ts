import * as l10n from '@vscode/l10n';
import type { FactorParameter } from '../catalog/catalogEntry.ts';
import type { OptimizerOutline, SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { schedulerUse } from './schedulerUse.ts';

/** Tests of rising rates start at most there: fastai and Lightning at 1e-7 and 1e-8. */
const MIN_USUAL_START = 1e-3;

/** Reports a factor of the rate that isn't above 0 and at most 1. */
export function factorOutOfRange({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler) =>
    scheduler.factors.flatMap((factor) => {
      const setting = scheduler.settings[factor.name];
      return setting ? judge(scheduler, factor, setting, report.outline.optimizers) : [];
    }),
  );
}

function judge(
  scheduler: SchedulerOutline,
  factor: FactorParameter,
  setting: Setting,
  optimizers: readonly OptimizerOutline[],
): readonly Problem[] {
  const { value } = setting;
  if (
    value === null ||
    (value > 0 && value < 1) ||
    (value === 1 && factor.mayBeOne) ||
    (value === 0 && factor.mayBeZero)
  )
    return [];
  if (value > 1 && factor.mayGrow && !growsFromUsual(scheduler, optimizers)) return [];
  return [
    {
      range: setting,
      severity: 'warning',
      message: messageFor(scheduler, factor, setting, value),
      related: setting.origin ? [{ range: setting.origin, message: l10n.t('the factor') }] : [],
      fix: null,
    },
  ];
}

/**
 * Whether a rate that grows starts where trainings do: a test of rising rates starts far below, or is over within an epoch. A schedule with
 * an end warms up, and one of optax that no optimizer gets may be of something else than a rate.
 */
function growsFromUsual(scheduler: SchedulerOutline, optimizers: readonly OptimizerOutline[]): boolean {
  const { framework, line, column } = scheduler;
  const { initial_learning_rate, init_value, end_value } = scheduler.settings;
  if (framework === 'torch') return schedulerUse(scheduler)?.batches === null;
  const isRate = optimizers.some(({ schedule }) => schedule?.line === line && schedule.column === column);
  if (end_value || (framework === 'optax' && !isRate)) return false;
  return ((initial_learning_rate ?? init_value)?.value ?? 0) >= MIN_USUAL_START;
}

function messageFor({ name }: SchedulerOutline, factor: FactorParameter, { text }: Setting, value: number): string {
  const args = [factor.name, text, name];
  if (factor.refused === 'all' || (factor.refused === 'from 1 on' && value >= 1))
    return l10n.t('{0} is {1}, so {2} raises an error. Use a factor between 0 and 1.', ...args);
  return value < 1
    ? l10n.t('{0} is {1}, so {2} sets the learning rate to 0 or below. Use a factor between 0 and 1.', ...args)
    : l10n.t('{0} is {1}, so {2} increases the learning rate. Use a factor between 0 and 1.', ...args);
}
