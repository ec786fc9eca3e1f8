import * as l10n from '@vscode/l10n';
import { ratioOf } from '../outline/length.ts';
import type { Length } from '../outline/length.ts';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { lengthsOf, schedulerUse } from './schedulerUse.ts';
import type { SchedulerUse } from './schedulerUse.ts';

/** Differences of less than this are on purpose, or come from rounding. */
const TOLERANCE = 0.05;

/** Reports a schedule with an end of its own that doesn't last as long as the training. */
export function scheduleLength({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    const use = schedulerUse(scheduler);
    const samples = lengthInSamples(scheduler, use);
    if (samples) return [inSamples(scheduler, samples)];
    const total = totalOf(scheduler);
    // A scheduler created in each epoch only has to last that long.
    if (!use?.epochs || !total || use.step.argument || scheduler.blocks.some(({ kind }) => kind === 'epochs'))
      return [];
    const isInBatches = use.batches !== null && total !== scheduler.settings.epochs;
    const share = isInBatches ? shareInBatches(total, use) : ratioIfCertain(total.length, use.epochs.count?.length);
    if (share === null || Math.abs(share - 1) <= TOLERANCE) return [];
    return [problemOf(scheduler, total, use, share)];
  });
}

/** The length of a schedule that counts batches, if it is written as a number of samples. */
function lengthInSamples(scheduler: SchedulerOutline, use: SchedulerUse | null): Setting | null {
  const { decay_steps, steps_per_epoch } = scheduler.settings;
  const lengths = scheduler.framework === 'keras' ? [decay_steps] : [...lengthsOf(scheduler), steps_per_epoch];
  if (scheduler.framework !== 'keras' && !use?.batches && !scheduler.interval?.isPerStep) return null;
  return lengths.find((setting) => setting?.length?.countsSamples) ?? null;
}

function inSamples({ name }: SchedulerOutline, length: Setting): Problem {
  return {
    range: length,
    severity: 'warning',
    message: l10n.t(
      '{0} counts batches, but this is a number of samples, so the schedule is much slower than it looks. Divide it by the batch size.',
      name,
    ),
    related: [],
    fix: null,
  };
}

/** The length of a schedule that has an end: after it the rate stays at its lowest, or PyTorch raises an error. */
function totalOf({ name, settings }: SchedulerOutline): Setting | null {
  if (name === 'OneCycleLR') return settings.total_steps ?? settings.epochs ?? null;
  if (name === 'PolynomialLR') return settings.total_iters ?? null;
  return settings.num_training_steps ?? null;
}

/** The share of the training that a schedule covers, if both are counted in the batches of the same loader; null if unknown. */
function shareInBatches({ length }: Setting, { epochs }: SchedulerUse): number | null {
  const count = epochs?.count?.length ?? null;
  if (!length) return null;
  const batches = length.symbols?.filter((symbol) => symbol.startsWith('len(')) ?? [];
  if (batches.length !== 1 || length.value !== null) return null;
  const covered: Length = { ...length, symbols: length.symbols!.filter((symbol) => !batches.includes(symbol)) };
  if (covered.symbols!.length > 0) return ratioIfCertain(covered, count);
  // A number of epochs that is not written here is taken for more than one.
  if (covered.factor === 1 && (count?.isDefault ? count.value !== 1 : count?.symbols?.length === 1)) return 0;
  return ratioIfCertain({ ...covered, value: covered.factor }, count);
}

/** How many times longer one length is than another; null if that is unknown, or if either may be another one. */
function ratioIfCertain(a: Length | null, b: Length | null | undefined): number | null {
  return a?.isDefault || b?.isDefault ? null : ratioOf(a, b ?? null);
}

function problemOf(
  { name }: SchedulerOutline,
  total: Setting,
  { epochs, batches }: SchedulerUse,
  share: number,
): Problem {
  const isShort = share < 1;
  const isOneEpoch = total.length?.unit === 'batches' && total.length.factor === 1;
  const count = epochs?.count ?? null;
  return {
    range: total,
    severity: isShort ? 'warning' : 'information',
    message: isShort
      ? total.length?.unit === 'batches'
        ? l10n.t(
            '{0} ends before the training does. Set this to the number of epochs times the number of batches per epoch.',
            name,
          )
        : l10n.t('{0} ends before the training does. Make it as long as the training.', name)
      : l10n.t(
          '{0} is longer than the training, so the rate never reaches its final value. Make it as long as the training.',
          name,
        ),
    related: count ? [{ range: count.origin ?? count, message: l10n.t('the number of epochs') }] : [],
    fix: batches && isOneEpoch && count ? { range: total, text: `${count.text} * ${total.text}` } : null,
  };
}
