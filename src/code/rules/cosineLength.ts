import * as l10n from '@vscode/l10n';
import { ratioOf } from '../outline/length.ts';
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
  const share = ratioOf(length.length, epochs.length);
  if (share === null || share === 1 || (epochs.value !== null && epochs.value < 2)) return [];
  // T_max may be one less, so that the last epoch has the minimum, or shorter by the epochs of a warm-up.
  const difference = length.value !== null && epochs.value !== null ? Math.abs(length.value - epochs.value) : Infinity;
  if (difference <= 1 || (share < 1 && /warm_?up/i.test(text))) return [];
  // Whole cycles may be intended.
  const isWave = Math.abs(1 / share - Math.round(1 / share)) < 1e-6;
  const [steps, count] = [length.value ?? length.text, epochs.value ?? epochs.text];
  return [
    {
      range: length,
      severity: share < 1 && !isWave ? 'warning' : 'information',
      message:
        share < 1
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
      fix: isWave && share < 1 ? null : fixOf(length, epochs),
    },
  ];
}

/** Replaces `T_max` only if it is a plain number. */
function fixOf(length: Setting, { value }: Setting): Problem['fix'] {
  return /^\d+$/.test(length.text) ? { range: length, text: String(value) } : null;
}
