import * as l10n from '@vscode/l10n';
import { formatRate } from '../../domain/rate.ts';
import type { RateSite } from '../rateSite.ts';
import { frameworkRates, isMainRate } from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Signs that the rate is set later, so that the optimizer may start with 0. */
const RATE_SET_LATER =
  /param_groups|hyperparams|set_value\(|\.assign\(|LearningRateScheduler|\.(lr|learning_rate|learningRate)\s*=[^=]|setLearningRate|noam|Sched\w{0,40}\(|Opt\(|WarmUp\w{0,40}\(|multi_transform/i;

/** Reports a rate of 0, which trains nothing, and a negative one, which increases the loss. */
export function rateNotPositive(context: RuleContext): readonly Problem[] {
  const { report, text } = context;
  return frameworkRates(context)
    .filter((site) => isMainRate(site) && site.value <= 0 && !site.text.includes('//'))
    .flatMap((site) => {
      if (site.value < 0) return negative(site);
      return report.schedules.length === 0 && !RATE_SET_LATER.test(text) && isUsedUnchanged(site, text)
        ? zero(site)
        : [];
    });
}

/** Whether a 0 reaches an optimizer: it is its argument, or a constant that is assigned only once. */
function isUsedUnchanged({ role, name, usedAt }: RateSite, text: string): boolean {
  if (role === 'optimizer') return true;
  if (role !== 'constant' || name === null || usedAt.length === 0) return false;
  const escaped = name.replace(/\W/g, '\\$&');
  return (
    [...text.matchAll(new RegExp(`^[ \\t]*(global )?[\\w.]*\\b${escaped}\\b[ \\t]*[-+*/]?=?(?!=)`, 'gm'))].length === 1
  );
}

function zero(site: RateSite): Problem[] {
  return [
    {
      range: site,
      severity: 'warning',
      message: l10n.t("With a learning rate of 0 the weights never change, so the model doesn't learn."),
      related: [],
      fix: null,
    },
  ];
}

function negative(site: RateSite): Problem[] {
  // Negative integers are exponents, or mean "not set".
  if (site.role !== 'optimizer' && (site.role === 'param-group' || site.value <= -1)) return [];
  const message =
    site.framework === 'torch' || site.framework === 'lightning'
      ? l10n.t('The learning rate must be greater than 0, but is {0}. PyTorch raises an error.', formatRate(site.value))
      : l10n.t(
          'The learning rate must be greater than 0, but is {0}. Each step increases the loss.',
          formatRate(site.value),
        );
  const isPlain = /^-\s*[\d.]/.test(site.text);
  return [
    {
      range: site,
      severity: 'warning',
      message,
      related: [],
      fix: isPlain ? { range: site, text: site.text.replace(/^-\s*/, '') } : null,
    },
  ];
}
