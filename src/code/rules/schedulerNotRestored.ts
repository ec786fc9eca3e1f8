import * as l10n from '@vscode/l10n';
import type { RuleContext, Problem } from './rule.ts';
import { schedulerUse } from './schedulerUse.ts';

/** Reports a scheduler that starts from the beginning in a training that continues where its optimizer's state was saved. */
export function schedulerNotRestored({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    const { name, optimizer, settings, loads, isPrivate } = scheduler;
    const [loaded] = optimizer?.loads ?? [];
    const use = schedulerUse(scheduler);
    if (!loaded || !use?.epochs?.continues || use.step.argument || loads.length > 0 || !isPrivate) return [];
    if (settings.last_epoch || name === 'ReduceLROnPlateau') return [];
    return [
      {
        range: scheduler,
        severity: 'warning',
        message: l10n.t(
          'The training continues with the saved state of its optimizer, but {0} starts from the beginning. Save its state_dict(), too, and load it.',
          name,
        ),
        related: [
          { range: loaded, message: l10n.t("the optimizer's state is loaded here") },
          { range: use.epochs, message: l10n.t('the loop over the epochs') },
        ],
        fix: null,
      },
    ];
  });
}
