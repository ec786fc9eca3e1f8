import type { Cause, Finding, Symptom } from '../finding.ts';
import type { FindingCode } from '../findingTexts.ts';
import { formatLoss, roundStep } from '../format.ts';
import { familyOf, optimizerTitle } from '../optimizerFamily.ts';
import { formatRate } from '../rate.ts';
import type { RunFacts } from '../runFacts.ts';
import { judgeCause } from './causeVerdict.ts';
import type { CauseVerdict } from './causeVerdict.ts';
import { findGuessing } from './chanceRule.ts';
import { createFinding } from './createFinding.ts';
import { curveFeatures } from './curveFeatures.ts';
import type { CurveFeatures, RecordedRun } from './curveFeatures.ts';
import { hasNoFloor } from './floorRule.ts';
import { meanLoss, quantile } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';
import { NO_ADVICE } from './nanRules.ts';
import type { NanAdvice } from './nanRules.ts';
import { optimizerKind } from './optimizerKind.ts';
import { findPlateau } from './plateauRule.ts';
import { suggestionFrom } from './rateEstimate.ts';
import { reasonsFor } from './reasons.ts';
import { estimateRate, remediesFor } from './remedies.ts';
import { findRise, hasExplodedAtOnce } from './riseRule.ts';
import { findSwings } from './swingRule.ts';
import { isWarmingUp } from './warmUpRule.ts';

/** A run so far, and what is known of it. */
export interface CourseInput {
  readonly run: RecordedRun;
  readonly facts: RunFacts;
  /** Whether the run has finished; a judgement is more careful before. */
  readonly isEnded: boolean;
  /** The score of a finished run, where it is known; otherwise the mean of the last tenth of the losses counts. */
  readonly score: number | null;
  /** What was said of the cause before. */
  readonly before: Cause | null;
}

/** The fewest losses from which a cause is named while a run goes on, and after its end. */
const MIN_LOSSES = 5;
const MIN_LOSSES_AT_END = 2;
/** Share of the planned steps after which a cause is named; AUTOTRAINER waits as long with its rule for slow training. */
const EARLIEST_SHARE = 0.2;
/** The fewest losses of a run of unknown length from which a cause is named before it ends. */
const EARLIEST_LOSSES = 50;
/** Share of the fall in the second half of a run from which on the sentence says that it still falls. */
const STILL_FALLING = 0.15;
/** A hint at a better rate is given from so many decades on. */
const MIN_HINT = 0.5;

/** A symptom with the sentence that says what the curve shows. */
interface Sighting {
  readonly symptom: Symptom;
  readonly fromStep: number;
  readonly code: FindingCode;
  readonly args: readonly string[];
  readonly evidence: Readonly<Record<string, number>>;
}

/** The cause of what a curve shows so far; null where it is too early to say, or the model knows nothing of such optimizers or losses. */
export function causeOf({ run, facts, isEnded, before }: CourseInput): CauseVerdict | null {
  if (findsSteps(facts) || hasNoFloor(run.curve)) return null;
  if (run.curve.count < (isEnded ? MIN_LOSSES_AT_END : MIN_LOSSES) && !run.isBroken) return null;
  const isEarly =
    facts.total === null ? run.curve.count < EARLIEST_LOSSES : run.curve.lastStep < EARLIEST_SHARE * facts.total;
  if (!isEnded && isEarly && !run.isBroken) return null;
  const verdict = judgeCause(featuresOf(run, facts), isEnded, before);
  if (verdict.cause !== 'rate-too-low' || !isWarmingUp(run.curve, facts.rate)) return verdict;
  return isEnded ? UNKNOWN : null;
}

