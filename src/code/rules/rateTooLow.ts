import * as l10n from '@vscode/l10n';
import { familyAt, nameOptimizers } from '../../domain/usualRates.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RateSite } from '../rateSite.ts';
import {
  frameworkRates,
  isUsedDirectly,
  isMainRate,
  isOneOfManyChoices,
  areRatesOverridden,
  isCustomOptimizer,
  hasCustomScaling,
} from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/** So far below the lowest usual rate nothing moves: Adam's steps are as long as its rate, and weights are some hundredths. */
const TOO_LOW_FACTOR = 1000;
/** A plain gradient is as long as its loss is large: with a loss that is a sum over pixels, 1e-8 trains. */
const TOO_LOW_FACTOR_FOR_SGD = 1e5;

const SUMMED_LOSS = /reduction\s*=\s*['"]sum|size_average\s*=\s*False|\.sum\(|reduce_sum/;

/** A rate that lies so far below what is usual with its optimizer that nothing is learned. */
export function rateTooLow(checked: RuleContext): readonly Problem[] {
  const hopeless = frameworkRates(checked).filter((site) => isMainRate(site) && isUsedDirectly(site) && isTooLow(site));
  if (hopeless.length === 0) return [];
  const low = areRatesOverridden(checked) ? hopeless.filter(({ role }) => role !== 'optimizer') : hopeless;
  if (low.length === 0 || hasCustomScaling(checked)) return [];
  const summed = SUMMED_LOSS.test(checked.text);
  return low
    .filter(
      (site) => !(summed && isLinear(site)) && !isCustomOptimizer(site, checked) && !isOneOfManyChoices(site, checked),
    )
    .map(problemOf);
}

/** Whether its steps are as long as the gradient, times the rate. */
function isLinear(site: RateSite): boolean {
  return familyAt(site)?.scaling === 'linear';
}

function isTooLow(site: RateSite): boolean {
  const family = familyAt(site);
  if (!family || family.isRateFree || site.optimizer === null || site.value <= 0) return false;
  return site.value <= (family.usual[0] / (isLinear(site) ? TOO_LOW_FACTOR_FOR_SGD : TOO_LOW_FACTOR)) * (1 + 1e-6);
}

function problemOf(site: RateSite): Problem {
  const [low, high] = familyAt(site)!.usual;
  return {
    range: site,
    severity: 'information',
    message: l10n.t(
      'A learning rate of {0} is far below what is usual with {1}: {2} to {3}. The weights will hardly move.',
      formatRate(site.value),
      nameOptimizers(site)!,
      formatRate(low),
      formatRate(high),
    ),
    related: [],
    fix: null,
  };
}
