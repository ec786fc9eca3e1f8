import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { schedulerUse } from './schedulerUse.ts';

/** `CosineAnnealingLR` reaches its minimum after `T_max` epochs and then rises again, so `T_max` should be the number of epochs. */
export function cosineLength({ report, text }: RuleContext): readonly Problem[] {
  return report.outline.schedulers
    .filter(({ name }) => name === 'CosineAnnealingLR')
    .flatMap((scheduler) => judge(scheduler, text));
}

function judge(scheduler: SchedulerOutline, text: string): Problem[] {
  const use = schedulerUse(scheduler);
  const length = scheduler.settings.T_max;
  const epochs = use?.epochs?.count;
  if (!length || !use || !epochs || use.batches || use.step.argument) return [];
  const { value: steps } = length;
  const { value: count } = epochs;
  // T_max may be one less, so that the last epoch has the minimum, or shorter by the epochs of a warm-up.
  if (
    steps === null ||
    count === null ||
    count < 2 ||
    Math.abs(steps - count) <= 1 ||
    (steps < count && /warm_?up/i.test(text))
  )
    return [];
  // Whole cycles may be intended.
  const isWave = count % steps === 0;
  return [
    {
      range: length,
      severity: steps < count && !isWave ? 'warning' : 'information',
      message:
        steps < count
          ? l10n.t(
              'T_max is {0}, but training runs {1} epochs: after epoch {0} the rate rises again. Set T_max to the number of epochs.',
              steps,
              count,
            )
          : l10n.t(
              'T_max is {0}, but training runs {1} epochs, so the rate never reaches its minimum. Set T_max to the number of epochs.',
              steps,
              count,
            ),
      related: [{ range: epochs.origin ?? epochs, message: l10n.t('{0} epochs', count) }],
      fix: isWave && steps < count ? null : fixOf(length, epochs),
    },
  ];
}

/** Replaces `T_max` only if it is a plain number. */
function fixOf(length: Setting, { value }: Setting): Problem['fix'] {
  return /^\d+$/.test(length.text) ? { range: length, text: String(value) } : null;
}
