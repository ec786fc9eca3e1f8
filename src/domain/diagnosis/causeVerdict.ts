import type { Cause } from '../finding.ts';
import { estimateCauseBy } from './causeModel.ts';
import type { CauseEstimate } from './causeModel.ts';
import { CAUSE_MODELS } from './causeModels.generated.ts';
import type { CurveFeatures } from './curveFeatures.ts';

/** What the model makes of a curve. */
export interface CauseVerdict {
  readonly cause: Cause;
  /** Probability of the cause, 0..1. */
  readonly confidence: number;
  /** Decades from the rate to the middle of the zone, at least a quarter in the direction that the cause asks for. */
  readonly offset: number;
  /** The zone's middle is within so many decades of the suggestion in 80 % of the cases. */
  readonly margin: number;
  /** Whether the cause rests on what is usual for the optimizer: without that the curve alone would not say it. */
  readonly restsOnUsualRates: boolean;
}

/** The rate is blamed from these probabilities on: where cross-validation has a precision of 97% for both, see docs/diagnosis.md. */
const BLAME_HIGH = 0.66;
const BLAME_LOW = 0.45;
/** More while a run goes on, where fewer than 20 losses are known, and without rate and optimizer: see docs/diagnosis.md. */
const UNFINISHED_MORE = 0.1;
const FEW_LOSSES = 20;
const FEW_MORE = 0.15;
const NO_PRIOR_MORE = 0.1;
const MAX_BLAME = 0.95;
/** Other causes are named from this probability on. */
const NAME = 0.5;
/** A cause that was named while a run goes on stays while it has this much less. */
const STAY = 0.2;
/** A blamed rate is moved by at least so many decades. */
const MIN_OFFSET = 0.25;
/** 80 % of a Laplace distribution lie within so many of its scales. */
export const EIGHTY_PERCENT = 1.609;

/**
 * Names the cause of a curve, or `undetermined`.
 * @param before what was said of the same run before; it is kept as long as it is not unlikely, so that verdicts settle
 */
export function judgeCause(features: CurveFeatures, isEnded: boolean, before: Cause | null): CauseVerdict {
  const estimate = estimateCauseBy(CAUSE_MODELS, features);
  const decision = decideCause(estimate, features, isEnded, before);
  const alone = features.hasPrior === 0 ? estimate : estimateCauseBy(CAUSE_MODELS, withoutPrior(features));
  return {
    ...decision,
    confidence: probabilityOf(estimate, decision.cause),
    margin: EIGHTY_PERCENT * estimate.scale,
    restsOnUsualRates: probabilityOf(alone, decision.cause) < NAME,
  };
}

/** The cause that an estimate is enough for, and the decades from the rate to a better one. */
export function decideCause(
  estimate: CauseEstimate,
  features: CurveFeatures,
  isEnded: boolean,
  before: Cause | null,
): Pick<CauseVerdict, 'cause' | 'offset'> {
  const more =
    (isEnded ? 0 : UNFINISHED_MORE) +
    (features.count < Math.log10(FEW_LOSSES) ? FEW_MORE : 0) +
    (features.hasPrior === 0 ? NO_PRIOR_MORE : 0);
  const cause = nameCause(estimate, more, isEnded ? null : before);
  switch (cause) {
    case 'rate-too-high':
      return { cause, offset: Math.min(estimate.offset, -MIN_OFFSET) };
    case 'rate-too-low':
      return { cause, offset: Math.max(estimate.offset, MIN_OFFSET) };
    default:
      return { cause, offset: estimate.offset };
  }
}

function nameCause(estimate: CauseEstimate, more: number, before: Cause | null): Cause {
  const causes: readonly (readonly [Cause, number])[] = [
    ['rate-too-high', Math.min(MAX_BLAME, BLAME_HIGH + more)],
    ['rate-too-low', Math.min(MAX_BLAME, BLAME_LOW + more)],
    ['not-the-rate', NAME],
    ['none', NAME],
  ];
  const stays = causes.find(([cause, least]) => cause === before && probabilityOf(estimate, cause) >= least - STAY);
  if (stays) return stays[0];
  return causes.find(([cause, least]) => probabilityOf(estimate, cause) >= least)?.[0] ?? 'undetermined';
}

function probabilityOf({ none, tooHigh, tooLow, notTheRate }: CauseEstimate, cause: Cause): number {
  switch (cause) {
    case 'rate-too-high':
      return tooHigh;
    case 'rate-too-low':
      return tooLow;
    case 'not-the-rate':
      return notTheRate;
    case 'none':
      return none;
    case 'undetermined':
      return 1 - Math.max(none, tooHigh, tooLow, notTheRate);
  }
}

function withoutPrior(features: CurveFeatures): CurveFeatures {
  return { ...features, hasPrior: 0, prior: 0, isSgd: 0, isMomentum: 0, isAdagrad: 0, isSign: 0 };
}
