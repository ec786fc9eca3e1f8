import type { Finding, Remedy, Symptom } from '../finding.ts';
import { plannedEpochs } from '../runFacts.ts';
import type { RunFacts } from '../runFacts.ts';
import type { CauseVerdict } from './causeVerdict.ts';
import type { CurveFeatures } from './curveFeatures.ts';
import { quantile } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';
import { optimizerKind } from './optimizerKind.ts';
import { roundRate } from './rateEstimate.ts';
import type { RateEstimate, RateSuggestion } from './rateEstimate.ts';
import { findSpike } from './spikeRule.ts';

/** A longer training is proposed up to so many times as long. */
const MAX_LONGER = 10;
/** Share of a run that a warm-up takes; see docs/schedules.md. */
const WARM_UP_SHARE = 0.05;
/** A rise of the loss at the start, in shares of what it falls later, that a warm-up would avoid. */
const EARLY_PEAK = 0.3;
/** A run that reached this share of its fall in its first half had a rate that was good at first. */
const FELL_WELL = 0.8;
/** Adam's default in PyTorch and Keras. */
const ADAM_RATE = 0.001;

/** A factor whose divisor is round where it is below 1: sentences say "3 times lower", not "3.333 times lower". */
function roundFactor(factor: number): number {
  return factor < 1 ? 1 / roundRate(1 / factor) : roundRate(factor);
}

/** Where a verdict puts the middle of the zone; null where the run's rate is unknown. */
export function estimateRate({ offset, margin }: CauseVerdict, rate: number | null): RateEstimate | null {
  if (rate === null || !(rate > 0)) return null;
  return { rate: Number((rate * 10 ** offset).toPrecision(4)), margin: Number(margin.toFixed(2)) };
}

/** What helps, the most promising first. */
export function remediesFor(
  { symptom, fromStep }: Pick<Finding, 'symptom' | 'fromStep'>,
  verdict: CauseVerdict,
  suggestion: RateSuggestion | null,
  { curve, features, facts }: { readonly curve: LossCurve; readonly features: CurveFeatures; readonly facts: RunFacts },
): readonly Remedy[] {
  const setRate: Remedy[] = suggestion
    ? [{ kind: 'set-rate', rate: suggestion.rate, range: suggestion.range }]
    : verdict.cause === 'rate-too-high' || verdict.cause === 'rate-too-low'
      ? [{ kind: 'scale-rate', factor: roundFactor(10 ** verdict.offset) }]
      : [];
  switch (verdict.cause) {
    case 'rate-too-high':
      return [...setRate, ...stabilizingRemedies(symptom, normsUntil(curve, fromStep), features, facts)];
    case 'rate-too-low':
      return [...setRate, ...longerTraining(verdict, facts)];
    case 'not-the-rate':
      return [{ kind: 'check-data', what: symptom === 'nan' ? 'batch' : findSpike(curve) ? 'spike' : 'labels' }];
    case 'none':
      return [{ kind: 'nothing' }];
    case 'undetermined':
      return setRate;
  }
}

/** What makes a training stable at a high rate: a warm-up, a schedule, clipping, or an optimizer that scales its steps. */
function stabilizingRemedies(
  symptom: Symptom,
  norms: readonly number[],
  features: CurveFeatures,
  { total, optimizer }: RunFacts,
): Remedy[] {
  const remedies: Remedy[] = [];
  if (10 ** features.peakEarly - 1 > EARLY_PEAK && total !== null) {
    remedies.push({ kind: 'warm-up', steps: Math.max(1, Math.round(WARM_UP_SHARE * total)) });
  }
  if ((symptom === 'plateau' || symptom === 'oscillating') && features.share50 > FELL_WELL && features.fall > 0.5) {
    remedies.push({ kind: 'schedule', name: 'cosine' });
  }
  const isUnstable = symptom === 'nan' || symptom === 'exploding' || symptom === 'diverging';
  const norm = Number(quantile(norms, 0.9).toPrecision(2));
  if (isUnstable && norm > 0 && norm < Infinity) remedies.push({ kind: 'clip', norm });
  const kind = optimizerKind(optimizer);
  if (isUnstable && (kind === 'sgd' || kind === 'momentum')) {
    remedies.push({ kind: 'switch-optimizer', name: 'Adam', rate: ADAM_RATE });
  }
  return remedies;
}

/** Norms of the gradient before something went wrong. */
function normsUntil({ buckets }: LossCurve, step: number): number[] {
  return buckets.flatMap(({ logNorm, lastStep }) => (Number.isNaN(logNorm) || lastStep > step ? [] : [10 ** logNorm]));
}

/** A rate so many times too low needs about as many times the steps. */
function longerTraining({ offset }: CauseVerdict, facts: RunFacts): Remedy[] {
  const epochs = plannedEpochs(facts);
  const times = 10 ** offset;
  return epochs === null || times > MAX_LONGER ? [] : [{ kind: 'train-longer', epochs: Math.ceil(epochs * times) }];
}
