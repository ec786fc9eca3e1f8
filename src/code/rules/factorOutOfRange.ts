import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { schedulerUse } from './schedulerUse.ts';

/** The factor that a scheduler multiplies the rate by, and whether 0 and 1 are allowed. */
interface Factor {
  readonly key: string;
  readonly mayBeZero: boolean;
  readonly mayBeOne: boolean;
  /** Whether a factor above 1 may be meant: it raises the rate, which finds the highest one that trains. */
  readonly mayGrow: boolean;
}

const DECAY: Omit<Factor, 'key'> = { mayBeZero: false, mayBeOne: true, mayGrow: false };
const GROWTH: Omit<Factor, 'key'> = { ...DECAY, mayGrow: true };

/** By framework and name. */
const FACTORS: ReadonlyMap<string, readonly Factor[]> = new Map<string, readonly Factor[]>([
  ['torch StepLR', [{ key: 'gamma', ...DECAY }]],
  ['torch MultiStepLR', [{ key: 'gamma', ...DECAY }]],
  ['torch ExponentialLR', [{ key: 'gamma', ...GROWTH }]],
  ['torch ReduceLROnPlateau', [{ key: 'factor', ...DECAY, mayBeOne: false }]],
  ['torch ConstantLR', [{ key: 'factor', ...DECAY, mayBeZero: true }]],
  ['torch LinearLR', [{ key: 'start_factor', ...DECAY }, { key: 'end_factor', ...DECAY, mayBeZero: true }]],
  ['keras ReduceLROnPlateau', [{ key: 'factor', ...DECAY, mayBeOne: false }]],
  ['keras ExponentialDecay', [{ key: 'decay_rate', ...GROWTH }]],
  ['optax exponential_decay', [{ key: 'decay_rate', ...GROWTH }]],
]); // prettier-ignore

/** Reports a factor of the rate that isn't above 0 and at most 1. */
export function factorOutOfRange({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler) =>
    (FACTORS.get(`${scheduler.framework} ${scheduler.name}`) ?? []).flatMap((factor) => {
      const setting = scheduler.settings[factor.key];
      return setting ? judge(scheduler, factor, setting) : [];
    }),
  );
}

function judge(scheduler: SchedulerOutline, factor: Factor, setting: Setting): readonly Problem[] {
  const { value } = setting;
  if (
    value === null ||
    (value > 0 && value < 1) ||
    (value === 1 && factor.mayBeOne) ||
    (value === 0 && factor.mayBeZero)
  )
    return [];
  if (value > 1 && factor.mayGrow && (scheduler.framework !== 'torch' || schedulerUse(scheduler)?.batches !== null))
    return [];
  const args = [factor.key, setting.text, scheduler.name];
  return [
    {
      range: setting,
      severity: 'warning',
      message:
        value < 1
          ? l10n.t('{0} is {1}, so {2} sets the learning rate to 0 or below. Use a factor between 0 and 1.', ...args)
          : l10n.t(
              '{0} is {1}, which {2} refuses or raises the learning rate by. Use a factor between 0 and 1.',
              ...args,
            ),
      related: setting.origin ? [{ range: setting.origin, message: l10n.t('the factor') }] : [],
      fix: null,
    },
  ];
}
