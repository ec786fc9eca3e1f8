import * as l10n from '@vscode/l10n';
import type { SchedulerOutline } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { countsEpochs, schedulerUse } from './schedulerUse.ts';

/** Longest schedule that must be counted in epochs: as many batches take only the first minutes of any training. */
const MAX_EPOCH_LENGTH = 100;
/** The same for the last milestone, which is usually later. */
const MAX_EPOCH_MILESTONE = 200;
/** Highest decay that must be per epoch: per batch it would halve the rate within 34 batches. */
const MAX_EPOCH_GAMMA = 0.98;
/** Longest patience that must be counted in epochs. PyTorch's default is 10. */
const MAX_EPOCH_PATIENCE = 20;

/** Reports a schedule whose length is in epochs, but which is stepped after every batch. */
export function steppedPerBatch({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): Problem[] => {
    const use = schedulerUse(scheduler);
    if (!use?.batches || (use.step.argument && scheduler.name !== 'ReduceLROnPlateau')) return [];
    if (!isCountedInEpochs(scheduler, use.epochs?.count?.value ?? null)) return [];
    return [
      {
        range: use.step,
        severity: 'warning',
        message: l10n.t(
          '{0} counts epochs but is stepped after every batch, so the schedule is used up in the first few epochs. Call step() once per epoch, after the loop over the batches.',
          scheduler.name,
        ),
        related: [
          { range: scheduler, message: l10n.t('{0} is created here', scheduler.name) },
          { range: use.batches, message: l10n.t('the loop over the batches') },
        ],
        fix: null,
      },
    ];
  });
}

function isCountedInEpochs({ name, settings }: SchedulerOutline, epochs: number | null): boolean {
  const isShort = (steps: number | null | undefined, short: number) =>
    typeof steps === 'number' && steps <= Math.max(short, epochs ?? 0);
  switch (name) {
    case 'CosineAnnealingLR':
      return (
        settings.T_max !== undefined &&
        (countsEpochs(settings.T_max.text) || (epochs !== null && settings.T_max.value === epochs))
      );
    case 'StepLR':
      return isShort(settings.step_size?.value, MAX_EPOCH_LENGTH) && (settings.gamma?.value ?? 0.1) <= 0.5;
    case 'MultiStepLR':
      return (
        (settings.milestones?.values.length ?? 0) > 0 &&
        isShort(Math.max(...settings.milestones.values), MAX_EPOCH_MILESTONE)
      );
    case 'ExponentialLR':
      return (
        settings.gamma?.value !== undefined && settings.gamma.value !== null && settings.gamma.value <= MAX_EPOCH_GAMMA
      );
    case 'ReduceLROnPlateau':
      return !settings.patience || isShort(settings.patience.value, MAX_EPOCH_PATIENCE);
    default:
      return false;
  }
}
