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

/** With a rate this many times below the lowest usual one, nothing moves: Adam's steps are as long as its rate, and weights about 0.01. */
const TOO_LOW_FACTOR = 1000;
/** The same for SGD, whose steps grow with the loss: with a loss isSummed over pixels, even 1e-8 trains. */
const TOO_LOW_FACTOR_FOR_SGD = 1e5;

const SUMMED_LOSS = /reduction\s*=\s*['"]sum|size_average\s*=\s*False|\.sum\(|reduce_sum/;

/** Reports a rate so far below the usual ones for its optimizer that nothing is learned. */
export function rateTooLow(context: RuleContext): readonly Problem[] {
  const { defaults: all, outline } = context.report;
  const defaults = outline.usesOldKeras ? [] : all.filter(isTooLowByDefault).map(problemOf);
  const tooLow = frameworkRates(context).filter((site) => isMainRate(site) && isUsedDirectly(site) && isTooLow(site));
  if (tooLow.length === 0) return defaults;
  const low = areRatesOverridden(context) ? tooLow.filter(({ role }) => role !== 'optimizer') : tooLow;
  if (low.length === 0 || hasCustomScaling(context)) return defaults;
  const isSummed = SUMMED_LOSS.test(context.text);
  const own = low
    .filter(
      (site) =>
        !(isSummed && isLinear(site)) && !isCustomOptimizer(site, context) && !isOneOfManyChoices(site, context),
    )
    .map(problemOf);
  return [...own, ...defaults];
}

/** The default of Keras for Adadelta is 0.001 since version 2.3, as of all optimizers; its steps are made for 1. */
function isTooLowByDefault({ framework, optimizer }: RateSite): boolean {
  return framework === 'keras' && optimizer?.toLowerCase() === 'adadelta';
}

/** Whether the steps are proportional to the gradient, as those of SGD. */
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
      'A learning rate of {0} is far below the usual range for {1}, {2} to {3}. The weights will barely change.',
      formatRate(site.value),
      nameOptimizers(site)!,
      formatRate(low),
      formatRate(high),
    ),
    related: [],
    fix: null,
  };
}
