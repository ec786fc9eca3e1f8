import * as l10n from '@vscode/l10n';
import { ratioOf } from '../outline/length.ts';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';

/** The Deep Learning Tuning Playbook (Godbole et al. 2023): a warm-up of at most a tenth of the steps. */
const MAX_WARM_UP_SHARE = 0.1;
/** In a shorter training, which is probably a test, any share is just a few steps. */
const MIN_TRAINING_STEPS = 50;

interface WarmUp {
  readonly setting: Setting;
  readonly share: number;
  /** The length that it is a share of; null if the code has the share itself. */
  readonly total: Setting | null;
  /** Whether the warm-up is part of that length, so that it may never end. */
  readonly isWithin: boolean;
}

/** Reports a warm-up that takes more than a tenth of the training. */
export function longWarmUp({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): Problem[] => {
    const warmUp = warmUpOf(scheduler);
    if (!warmUp || warmUp.share <= MAX_WARM_UP_SHARE * (1 + 1e-6)) return [];
    return [problemOf(warmUp)];
  });
}

/** Reports a warm-up in a settings file that is as long as the training. */
export function settingsLongWarmUp({ report }: RuleContext): readonly Problem[] {
  return report.outline.warmUps.flatMap(({ warmUp, total }) => {
    const found = ofTotal(warmUp, total);
    // A maximum of 0 or -1 means that there is none.
    return found && found.share >= 1 ? [problemOf(found)] : [];
  });
}

function problemOf({ setting, share, total, isWithin }: WarmUp): Problem {
  const isEndless = share >= 1 && isWithin;
  return {
    range: setting,
    severity: isEndless ? 'warning' : 'information',
    message: isEndless
      ? l10n.t(
          'The warm-up is as long as the training or longer, so the learning rate never reaches its peak. Shorten it to a tenth.',
        )
      : l10n.t(
          'The warm-up takes {0}% of the training. 10% is usually enough; a longer one only slows the training down.',
          percent(share),
        ),
    related: total ? [{ range: total.origin ?? total, message: l10n.t('total number of steps') }] : [],
    fix: null,
  };
}

function warmUpOf({ name, settings }: SchedulerOutline): WarmUp | null {
  // TrainingArguments ignores the ratio if there are steps.
  if (settings.warmup_ratio && !settings.warmup_steps) return asShare(settings.warmup_ratio);
  if (name.includes('schedule_with_warmup') || name === 'get_scheduler')
    return ofTotal(settings.num_warmup_steps, settings.num_training_steps);
  switch (name) {
    case 'warmup_cosine_decay_schedule':
      return ofTotal(settings.warmup_steps, settings.decay_steps);
    case 'CosineDecay':
      return ofTotal(settings.warmup_steps, settings.decay_steps, true);
    case 'CosineLRScheduler':
      return ofTotal(settings.warmup_t, settings.t_initial);
    default:
      return ofTotal(settings.warmup_steps, settings.max_steps);
  }
}

function asShare(setting: Setting): WarmUp | null {
  return setting.value === null ? null : { setting, share: setting.value, total: null, isWithin: true };
}

/** @param added whether the warm-up comes on top of `total` */
function ofTotal(setting: Setting | undefined, total: Setting | undefined, added = false): WarmUp | null {
  const ratio = ratioOf(setting?.length ?? null, total?.length ?? null);
  if (!setting || !total || ratio === null) return null;
  const isTiny = total.value !== null && total.value < MIN_TRAINING_STEPS;
  if (isTiny && (added || ratio < 1)) return null;
  return { setting, share: added ? ratio / (1 + ratio) : ratio, total, isWithin: !added };
}

/** 20 for 0.2, with at most three digits. */
function percent(share: number): number {
  return Number((100 * Math.min(share, 1)).toPrecision(3));
}
