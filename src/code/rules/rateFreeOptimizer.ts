import * as l10n from '@vscode/l10n';
import { familyAt } from '../../domain/usualRates.ts';
import { formatRate } from '../../domain/rate.ts';
import { frameworkRates, isUsedDirectly, isMainRate, hasCustomScaling } from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Below a tenth of the lowest usual rate, and above ten times the highest, scaling is hardly on purpose. */
const FAR_FACTOR = 10;

/** Reports a rate that scales the steps of an optimizer which finds its rate by itself. */
export function rateFreeOptimizer(context: RuleContext): readonly Problem[] {
  return frameworkRates(context).flatMap((site): Problem[] => {
    const family = familyAt(site);
    if (!family?.isRateFree || !isMainRate(site) || !isUsedDirectly(site) || site.value <= 0) return [];
    const [low, high] = family.usual;
    if (site.value > (low / FAR_FACTOR) * (1 + 1e-6) && site.value < high * FAR_FACTOR) return [];
    if (hasCustomScaling(context)) return [];
    const args = [site.optimizer!, formatRate(site.value)];
    const message =
      site.value < 1
        ? l10n.t(
            '{0} finds its own learning rate and multiplies it by this number; {1} makes it far too low. Set it to 1.',
            ...args,
          )
        : l10n.t(
            '{0} finds its own learning rate and multiplies it by this number; {1} makes it far too high. Set it to 1.',
            ...args,
          );
    return [{ range: site, severity: 'warning', message, related: [], fix: { range: site, text: '1.0' } }];
  });
}
