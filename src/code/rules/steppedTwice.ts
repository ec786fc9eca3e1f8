import * as l10n from '@vscode/l10n';
import type { RuleContext, Problem } from './rule.ts';
import { isCountedInEpochs } from './steppedPerBatch.ts';

/** Reports a scheduler that is stepped after every batch and again at the end of each epoch. */
export function steppedTwice({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    const { steps, name } = scheduler;
    if (steps.length !== 2 || steps.some(({ isConditional, argument }) => isConditional || argument)) return [];
    const inner = steps.find(({ blocks }) => blocks.at(-1)?.kind === 'batches');
    const outer = steps.find(({ blocks }) => blocks.at(-1)?.kind !== 'batches');
    // Whatever a loop around one over batches counts, these are epochs.
    const epochs = inner?.blocks.at(-2);
    const around = outer?.blocks.at(-1);
    if (!inner || !outer || !epochs || !around || epochs.kind === 'condition') return [];
    if (epochs.cell !== around.cell || epochs.line !== around.line) return [];
    const isPerEpoch = isCountedInEpochs(scheduler, epochs.count?.value ?? null);
    const [extra, right] = isPerEpoch ? [inner, outer] : [outer, inner];
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
