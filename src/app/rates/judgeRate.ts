import type { RateCurve } from '../../charts/scheduleSketch.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RatePart, RateSite, ScheduleSite } from '../../code/rateSite.ts';
import { familyAt, standingOf } from '../../domain/usualRates.ts';
import type { RateStanding } from '../../domain/usualRates.ts';
import { describeOverride, describePossibleOverride } from './overrides.ts';
import { rateCurve } from './rateCurve.ts';
import { schedulersOf } from './siteSchedulers.ts';

/** One word about a rate. */
export type RateAssessment = RateStanding | 'overridden';

/** What the code around a rate makes of it. */
export interface RateJudgement {
  /** Null if unknown. */
  readonly assessment: RateAssessment | null;
  /** The part that it plays for certain, which its own place in the code may not show. */
  readonly part: RatePart;
  /** A sentence about the schedule that overrides it; null if there is none. */
  readonly overrideText: string | null;
  /** A sentence about a schedule that may override it; null if there is none. */
  readonly possibleOverrideText: string | null;
  /** The curve of its schedule; null if unknown. */
  readonly curve: RateCurve | null;
}

/** Judges a site or a default of a report. Hints and hovers both say what this says. */
export function judgeRate(site: RateSite, report: ProgramReport): RateJudgement {
  const schedulers = schedulersOf(site, report);
  const overriding = schedulers.find(({ effect, isSetting }) => effect === 'overrides' && !isSetting);
  const only = schedulers.length === 1 ? schedulers[0] : null;
  const shown = overriding ?? only;
  const curve = shown && rateCurve(shown);
  if (overriding)
    return {
      assessment: 'overridden',
      part: site.part,
      overrideText: describeOverride(overriding, curve),
      possibleOverrideText: null,
      curve,
    };
  const part = only?.isSetting === true ? partOfSetting(site, only.effect, curve) : site.part;
  const isFullRate = (part === 'base' || part === 'peak') && site.assessment !== 'unknown';
  const family = isFullRate ? familyAt(site) : null;
  return {
    assessment: family && standingOf(site.value, family),
    part,
    overrideText: null,
    possibleOverrideText: isFullRate ? describePossibleOverride(site, schedulers, report) : null,
    curve,
  };
}

/** Whether training reaches the rate: no schedule overrides it, and it is not where a warm-up begins. */
export function isInForce({ assessment, part }: Pick<RateJudgement, 'assessment' | 'part'>): boolean {
  return assessment !== 'overridden' && part !== 'start';
}

/**
 * The part of a rate that is a setting of a schedule: a constant may be both the rate of an optimizer and the peak of the schedule that
 * overrides it, and the initial rate of Keras' CosineDecay may be the start of a warm-up.
 */
function partOfSetting({ part, value }: RateSite, effect: ScheduleSite['effect'], curve: RateCurve | null): RatePart {
  if (curve && curve.rates[0] === value && Math.max(...curve.rates) > value) return 'start';
  return part === 'base' && effect === 'overrides' ? 'peak' : part;
}
