import * as l10n from '@vscode/l10n';
import { formatRate } from '../../domain/rate.ts';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { SourceRange } from '../rateSite.ts';
import type { RuleContext, Problem } from './rule.ts';

/** The default `end_learning_rate` of PolynomialDecay. */
const KERAS_POLYNOMIAL_END = 1e-4;

interface Rate {
  readonly value: number;
  readonly range: SourceRange;
}

/** Reports a schedule whose lowest rate isn't below the one that it starts from. */
export function minimumAboveBase(context: RuleContext): readonly Problem[] {
  return context.report.outline.schedulers.flatMap((scheduler): Problem[] => {
    const { name } = scheduler;
    const lowest = lowestOf(scheduler);
    const base = baseOf(scheduler, context);
    if (!lowest || !base || base.value <= 0 || lowest.value < base.value) return [];
    return [
      {
        range: lowest.range,
        severity: 'warning',
        message: l10n.t(
          "{0} ends at {1}, which isn't below the initial rate of {2}, so the rate can't fall.",
          name,
          formatRate(lowest.value),
          formatRate(base.value),
        ),
        related: [{ range: base.range, message: l10n.t('the initial rate') }],
        fix: null,
      },
    ];
  });
}

function lowestOf(scheduler: SchedulerOutline): Rate | null {
  const { name, settings } = scheduler;
  switch (name) {
    case 'CosineAnnealingLR':
    case 'CosineAnnealingWarmRestarts':
      return rate(settings.eta_min);
    case 'ReduceLROnPlateau':
      return rate(settings.min_lr);
    case 'CyclicLR':
      return rate(settings.base_lr);
    case 'warmup_cosine_decay_schedule':
      return rate(settings.end_value);
    case 'PolynomialDecay':
      // If it is written, it may be higher on purpose, as a warm-up.
      return settings.end_learning_rate || settings.decay_steps === undefined
        ? null
        : { value: KERAS_POLYNOMIAL_END, range: scheduler };
    case 'cosine_decay_schedule':
    case 'CosineDecay':
      return endOf(settings.init_value ?? settings.initial_learning_rate, settings.alpha, settings.warmup_target);
    default:
      return null;
  }
}

/** The end of a schedule that is a share, alpha, of its start; null if it only starts there to warm up. */
function endOf(start: Setting | undefined, alpha: Setting | undefined, target: Setting | undefined): Rate | null {
  if (target || !start || !alpha || start.value === null || alpha.value === null) return null;
  return { value: start.value * alpha.value, range: alpha };
}

function baseOf({ name, settings, base }: SchedulerOutline, { report }: RuleContext): Rate | null {
  const baseRate = base ?? undefined;
  switch (name) {
    case 'CyclicLR':
      return rate(settings.max_lr);
    case 'warmup_cosine_decay_schedule':
      return rate(settings.peak_value);
    case 'PolynomialDecay':
    case 'CosineDecay':
      return rate(settings.initial_learning_rate);
    case 'cosine_decay_schedule':
      return rate(settings.init_value);
    case 'ReduceLROnPlateau':
      return settings.optimizer ? rate(baseRate) : highestKerasRate(report);
    default:
      return rate(baseRate);
  }
}

/** The highest Keras rate in the file: the callback works with whatever optimizer the model was compiled with. */
function highestKerasRate({ sites, defaults, schedules }: RuleContext['report']): Rate | null {
  if (schedules.some(({ effect }) => effect === 'is')) return null;
  const rates = [...sites, ...defaults].filter(({ framework, part }) => framework === 'keras' && part === 'base');
  if (rates.length === 0) return null;
  const highest = rates.reduce((a, b) => (b.value > a.value ? b : a));
  return { value: highest.value, range: highest };
}

function rate(setting: SchedulerOutline['settings'][string] | undefined): Rate | null {
  return setting && setting.value !== null ? { value: setting.value, range: setting.origin ?? setting } : null;
}
