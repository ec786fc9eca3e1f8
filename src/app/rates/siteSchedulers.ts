import type { ScheduleUnit } from '../../charts/scheduleSketch.ts';
import type { SchedulerOutline, Setting } from '../../code/outline/trainingOutline.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { SourceRange, RateSite, ScheduleSite } from '../../code/rateSite.ts';
import { schedulerUse } from '../../code/rules/schedulerUse.ts';
import type { ScheduledRate } from './rateCurve.ts';

/** A scheduler that affects a rate. */
export interface SiteScheduler extends ScheduledRate {
  readonly scheduler: SchedulerOutline;
  readonly effect: ScheduleSite['effect'];
  /** Whether the rate is one of the scheduler's own settings, rather than the optimizer's. */
  readonly isSetting: boolean;
}

/** A scheduler in the outline of a program, and what is known of its schedule. */
export interface KnownScheduler {
  readonly scheduler: SchedulerOutline;
  readonly schedule: ScheduleSite;
}

/** The schedulers that affect a rate: those that it is a setting of, or else those of its optimizer. */
export function schedulersOf(site: RateSite, report: ProgramReport): readonly SiteScheduler[] {
  const known = knownSchedulers(report);
  const setting = known.filter(({ scheduler }) =>
    Object.values(scheduler.settings).some((candidate) => isWrittenAt(candidate, site)),
  );
  const own = setting.length > 0 ? setting : known.filter((candidate) => appliesTo(candidate, site, report));
  return own.map((candidate) => siteScheduler(candidate, report, setting.length > 0));
}

/** The schedulers that may be those of a rate's optimizer: whose optimizer they change can't be seen. */
export function possibleSchedulersOf(site: RateSite, report: ProgramReport): readonly SiteScheduler[] {
  if (site.part !== 'base' || site.role === 'scheduler') return [];
  return knownSchedulers(report)
    .filter(
      ({ scheduler, schedule: { optimizer, effect } }) =>
        effect !== 'is' &&
        scheduler.base === null &&
        onlyRateOf(optimizer, report) === null &&
        (optimizer === null || isOf(optimizer, site)),
    )
    .map((candidate) => siteScheduler(candidate, report));
}

/** The schedulers that a program creates, without the settings classes that are in its outline, too. */
export function knownSchedulers({ schedules, outline }: ProgramReport): readonly KnownScheduler[] {
  return outline.schedulers.flatMap((scheduler) => {
    const schedule = schedules.find((candidate) => isSamePlace(candidate, scheduler));
    if (schedule) return [{ scheduler, schedule }];
    // The schedules of Transformers take no rate, so that they are only in the outline.
    return /_with_warmup$/.test(scheduler.name) ? [{ scheduler, schedule: { ...scheduler, ...WARM_UP } }] : [];
  });
}

const WARM_UP = { framework: 'hf', effect: 'scales', optimizer: null, settings: {} } as const;

/** A scheduler as it changes the rate of its optimizer. */
export function siteScheduler(
  { scheduler, schedule }: KnownScheduler,
  report: ProgramReport,
  isSetting = false,
): SiteScheduler {
  const base = scheduler.base?.value ?? onlyRateOf(schedule.optimizer, report)?.value ?? null;
  return { scheduler, effect: schedule.effect, base, unit: unitOf(scheduler, schedule.effect), isSetting };
}

/** What the steps of a scheduler are: one that is the rate itself is asked at each update. */
function unitOf(scheduler: SchedulerOutline, effect: ScheduleSite['effect']): ScheduleUnit | null {
  if (effect === 'is') return 'step';
  const use = schedulerUse(scheduler);
  return use && (use.batches ? 'step' : 'epoch');
}

function appliesTo(
  { scheduler: { base, optimizer }, schedule }: KnownScheduler,
  site: RateSite,
  report: ProgramReport,
): boolean {
  if (site.part !== 'base' || schedule.effect === 'is') return false;
  if (schedule.effect === 'overrides' && optimizer?.groupRates.some((rate) => rate && isWrittenAt(rate, site)))
    return true;
  if (!base) return onlyRateOf(schedule.optimizer, report) === site;
  return isWrittenAt(base, site) || site.usedAt.some((use) => isSamePlace(base, use));
}

/** The only base rate of an optimizer, also if it is a default; null if there is none, or more than one. */
function onlyRateOf(optimizer: string | null, { sites, defaults }: ProgramReport): RateSite | null {
  if (optimizer === null) return null;
  const rates = [...sites, ...defaults].filter(
    (candidate) => candidate.part === 'base' && candidate.role !== 'scheduler' && isOf(optimizer, candidate),
  );
  return rates.length === 1 ? rates[0] : null;
}

function isOf(name: string, { optimizer, others }: RateSite): boolean {
  return optimizer === name || others.includes(name);
}

function isWrittenAt(setting: Setting, site: SourceRange): boolean {
  return isSamePlace(setting, site) || (setting.origin !== null && isSamePlace(setting.origin, site));
}

/** Whether two ranges begin at the same place. */
export function isSamePlace(a: SourceRange, b: SourceRange): boolean {
  return a.cell === b.cell && a.line === b.line && a.column === b.column;
}
