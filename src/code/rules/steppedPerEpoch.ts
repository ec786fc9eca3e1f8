import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { lengthsOf, schedulerUse } from './schedulerUse.ts';

/** A schedule with at least this many times as many steps as epochs must be counted in batches. */
const MIN_BATCH_RATIO = 5;

/** Nobody trains for as many epochs. */
const MIN_STEPS = 2000;

/** So many "steps" in the function of a LambdaLR aren't epochs. */
const MIN_NAMED_STEPS = 500;

/** Reports a schedule whose length is in batches, but which is stepped once an epoch. */
export function steppedPerEpoch({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    if (scheduler.interval) return inLightning(scheduler);
    const use = schedulerUse(scheduler);
    if (!use?.epochs || use.batches || use.step.argument) return [];
    const length = lengthInBatches(scheduler, use.epochs.count?.value ?? null);
    if (!length) return [];
    return [
      {
        range: use.step,
        severity: 'warning',
        message: l10n.t(
          '{0} counts batches but is stepped once per epoch, so the schedule barely starts. Call step() after every batch.',
          scheduler.name,
        ),
        related: [
          { range: length, message: l10n.t('the length of the schedule') },
          { range: use.epochs, message: l10n.t('the loop over the epochs') },
        ],
        fix: null,
      },
    ];
  });
}

/** Lightning steps a scheduler once an epoch if nothing else is said. */
function inLightning(scheduler: SchedulerOutline): readonly Problem[] {
  const { interval, name } = scheduler;
  const length = lengthInBatches(scheduler, null);
  if (!interval || interval.isPerStep || interval.isManual || !length) return [];
  const isEntry = interval.isInDict && /^\w+$/.test(interval.text);
  return [
    {
      range: interval,
      severity: 'warning',
      message: l10n.t(
        '{0} counts batches, but Lightning steps it once per epoch, so the schedule barely starts. Return "interval": "step" with it.',
        name,
      ),
      related: [{ range: length, message: l10n.t('the length of the schedule') }],
      fix: isEntry ? { range: interval, text: `${interval.text}, "interval": "step"` } : null,
    },
  ];
}

/** The setting that shows that the schedule counts batches; null if none does. */
function lengthInBatches(scheduler: SchedulerOutline, epochs: number | null): Setting | null {
  const { name, settings, scale, parts } = scheduler;
  for (const part of parts) {
    const length = lengthInBatches(part, epochs);
    if (length) return length;
  }
  const { steps_per_epoch: perEpoch } = settings;
  if (name === 'OneCycleLR' && perEpoch) return perEpoch.value === 1 ? null : perEpoch;
  const steps = scale?.steps.find(({ length, value }) =>
    value === null ? length?.unit === 'steps' : value >= MIN_NAMED_STEPS && value > MIN_BATCH_RATIO * (epochs ?? 0),
  );
  if (steps) return steps;
  return (
    lengthsOf(scheduler).find(({ length, value }) => {
      const exceedsEpochs = value !== null && epochs !== null && value > MIN_BATCH_RATIO * epochs;
      if (value !== null && name === 'OneCycleLR' && epochs !== null) return exceedsEpochs;
      if (value !== null)
        return scheduler.framework === 'hf' && value >= MIN_STEPS && (epochs === null || exceedsEpochs);
      return length?.unit === 'batches' || length?.unit === 'steps';
    }) ?? null
  );
}
