import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite, SourceRange } from '../../code/rateSite.ts';
import { schedulersOf } from '../rates/siteSchedulers.ts';

/** Whether no run is trained with a number, because something else sets the rate: to change it would change nothing. */
export function isOverridden(site: RateSite, report: ProgramReport): boolean {
  return (
    schedulersOf(site, report).some(({ effect, isSetting }) => effect === 'overrides' && !isSetting) ||
    report.outline.automaticRates.some((rate) => isAt(rate, site) || site.usedAt.some((use) => isAt(rate, use)))
  );
}

function isAt(a: SourceRange, b: SourceRange): boolean {
  return a.cell === b.cell && a.line === b.line && a.column === b.column;
}
