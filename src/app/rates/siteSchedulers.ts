import type { SchedulerOutline, Setting } from '../../code/outline/trainingOutline.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { SourceRange, RateSite, ScheduleSite } from '../../code/rateSite.ts';

/** A scheduler that affects a rate. */
export interface SiteScheduler {
  readonly scheduler: SchedulerOutline;
  readonly effect: ScheduleSite['effect'];
  /** The rate of its optimizer; null if unknown. */
  readonly base: number | null;
  /** Whether the rate is one of the scheduler's own settings, rather than the optimizer's. */
  readonly isSetting: boolean;
}

/** The schedulers that affect a rate: those that it is a setting of, or else those of its optimizer. */
export function schedulersOf(
  site: RateSite,
  { sites, defaults, schedules, outline }: ProgramReport,
): readonly SiteScheduler[] {
  const known = outline.schedulers.flatMap((scheduler) => {
    const schedule = schedules.find((candidate) => isSamePlace(candidate, scheduler));
    return schedule ? [{ scheduler, schedule }] : [];
  });
  const setting = known.filter(({ scheduler }) =>
    Object.values(scheduler.settings).some((candidate) => isWrittenAt(candidate, site)),
  );
  const own =
    setting.length > 0 ? setting : known.filter(({ scheduler, schedule }) => appliesToSite(scheduler, schedule));
  return own.map(({ scheduler, schedule }) => ({
    scheduler,
    effect: schedule.effect,
    base: baseOf(scheduler, schedule),
    isSetting: setting.length > 0,
  }));

  function appliesToSite({ base }: SchedulerOutline, { optimizer, effect }: ScheduleSite): boolean {
    if (site.part !== 'base' || effect === 'is') return false;
    return base ? isWrittenAt(base, site) : onlyRateOf(optimizer) === site;
  }

  function baseOf({ base }: SchedulerOutline, { optimizer }: ScheduleSite): number | null {
    return base?.value ?? onlyRateOf(optimizer)?.value ?? null;
  }

  /** The only base rate of an optimizer, also if it is a default; null if there is none, or more than one. */
  function onlyRateOf(optimizer: string | null): RateSite | null {
    const rates = [...sites, ...defaults].filter(
      (candidate) =>
        candidate.part === 'base' &&
        candidate.role !== 'scheduler' &&
        optimizer !== null &&
        [candidate.optimizer, ...candidate.others].includes(optimizer),
    );
    return optimizer !== null && rates.length === 1 ? rates[0] : null;
  }
}

function isWrittenAt(setting: Setting, site: SourceRange): boolean {
  return isSamePlace(setting, site) || (setting.origin !== null && isSamePlace(setting.origin, site));
}

function isSamePlace(a: SourceRange, b: SourceRange): boolean {
  return a.cell === b.cell && a.line === b.line && a.column === b.column;
}
