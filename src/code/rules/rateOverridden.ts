import * as l10n from '@vscode/l10n';
import type { SchedulerOutline } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports rates that never take effect, because something else sets them. */
export function rateOverridden({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler) => [...groups(scheduler), ...resets(scheduler)]);
}

/** OneCycleLR and CyclicLR give every group the same rate, unless they get a list. */
function groups({ name, settings, optimizer }: SchedulerOutline): readonly Problem[] {
  const { max_lr: peak } = settings;
  const groupRates = optimizer?.groupRates ?? [];
  const rates = groupRates.filter((rate) => rate !== null);
  const values = new Set(rates.map(({ value }) => value));
  if (rates.length < groupRates.length) return [];
  if (!/^(OneCycleLR|CyclicLR)$/.test(name) || !peak || peak.value === null || values.size < 2 || values.has(null))
    return [];
  return [
    {
      range: peak,
      severity: 'warning',
      message: l10n.t(
        '{0} overrides the rates of the parameter groups: all of them peak at {1}. Pass a list with one rate per group.',
        name,
        peak.text,
      ),
      related: rates.map((rate) => ({ range: rate, message: l10n.t('overridden') })),
      fix: { range: peak, text: `[${rates.map(({ text }) => text).join(', ')}]` },
    },
  ];
}

/** A loop that sets the rate each time undoes what the scheduler has done. */
function resets({ name, optimizer, steps }: SchedulerOutline): readonly Problem[] {
  const step = steps.at(0);
  if (!step || !optimizer) return [];
  return optimizer.resets
    .filter(
      ({ isConditional, blocks }) =>
        !isConditional && blocks.some(({ line }) => step.blocks.some((one) => one.line === line)),
    )
    .map((reset) => ({
      range: reset,
      severity: 'warning',
      message: l10n.t(
        'This sets the learning rate in every iteration of the loop and overrides what {0} has set. Remove it, or set the rate before the loop.',
        name,
      ),
      related: [{ range: step, message: l10n.t('{0} is stepped here', name) }],
      fix: null,
    }));
}
