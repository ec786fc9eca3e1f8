import * as l10n from '@vscode/l10n';
import type { AutomaticRate, SchedulerOutline } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports rates that never take effect, because something else sets them. */
export function rateOverridden({ report }: RuleContext): readonly Problem[] {
  const { schedulers, automaticRates } = report.outline;
  return [
    ...schedulers.flatMap((scheduler) => [...groups(scheduler), ...resets(scheduler)]),
    ...automaticRates.map(automatic),
  ];
}

/** The rate in the settings file that Ultralytics makes, in which all its defaults stand. Source: ultralytics/cfg/default.yaml */
const ULTRALYTICS_DEFAULT = 0.01;

/** The only one of these mistakes that a settings file shows, unless nobody has written the rate: it is the default. */
export function settingsRateOverridden({ report }: RuleContext): readonly Problem[] {
  return report.outline.automaticRates.filter(({ value }) => value !== ULTRALYTICS_DEFAULT).map(automatic);
}

function automatic({ value: _, fix, ...range }: AutomaticRate): Problem {
  return {
    range,
    severity: 'information',
    message: l10n.t(
      'Ultralytics ignores this rate: with the optimizer "auto", its default, it chooses the optimizer and the rate itself. Name an optimizer, such as "SGD", to train with this rate.',
    ),
    related: [],
    fix,
  };
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
