import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting, StepOutline, StopOutline } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { schedulerUse } from './schedulerUse.ts';

/** That of `ReduceLROnPlateau`, in PyTorch and in Keras. */
const DEFAULT_PATIENCE = 10;

/** `ReduceLROnPlateau` waits for `patience` epochs without progress, so it never does anything if there are no more epochs than that. */
export function patienceTooLong({ report }: RuleContext): readonly Problem[] {
  const { schedulers, fits, stops } = report.outline;
  return schedulers
    .filter(({ name }) => name === 'ReduceLROnPlateau')
    .flatMap((scheduler): Problem[] => {
      const { patience, optimizer } = scheduler.settings;
      const waits = patience ? patience.value : scheduler.hasSpread ? null : DEFAULT_PATIENCE;
      const use = schedulerUse(scheduler);
      const epochs = optimizer
        ? use && !use.batches && !isRepeated(scheduler, use.step)
          ? use.epochs?.count
          : null
        : longest(fits);
      const stopped = stoppedBefore(scheduler, waits, stops);
      if (stopped) return [stopped];
      if (waits === null || !epochs || epochs.value === null || waits < epochs.value) return [];
      // Whoever leaves the default may train longer by an option.
      if (!patience && epochs.length?.isDefault) return [];
      return [
        {
          range: patience ?? scheduler,
          severity: 'information',
          message:
            epochs.value === 1
              ? l10n.t('With a patience of {0} the rate is never reduced, because training runs 1 epoch.', waits)
              : l10n.t(
                  'With a patience of {0} the rate is never reduced, because training runs {1} epochs.',
                  waits,
                  epochs.value,
                ),
          related: [
            {
              range: epochs.origin ?? epochs,
              message: epochs.value === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', epochs.value),
            },
          ],
          fix: null,
        },
      ];
    });
}

/** A problem if early stopping ends the training before the rate is reduced. */
function stoppedBefore(
  scheduler: SchedulerOutline,
  waits: number | null,
  stops: readonly StopOutline[],
): Problem | null {
  const { patience, monitor } = scheduler.settings;
  const [stop, ...more] = stops;
  if (!stop || more.length > 0 || stop.patience === null || waits === null || stop.patience > waits) return null;
  if (scheduler.framework === 'keras' && !monitor && scheduler.hasSpread) return null;
  if (scheduler.framework === 'keras' && stop.monitor !== (monitor ? monitor.content : 'val_loss')) return null;
  return {
    range: patience ?? scheduler,
    severity: 'warning',
    message:
      waits === 1
        ? l10n.t(
            'The rate is reduced after 1 epoch without progress, but the training stops after {0}. Give EarlyStopping more patience.',
            stop.patience,
          )
        : l10n.t(
            'The rate is reduced after {0} epochs without progress, but the training stops after {1}. Give EarlyStopping more patience.',
            waits,
            stop.patience,
          ),
    related: [{ range: stop, message: l10n.t('the training is stopped here') }],
    fix: null,
  };
}

/** Whether a scheduler goes through its epochs several times: a loop around them doesn't create it anew. */
function isRepeated({ blocks }: SchedulerOutline, step: StepOutline): boolean {
  return step.blocks
    .slice(0, -1)
    .some(
      (around) =>
        around.kind !== 'condition' &&
        !blocks.some(
          ({ line, column, cell }) => line === around.line && column === around.column && cell === around.cell,
        ),
    );
}

/** The longest training; null if the length of any is unknown. */
function longest(fits: readonly Setting[]): Setting | null {
  if (fits.length === 0 || fits.some(({ value }) => value === null)) return null;
  return fits.reduce((a, b) => (b.value! > a.value! ? b : a));
}
