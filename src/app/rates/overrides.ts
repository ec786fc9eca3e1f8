import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import { formatRate } from '../../domain/rate.ts';
import { rateCurve } from './rateCurve.ts';
import { possibleSchedulersOf } from './siteSchedulers.ts';
import type { SiteScheduler } from './siteSchedulers.ts';

/** Schedules that ignore the optimizer's rate. */
const OVERRIDING = /^(OneCycleLR|CyclicLR)$/;

/** Whether a schedule ignores the optimizer's rate. */
export function isOverriding({ scheduler, effect }: SiteScheduler): boolean {
  return effect === 'overrides' && OVERRIDING.test(scheduler.name);
}

/** A sentence about a schedule that overrides the rate; null if there is none. */
export function overrideNote(schedulers: readonly SiteScheduler[]): string | null {
  const found = schedulers.find((candidate) => !candidate.isSetting && isOverriding(candidate));
  if (!found) return null;
  const { name } = found.scheduler;
  const curve = rateCurve(found);
  if (!curve) return l10n.t('{0} overrides this rate with its max_lr.', name);
  const { rates } = curve;
  return l10n.t(
    '{0} overrides this rate: it climbs from {1} to {2} and falls to {3}.',
    name,
    formatRate(rates[0]),
    formatRate(Math.max(...rates)),
    formatRate(rates[rates.length - 1]),
  );
}

/** A sentence about a schedule that may override the rate, because the code doesn't show whose rate it sets; null if there is none. */
export function possibleOverrideNote(
  site: RateSite,
  own: readonly SiteScheduler[],
  report: ProgramReport,
): string | null {
  if (own.length > 0) return null;
  const found = possibleSchedulersOf(site, report).find(isOverriding);
  return found
    ? l10n.t('{0} may override this rate: the code does not show which optimizer it changes.', found.scheduler.name)
    : null;
}
