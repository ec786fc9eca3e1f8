import type { Cause, Reason, ReasonId } from '../finding.ts';
import { estimateCauseBy } from './causeModel.ts';
import type { CauseEstimate } from './causeModel.ts';
import { CAUSE_MODELS } from './causeModels.generated.ts';
import type { CurveFeatures, FeatureName } from './curveFeatures.ts';
import type { LossCurve } from './lossCurve.ts';

/** A verdict names up to so many reasons. */
const MAX_REASONS = 3;
/** What weighs less is none: the odds of the cause change by less than a fifth without it. */
const MIN_WEIGHT = 0.2;
/** Below this a fall cannot be measured in, see `drop` in curveFeatures.ts. */
const NO_FALL = -3;

/** A plain idea that several features are about, and the one number that people can check on the curve. */
interface Idea {
  readonly features: readonly FeatureName[];
  /** NaN where there is nothing to say, or a bound of the feature is all that is known. */
  readonly measure: (features: CurveFeatures, curve: LossCurve) => number;
}

/** All features but the amounts of data (count, length, stride, batch), in which nothing can be seen. */
const IDEAS: Readonly<Record<ReasonId, Idea>> = {
  'late-fall': {
    features: [
      ...(['fallHalf', 'fallLate', 'slope', 'slopeSure', 'gain1', 'gain2', 'gainRatio'] as const),
      ...(['remaining', 'gainSure', 'decadeFall', 'flat'] as const),
    ],
    measure: (features) => ofFall(features, within(features.fallLate, -1, 1)),
  },
  'half-fall': {
    features: ['share2', 'share5', 'share10', 'share20', 'share50', 'time50', 'time90', 'step50'],
    measure: (features) => ofFall(features, 10 ** within(features.time50, -4, 0.1)),
  },
  depth: {
    features: ['fall', 'logDrop', 'logRatio'],
    measure: ({ logDrop }) => (logDrop <= NO_FALL ? 0 : 10 ** within(logDrop, NO_FALL, 1)),
  },
  noise: {
    features: [
      ...(['noiseDrop', 'noiseEnd', 'noiseStart', 'noiseTrend', 'heavy', 'skew'] as const),
      ...(['tailSpread', 'tailSkew', 'wander'] as const),
    ],
    measure: (features) => ofFall(features, 10 ** within(features.tailSpread, -5, 3)),
  },
  peak: {
    features: ['peak', 'peakEarly', 'peakSmooth'],
    measure: (_, { first, peak }) => (first && peak && first.loss > 0 ? peak.loss / first.loss : NaN),
  },
  jump: {
    features: ['spike', 'jump', 'jumpAt', 'jumpStays'],
    measure: ({ jump }) => (jump > 0 ? 10 ** within(jump, 0, 6) : NaN),
  },
  bounce: {
    features: ['bounce', 'lastRise'],
    measure: (features) => ofFall(features, 10 ** within(features.bounce, -1, 8) - 1),
  },
  turns: {
    features: ['turns', 'correlation1', 'correlation2', 'down'],
    measure: ({ turns }) => turns,
  },
  guessing: {
    features: ['hasChance', 'chanceEnd', 'chanceLow', 'chanceStart', 'chanceStartGap', 'chanceEndGap'],
    measure: ({ hasChance, chanceEnd }) => (hasChance === 0 ? NaN : 1 + within(chanceEnd, -1, 2)),
  },
  'usual-rate': {
    features: ['hasPrior', 'prior', 'isSgd', 'isMomentum', 'isAdagrad', 'isSign'],
    measure: ({ hasPrior, prior }) => (hasPrior === 0 ? NaN : 10 ** within(prior, -5, 5)),
  },
  gradient: {
    features: ['hasNorm', 'normEnd', 'normPeak', 'normMiddle', 'normNoise', 'normPromise'],
    measure: ({ hasNorm, normEnd }) => (hasNorm === 0 ? NaN : 10 ** within(normEnd, -6, 6)),
  },
  validation: {
    features: ['hasHeld', 'heldGap', 'heldRise', 'heldFall'],
    measure: (features) => (features.hasHeld === 0 ? NaN : ofFall(features, within(features.heldGap, -2, 5))),
  },
  schedule: {
    features: ['rateEnd', 'ratePeakAt', 'rateFall', 'rateRises'],
    measure: ({ rateEnd }) => (rateEnd === 0 ? NaN : 10 ** within(rateEnd, -3, 0)),
  },
  broken: {
    features: ['broken', 'recovered', 'brokenAt', 'brokenGrowth'],
    measure: ({ broken, brokenAt }) => (broken === 0 ? NaN : brokenAt),
  },
};

/**
 * What weighed most in a cause that the model names, the heaviest first: for each idea, by how much the log odds of the cause fall when
 * its features are set to their mean, as if nothing were known of them.
 */
export function reasonsFor(cause: Cause, features: CurveFeatures, curve: LossCurve): readonly Reason[] {
  if (cause === 'none' || cause === 'undetermined') return [];
  const all = logOdds(estimateCauseBy(CAUSE_MODELS, features), cause);
  return (Object.keys(IDEAS) as ReasonId[])
    .map((id): Reason => {
      const { features: names, measure } = IDEAS[id];
      const without = logOdds(estimateCauseBy(CAUSE_MODELS, features, new Set(names)), cause);
      return { id, value: Number(measure(features, curve).toPrecision(4)), weight: Number((all - without).toFixed(2)) };
    })
    .filter(({ value, weight }) => weight >= MIN_WEIGHT && Number.isFinite(value))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_REASONS);
}

function logOdds(
  { tooHigh, tooLow, notTheRate }: CauseEstimate,
  cause: Exclude<Cause, 'none' | 'undetermined'>,
): number {
  const odds = { 'rate-too-high': tooHigh, 'rate-too-low': tooLow, 'not-the-rate': notTheRate }[cause];
  return Math.log(odds / (1 - odds));
}

/** A number in units of the fall; NaN where the loss has hardly fallen. */
function ofFall({ logDrop }: CurveFeatures, value: number): number {
  return logDrop > NO_FALL ? value : NaN;
}

/** NaN at the bounds of a feature, where the real value may lie beyond. */
function within(value: number, low: number, high: number): number {
  return value > low && value < high ? value : NaN;
}
