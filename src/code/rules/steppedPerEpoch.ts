import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { countsBatches, schedulerUse } from './schedulerUse.ts';

/** A schedule with at least this many times as many steps as epochs must be counted in batches. */
const MIN_BATCH_RATIO = 5;

/** Reports a schedule whose length is in batches, but which is stepped once an epoch. */
export function steppedPerEpoch({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): Problem[] => {
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

/** The setting that shows that the schedule counts batches; null if none does. */
function lengthInBatches({ name, settings }: SchedulerOutline, epochs: number | null): Setting | null {
  const { steps_per_epoch: perEpoch } = settings;
  if (name === 'OneCycleLR' && perEpoch) return perEpoch.value === 1 ? null : perEpoch;
  const length =
    name === 'OneCycleLR'
      ? settings.total_steps
      : name === 'CosineAnnealingLR'
        ? settings.T_max
        : settings.num_training_steps;
  if (!length) return null;
  if (length.value !== null)
    return name === 'OneCycleLR' && epochs !== null && length.value > MIN_BATCH_RATIO * epochs ? length : null;
  return countsBatches(length.text) ? length : null;
}
