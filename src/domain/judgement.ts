import type { RunOverview } from './experiment.ts';
import type { Finding } from './finding.ts';
import { formatLoss } from './format.ts';
import { formatRate } from './rate.ts';
import type { RunResult } from './run.ts';
import { summarizeSweep } from './sweepSummary.ts';

/** A loss above this share of chance's loss at the end is "near chance" (or worse). */
const NEAR_CHANCE = 0.95;
/** A batch whose loss exceeds the initial one by this factor shows that the weights were thrown, not nudged. */
const THROWN = 1.1;
/** A batch whose loss falls below this share of chance's shows that something had been learned. */
const LEARNED = 0.8;
/** A run is slow below this share of the drop that the best run made. */
const SLOW_SHARE = 0.9;
/** When even the best run takes less than this share off the initial loss, nothing was learned in the time given. */
const LEAST_DROP = 0.1;
/** Loss this many times chance's at the end is divergence rather than chance. */
const DIVERGED = 1.1;

/**
 * Judges the runs of one sweep by comparing them. A simple rule:
 * - furious: a loss that is not finite, or one near chance at the end that had been elsewhere before (a rate so low that
 *   nothing moved stays at chance from the start);
 * - slow: below 90 % of the drop that the best run made;
 * - fast: else.
 * @returns the finding of each finished run, by its index
 */
export function judgeSweep(runs: readonly RunOverview[]): ReadonlyMap<number, Finding> {
  const finished = runs.filter((run): run is FinishedRun => run.result?.state === 'finished');
  const bestDrop = Math.max(0, ...finished.map(({ result }) => dropOf(result)));
  const { suggestedRate } = summarizeSweep(runs);
  return new Map(finished.map((run) => [run.index, judge(run, bestDrop, suggestedRate)]));
}

type FinishedRun = RunOverview & { readonly result: RunResult };

function judge({ spec, result }: FinishedRun, bestDrop: number, suggestedRate: number | null): Finding {
  const rate = formatRate(spec.learningRate);
  const losses = result.series.filter((sample) => sample.loss !== undefined);
  const lastStep = result.series.at(-1)?.step ?? 0;
  const initial = result.initialLoss ?? NaN;
  const score = result.score ?? NaN;
  const helped = suggestedRate === null || suggestedRate === spec.learningRate ? null : suggestedRate;
  const advice = {
    suggestedRate: helped,
    factor: helped === null ? null : Number((helped / spec.learningRate).toPrecision(4)),
    remedies: helped === null ? [] : [{ kind: 'set-rate', rate: helped } as const],
  };
  const tooHigh = { toStep: lastStep, cause: 'rate-too-high', ...advice } as const;

  const broken = losses.find(({ loss }) => !Number.isFinite(loss));
  if (broken) {
    return {
      ...tooHigh,
      symptom: 'nan',
      fromStep: broken.step,
      confidence: 1,
      message: `At ${rate} the loss stopped being a number at step ${broken.step}: the rate is too high.`,
      evidence: { initialLoss: initial, loss: broken.loss! },
    };
  }

  const chance = spec.network.loss === 'cross-entropy' ? Math.log(spec.network.outputs) : initial;
  const peak = losses.reduce((high, sample) => (sample.loss! > high.loss! ? sample : high), losses[0]);
  const lowest = losses.reduce((low, sample) => (sample.loss! < low.loss! ? sample : low), losses[0]);
  const thrown = peak !== undefined && peak.loss! > THROWN * initial;
  const learned = lowest !== undefined && lowest.loss! < LEARNED * chance;
  if (score > NEAR_CHANCE * chance && (thrown || learned)) {
    const diverged = score > DIVERGED * chance;
    return {
      ...tooHigh,
      symptom: diverged ? 'diverging' : 'stuck-at-chance',
      fromStep: thrown ? peak.step : lowest.step,
      confidence: 0.9,
      message:
        `At ${rate} the loss ${thrown ? `jumped to ${formatLoss(peak.loss!)} at step ${peak.step}` : `had fallen to ${formatLoss(lowest.loss!)} by step ${lowest.step}`} ` +
        `and ended at ${formatLoss(score)}, ${diverged ? 'above' : 'no better than'} guessing (${formatLoss(chance)}): the rate is too high.`,
      evidence: { initialLoss: initial, peakLoss: peak.loss!, lowestLoss: lowest.loss!, score, chance },
    };
  }

  const drop = dropOf(result);
  const nothingLearned = bestDrop < LEAST_DROP * initial;
  if (nothingLearned || drop < SLOW_SHARE * bestDrop) {
    const share = bestDrop > 0 ? Math.max(0, drop) / bestDrop : 0;
    return {
      ...advice,
      symptom: 'slow',
      fromStep: 0,
      toStep: lastStep,
      cause: 'rate-too-low',
      confidence: 0.7,
      message: nothingLearned
        ? `At ${rate} the loss hardly moved from ${formatLoss(initial)}, nor did it at any other rate of this sweep: try higher rates.`
        : `At ${rate} the loss fell from ${formatLoss(initial)} to ${formatLoss(score)}, ${Math.round(100 * share)} % of the drop of the best run: the rate is too low for the time given.`,
      evidence: { initialLoss: initial, score, shareOfBestDrop: share },
      remedies: [...advice.remedies, { kind: 'train-longer', epochs: 2 * spec.epochs }],
    };
  }

  return {
    symptom: 'healthy',
    fromStep: 0,
    toStep: lastStep,
    cause: 'none',
    confidence: 0.7,
    suggestedRate: null,
    factor: null,
    message: `At ${rate} the loss fell from ${formatLoss(initial)} to ${formatLoss(score)}.`,
    evidence: { initialLoss: initial, score },
    remedies: [{ kind: 'nothing' }],
  };
}

/** What a run took off its initial loss; −Infinity for a run that broke, or that has no score. */
function dropOf(result: RunResult): number {
  return result.score === null || result.initialLoss === null ? -Infinity : result.initialLoss - result.score;
}
