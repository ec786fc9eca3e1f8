import { createFinding } from './createFinding.ts';
import type { Finding } from './finding.ts';
import { formatLoss } from './format.ts';
import type { LastLosses, LossHistory } from './lossHistory.ts';

/** Share of the losses, the newest, that a level is computed from. */
const LEVEL_SHARE = 0.1;
/** The fewest losses that a level is computed from: the median of five ignores two spikes. */
const MIN_LOSSES = 5;
/** The most losses that a level is computed from, evenly spaced: their median is within a tenth of a standard deviation. */
const MAX_LOSSES = 1000;
/** The share of the loss's drop that must be lost again. A run that has lost less than half has still learned more than it lost. */
const LOST_SHARE = 0.5;
/** A rise must exceed so many standard deviations of single losses at the lowest level: noise alone does so once in 700 losses. */
const NOISE_FACTOR = 3;
/**
 * A rise must exceed this share of the lowest level. Fine-tuning that has little to gain drifts up by a fifth to two fifths in healthy
 * runs (five of 75 logs of CAMELS-CH by CooperBigFoot); TheDeepChecker asks for a whole.
 */
const MIN_RISE = 0.5;
/** A loss that rises by this many times its first level has exploded; Megatron-LM calls 10 times the largest of the first 100 a spike. */
const EXPLODED = 10;
/** Median of |a − b| of two normal values, in standard deviations. */
const MEDIAN_DIFFERENCE = 0.954;

/** The level of the loss at some time. */
interface Level {
  readonly loss: number;
  /** Step in the middle of the losses that it rests on. */
  readonly step: number;
  /** Standard deviation of single losses. */
  readonly noise: number;
}

/**
 * Finds out whether the loss of a run has risen for good, from its curve alone. The level of a loss is the median of the last tenth of
 * the losses, at least five, so that neither noise nor spikes that come back move it. A run diverges when its level lies above its
 * lowest one by all of
 * - half of what the loss had come down from its start,
 * - three standard deviations of single losses at the lowest level,
 * - half of the lowest level.
 * It has exploded when the rise is more than ten times the largest of the first loss, the lowest level and the way between them. Losses
 * below 0 are judged as well.
 */
export class DivergenceRules {
  #first: number | null = null;
  #lowest: Level | null = null;

  /** Judges the curve so far. The lowest level is the lowest of those that were reviewed, so this is called while the curve grows. */
  review(history: LossHistory): Finding | null {
    const recent = history.last(Math.max(MIN_LOSSES, Math.round(history.count * LEVEL_SHARE)));
    if (recent.losses.length < MIN_LOSSES) return null;
    const level = levelOf(recent);
    this.#first ??= Math.max(history.first!.loss, level.loss);
    if (!this.#lowest || level.loss < this.#lowest.loss) this.#lowest = level;
    return this.#judge(history, level, this.#first, this.#lowest);
  }

  #judge(history: LossHistory, level: Level, first: number, lowest: Level): Finding | null {
    const rise = level.loss - lowest.loss;
    const drop = first - lowest.loss;
    const threshold = Math.max(LOST_SHARE * drop, NOISE_FACTOR * lowest.noise, MIN_RISE * Math.abs(lowest.loss));
    if (!(rise > threshold)) return null;
    const isExploded = rise > EXPLODED * Math.max(Math.abs(first), Math.abs(lowest.loss), drop);
    return createFinding({
      symptom: isExploded ? 'exploding' : 'diverging',
      fromStep: lowest.step,
      toStep: history.lastStep,
      cause: 'rate-too-high',
      confidence: isExploded ? 0.8 : 0.6,
      code: isExploded ? 'exploding' : 'diverging',
      args: [formatLoss(level.loss), formatLoss(lowest.loss), String(lowest.step)],
      evidence: { firstLoss: history.first!.loss, lowestLevel: lowest.loss, level: level.loss, noise: lowest.noise },
    });
  }
}

function levelOf({ steps, losses }: LastLosses): Level {
  const stride = Math.ceil(losses.length / MAX_LOSSES);
  const seen = Float64Array.from({ length: Math.ceil(losses.length / stride) }, (_, index) => losses[index * stride]);
  const differences = Float64Array.from({ length: Math.ceil((losses.length - 1) / stride) }, (_, index) =>
    Math.abs(losses[index * stride + 1] - losses[index * stride]),
  );
  return {
    loss: upperMedian(seen),
    step: steps[steps.length >> 1],
    noise: upperMedian(differences) / MEDIAN_DIFFERENCE,
  };
}

/** The middle value, the upper of two. Sorts the values where they are: the detector sees many. */
function upperMedian(values: Float64Array): number {
  return values.sort()[values.length >> 1];
}
