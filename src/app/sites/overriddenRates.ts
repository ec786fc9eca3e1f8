import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import { isSamePlace, schedulersOf } from '../rates/siteSchedulers.ts';

/** Whether no run is trained with a number, because something else sets the rate: to change it would change nothing. */
export function isOverridden(site: RateSite, report: ProgramReport): boolean {
  return (
    schedulersOf(site, report).some(({ effect, isSetting }) => effect === 'overrides' && !isSetting) ||
    report.outline.automaticRates.some(
      (rate) => isSamePlace(rate, site) || site.usedAt.some((use) => isSamePlace(rate, use)),
    )
  );
}