/** The finding of a run whose newest loss is finite; null if it has no loss, or nothing can be said yet or at all. */
export function judgeCourse(input: CourseInput, verdict: CauseVerdict | null): Finding | null {
  const { run, facts, isEnded } = input;
  const { first } = run.curve;
  if (!first || hasNoFloor(run.curve)) return null;
  const level = input.score ?? levelAtEnd(run);
  const sighting = findSymptom(input, level);
  const isBlamed = verdict?.cause === 'rate-too-high' || verdict?.cause === 'rate-too-low';
  if (sighting && (hasRisen(sighting) || (verdict && !isNatural(sighting, verdict)))) {
    const isRateBlamed = hasRisen(sighting) && !findsSteps(facts);
    const cause = isRateBlamed ? blameRate(verdict) : (verdict ?? UNKNOWN);
    return complete(input, sighting, cause, cause === verdict);
  }
  if (verdict && isBlamed) return complete(input, explain(input, verdict, level), verdict, true);
  if (!isEnded || !verdict) return null;
  const sound: Sighting = {
    symptom: 'healthy',
    fromStep: first.step,
    code: 'healthy',
    args: [formatLoss(first.loss), formatLoss(level)],
    evidence: { initialLoss: first.loss, score: level },
  };
  if (verdict.cause === 'none') return complete(input, sound, verdict, true);
  // Where something else is to blame, the curve says nothing of a better rate.
  const { offset, margin } = verdict.cause === 'undetermined' ? verdict : UNKNOWN;
  const code = Math.abs(offset) < MIN_HINT ? 'unclear' : offset > 0 ? 'unclear-low' : 'unclear-high';
  return complete(input, { ...sound, code }, { ...verdict, cause: 'undetermined', offset, margin }, true);
}

/** What only the rules say, where the model has not been asked. */
const UNKNOWN: CauseVerdict = {
  cause: 'undetermined',
  confidence: 0.5,
  offset: 0,
  margin: 0,
  restsOnUsualRates: false,
};

function findsSteps({ optimizer }: RunFacts): boolean {
  return optimizer !== null && familyOf(optimizer)?.findsSteps === true;
}

function hasRisen({ symptom }: Sighting): boolean {
  return symptom === 'exploding' || symptom === 'diverging';
}

/** A loss that rises for good has too high a rate unless the model sees something else: see docs/diagnosis.md. */
function blameRate(verdict: CauseVerdict | null): CauseVerdict {
  if (verdict && (verdict.cause === 'rate-too-high' || verdict.cause === 'not-the-rate')) return verdict;
  const { offset, margin } = verdict ?? UNKNOWN;
  return {
    cause: 'rate-too-high',
    confidence: 0.6,
    offset: Math.min(offset, -1),
    margin: Math.max(margin, 1),
    restsOnUsualRates: false,
  };
}

/** Small batches swing in healthy runs too; a loss that cannot fall further rests. */
function isNatural({ symptom }: Sighting, { cause }: CauseVerdict): boolean {
  return (symptom === 'oscillating' || symptom === 'plateau') && cause === 'none';
}

function featuresOf(run: RecordedRun, { optimizer, rate, batchSize, classes, baseline }: RunFacts): CurveFeatures {
  return curveFeatures(run, { optimizer: optimizerKind(optimizer), rate, batchSize, classes, baseline });
}

function levelAtEnd({ curve: { buckets } }: RecordedRun): number {
  return meanLoss(buckets.slice(-Math.max(1, Math.round(buckets.length / 10))));
}

/** The median of the last tenth, five losses at least: a few spikes do not move it. */
function medianAtEnd({ buckets }: LossCurve): number {
  const size = Math.max(5, Math.round(buckets.length / 10));
  return quantile(
    buckets.slice(-size).map(({ newest }) => newest),
    0.5,
  );
}

function findSymptom({ run: { curve }, facts }: CourseInput, level: number): Sighting | null {
  const chance = facts.baseline ?? (facts.classes === null ? null : Math.log(facts.classes));
  const rise = findRise(curve);
  if (rise) {
    return {
      symptom: rise.isExploded ? 'exploding' : 'diverging',
      fromStep: rise.fromStep,
      code: rise.isExploded ? 'exploding' : 'diverging',
      args: [formatLoss(rise.level), formatLoss(rise.lowest), String(roundStep(rise.fromStep))],
      evidence: { firstLoss: curve.first!.loss, lowestLevel: rise.lowest, level: rise.level, noise: rise.noise },
    };
  }
  const end = Math.min(level, medianAtEnd(curve));
  const guessing = chance === null ? null : findGuessing(curve, end, chance);
  if (guessing) {
    const { way, isAbove, turn } = guessing;
    return {
      symptom: isAbove ? 'diverging' : 'stuck-at-chance',
      fromStep: way === null ? curve.first!.step : turn.step,
      code: way === null ? 'stays-at-chance' : `${way}-${isAbove ? 'above' : 'to'}-chance`,
      args:
        way === null
          ? [formatLoss(end), formatLoss(chance!)]
          : [formatLoss(turn.loss), String(roundStep(turn.step)), formatLoss(end), formatLoss(chance!)],
      evidence: {
        initialLoss: curve.first!.loss,
        peakLoss: curve.peak!.loss,
        lowestLoss: curve.lowest!.loss,
        score: end,
        chance: chance!,
      },
    };
  }
  const swings = findSwings(curve);
  if (swings) {
    return {
      symptom: 'oscillating',
      fromStep: swings.fromStep,
      code: 'oscillating',
      args: [formatLoss(swings.spread), formatLoss(swings.level)],
      evidence: { spread: swings.spread, level: swings.level },
    };
  }
  const plateau = findPlateau(curve);
  return (
    plateau && {
      symptom: 'plateau',
      fromStep: plateau.fromStep,
      code: 'plateau',
      args: [formatLoss(plateau.level), String(roundStep(plateau.fromStep))],
      evidence: { level: plateau.level, fall: plateau.fall },
    }
  );
}

