import * as l10n from '@vscode/l10n';
import type { RateCurve } from '../../charts/scheduleSketch.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import { formatRate } from '../../domain/rate.ts';
import { possibleSchedulersOf } from './siteSchedulers.ts';
import type { SiteScheduler } from './siteSchedulers.ts';

/**
 * A sentence about a schedule that overrides the rate.
 * @param curve the rate under it; null if unknown
 */
export function describeOverride({ scheduler: { name } }: SiteScheduler, curve: RateCurve | null): string {
  if (curve) {
    const { rates } = curve;
    return l10n.t(
      '{0} overrides this rate: it climbs from {1} to {2} and falls to {3}.',
      name,
      formatRate(rates[0]),
      formatRate(Math.max(...rates)),
      formatRate(rates[rates.length - 1]),
    );
  }
  return name === 'CyclicLR'
    ? l10n.t('{0} overrides this rate with its base_lr and max_lr.', name)
    : l10n.t('{0} overrides this rate with its max_lr.', name);
}

/** A sentence about a schedule that may override the rate, because the code doesn't show whose rate it sets; null if there is none. */
export function describePossibleOverride(
  site: RateSite,
  own: readonly SiteScheduler[],
  report: ProgramReport,
): string | null {
  if (own.length > 0) return null;
  const found = possibleSchedulersOf(site, report).find(({ effect }) => effect === 'overrides');
  return found
    ? l10n.t('{0} may override this rate: the code does not show which optimizer it changes.', found.scheduler.name)
    : null;
}
