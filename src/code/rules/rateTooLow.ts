import { familyAt } from '../../domain/usualRates.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RateSite } from '../rateSite.ts';
import { actualRates, isDirect, isMainRate, isOverridden, isScaledFreely } from './actualRates.ts';
import type { Checked, Problem } from './rule.ts';

/** So far below the lowest usual rate nothing moves: Adam's steps are as long as its rate, and weights are some hundredths. */
const HOPELESS = 1000;
/** A plain gradient is as long as its loss is large: with a loss that is a sum over pixels, 1e-8 trains. */
const HOPELESS_FOR_PLAIN = 1e5;

const SUMMED = /reduction\s*=\s*['"]sum|size_average\s*=\s*False|\.sum\(|reduce_sum/;

/** A rate that lies so far below what is usual with its optimizer that nothing is learned. */
export function rateTooLow(checked: Checked): readonly Problem[] {
  if (isScaledFreely(checked)) return [];
  const overridden = isOverridden(checked);
  return actualRates(checked)
    .filter((site) => site.value > 0 && isMainRate(site) && isDirect(site) && !(overridden && site.role === 'optimizer'))
    .flatMap((site) => judge(site, SUMMED.test(checked.text)));
}

function judge(site: RateSite, summed: boolean): Problem[] {
  const family = familyAt(site);
  if (!family || family.isRateFree || site.optimizer === null) return [];
  const isPlain = family.scaling === 'linear';
  const [low, high] = family.usual;
  const limit = low / (isPlain ? HOPELESS_FOR_PLAIN : HOPELESS);
  if ((isPlain && summed) || site.value > limit * (1 + 1e-6)) return [];
  return [
    {
      place: site,
      severity: 'information',
      message: `A learning rate of ${formatRate(site.value)} is far below what is usual with ${site.optimizer}: ${formatRate(low)} to ${formatRate(high)}. The weights will hardly move.`,
      related: [],
      fix: null,
    },
  ];
}
