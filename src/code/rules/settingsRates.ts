import * as l10n from '@vscode/l10n';
import { formatRate } from '../../domain/rate.ts';
import type { RateSite } from '../rateSite.ts';
import { hasCustomScaling, isMainRate } from './frameworkRates.ts';
import { ruinousRates } from './rateTooHigh.ts';
import type { Problem, RuleContext } from './rule.ts';

/** Signs that rates in the file are multiples of something, or those of an optimizer that takes others. */
const SCALED = /multipl|_mult\b|_scale\b|muon|rsqrt|decay_method/i;

/**
 * Reports, in a settings file, a rate that ruins any training, whatever program reads it: the file names the optimizer, and the rate is
 * the only one of its name.
 */
export function settingsRateTooHigh(context: RuleContext): readonly Problem[] {
  if (SCALED.test(context.text) || hasCustomScaling(context)) return [];
  return ruinousRates(singleRates(context));
}

/** Reports a negative rate in a settings file, unless it may mean "not set", as -1 does. */
export function settingsRateNotPositive(context: RuleContext): readonly Problem[] {
  return singleRates(context)
    .filter(({ value }) => value < 0 && value > -1)
    .map((site) => ({
      range: site,
      severity: 'warning',
      message: l10n.t('The learning rate must be greater than 0, but is {0}.', formatRate(site.value)),
      related: [],
      fix: { range: site, text: site.text.replace(/^-\s*/, '') },
    }));
}

/** The main rates that aren't among several of the same name, as in a table of steps and rates. */
function singleRates({ report: { sites } }: RuleContext): RateSite[] {
  return sites.filter(
    (site) => isMainRate(site) && site.role === 'config' && sites.filter(({ name }) => name === site.name).length === 1,
  );
}
