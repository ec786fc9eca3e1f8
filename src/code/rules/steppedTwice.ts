import * as l10n from '@vscode/l10n';
import type { RuleContext, Problem } from './rule.ts';
import { isCountedInEpochs } from './steppedPerBatch.ts';
import { useOf } from './schedulerUse.ts';

/** Reports a scheduler that is stepped after every batch and again at the end of each epoch. */
export function steppedTwice({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    const { steps, name } = scheduler;
    if (steps.length !== 2 || steps.some(({ isConditional, argument }) => isConditional || argument)) return [];
    const uses = steps.map(useOf);
    const inner = uses.find((use) => use?.batches);
    const outer = uses.find((use) => use && !use.batches);
    if (!inner?.epochs || !outer?.epochs || inner.epochs.line !== outer.epochs.line) return [];
    const isPerEpoch = isCountedInEpochs(scheduler, outer.epochs.count?.value ?? null);
    const [extra, right] = isPerEpoch ? [inner.step, outer.step] : [outer.step, inner.step];
    return [
      {
        range: extra,
        severity: 'warning',
        message: isPerEpoch
          ? l10n.t('{0} counts epochs but is stepped after every batch, too. Remove this step.', name)
          : l10n.t('{0} is stepped after every batch and again after each epoch. Remove this step.', name),
        related: [{ range: right, message: l10n.t('the other step') }],
        fix: null,
      },
    ];
  });
}