/** What a curve without a symptom shows of a rate that is too high or too low. */
function explain(
  { run: { curve, ...rest }, facts }: CourseInput,
  { cause, restsOnUsualRates }: CauseVerdict,
  level: number,
): Sighting {
  const first = curve.first!;
  const features = featuresOf({ curve, ...rest }, facts);
  const secondHalf = 1 - features.share50;
  const numbers = [formatLoss(first.loss), formatLoss(level)];
  const base = {
    symptom: 'slow' as const,
    fromStep: first.step,
    evidence: { initialLoss: first.loss, score: level, shareInSecondHalf: secondHalf },
  };
  if (restsOnUsualRates && facts.rate !== null && facts.optimizer !== null) {
    const args = [...numbers, formatRate(facts.rate), optimizerTitle(facts.optimizer)];
    return { ...base, code: cause === 'rate-too-low' ? 'low-for-optimizer' : 'high-for-optimizer', args };
  }
  if (cause === 'rate-too-low' && secondHalf >= STILL_FALLING && features.fall > 0) {
    return { ...base, code: 'still-falling', args: [String(Math.round(100 * Math.min(1, secondHalf)))] };
  }
  return { ...base, code: cause === 'rate-too-low' ? 'fell-slowly' : 'stopped-early', args: numbers };
}

/**
 * The cause of a loss that is not finite, and what helps. A rate that is too low breaks nothing; and if the loss had risen for good
 * before it broke, what is said of that still holds.
 */
export function nanAdvice({ run, facts }: CourseInput, judged: CauseVerdict | null): NanAdvice {
  const hasRisen = !hasNoFloor(run.curve) && (findRise(run.curve) !== null || hasExplodedAtOnce(run.curve));
  const verdict = hasRisen && !findsSteps(facts) ? blameRate(judged) : judged;
  if (!verdict || verdict.cause === 'rate-too-low' || verdict.cause === 'none') return NO_ADVICE;
  const estimate = verdict.cause === 'not-the-rate' ? null : estimateRate(verdict, facts.rate);
  const suggestion = estimate && verdict.cause === 'rate-too-high' ? suggestionFrom(estimate) : null;
  const features = featuresOf(run, facts);
  const context = { curve: run.curve, features, facts };
  return {
    cause: verdict.cause,
    confidence: verdict.confidence,
    ...(estimate && { estimate }),
    suggestion,
    rate: facts.rate,
    remedies: remediesFor({ symptom: 'nan', fromStep: run.curve.lastStep }, verdict, suggestion, context),
    reasons: reasonsFor(verdict.cause, features, run.curve),
  };
}

/** @param isByModel whether the model named the cause, rather than a rule */
function complete(input: CourseInput, sighting: Sighting, verdict: CauseVerdict, isByModel: boolean): Finding {
  const { run, facts } = input;
  const { cause, confidence, offset } = verdict;
  const isBlamed = cause === 'rate-too-high' || cause === 'rate-too-low';
  const isKnown = verdict.margin > 0 && cause !== 'not-the-rate';
  const estimate = isKnown ? estimateRate(verdict, facts.rate) : null;
  const suggestion = estimate && (isBlamed || Math.abs(offset) >= MIN_HINT) ? suggestionFrom(estimate) : null;
  const features = featuresOf(run, facts);
  return createFinding({
    ...sighting,
    toStep: run.curve.lastStep,
    cause,
    confidence,
    ...(estimate && { estimate }),
    suggestion,
    rate: facts.rate,
    remedies: remediesFor(sighting, verdict, suggestion, { curve: run.curve, features, facts }),
    reasons: isByModel ? reasonsFor(cause, features, run.curve) : [],
  });
}
