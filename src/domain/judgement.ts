import type { RunOverview } from './experiment.ts';
import type { Finding } from './finding.ts';
import { formatLoss } from './format.ts';
import { guessingLoss, lossToBeat } from './guessing.ts';
import { formatRate } from './rate.ts';
import type { RunResult, RunSpec } from './run.ts';
import { summarizeSweep } from './sweepSummary.ts';
import { LEAST_DROP } from './zone.ts';

/** A loss above this share of chance's loss at the end is "near chance" (or worse). */
const NEAR_CHANCE = 0.95;
/** A batch whose loss exceeds the initial one by this factor shows that the weights were thrown, not nudged. */
const THROWN = 1.1;
/** A batch whose loss falls below this share of chance's shows that something had been learned. */
const LEARNED = 0.8;
/** A run is slow below this share of the drop that the best run made. */
const SLOW_SHARE = 0.9;
/** At the best run's own rate only a seed that fell behind this far is worth a word: the rate is right. */
const SAME_RATE_SHARE = 0.5;
/** Loss this many times chance's at the end is divergence rather than chance. */
const DIVERGED = 1.1;

/**
 * Judges the runs of one sweep by comparing them. A simple rule:
 * - furious: a loss that is not finite, or one near chance at the end that had been elsewhere before (a rate so low that
 *   nothing moved stays at chance from the start);
 * - slow: below 90 % of the drop that the best run made, at a lower rate than that run's; at a higher rate that is furious too,
 *   for a still higher one would not help; at the same rate, if it learned less than half as much, it is the seed, not the rate;
 * - fast: else.
 * @returns the finding of each finished run, by its index
 */
export function judgeSweep(runs: readonly RunOverview[]): ReadonlyMap<number, Finding> {
  const finished = runs.filter((run): run is FinishedRun => run.result?.state === 'finished');
  const drops = finished.map(({ spec, result }) => ({ rate: spec.learningRate, drop: dropOf(spec, result) }));
  const best = drops.reduce((leader, run) => (run.drop > leader.drop ? run : leader), { rate: NaN, drop: 0 });
  const isAlone = new Set(runs.map(({ spec }) => spec.learningRate)).size === 1;
  const { suggestedRate } = summarizeSweep(runs);
  return new Map(finished.map((run) => [run.index, judge(run, { ...best, isAlone }, suggestedRate)]));
}

type FinishedRun = RunOverview & { readonly result: RunResult };

/** The run that took most off its initial loss. */
interface BestRun {
  readonly rate: number;
  readonly drop: number;
  /** Whether no other rate was tried. */
  readonly isAlone: boolean;
}

/** A loss and the step it was measured at. */
interface Point {
  readonly step: number;
  readonly loss: number;
}

function judge({ spec, result }: FinishedRun, best: BestRun, suggestedRate: number | null): Finding {
  const points = result.series.flatMap(({ step, loss }) => (loss === undefined ? [] : [{ step, loss }]));
  // The last update of an epoch shows in the loss on the test images alone.
  const tested = result.series.flatMap(({ step, validationLoss }) =>
    validationLoss === undefined ? [] : [{ step, loss: validationLoss }],
  );
  const initial = result.initialLoss ?? NaN;
  const score = result.score ?? NaN;
  const chance = guessingLoss(spec.network);
  const finding =
    broken([...points, ...tested], initial) ??
    backAtChance(points, { initial, score, chance }) ??
    fellShort(spec, { initial, score }, best) ??
    healthy({ initial, score });
  const rate = finding.cause === 'none' || suggestedRate === spec.learningRate ? null : suggestedRate;
  return {
    fromStep: 0,
    toStep: points.at(-1)?.step ?? 0,
    suggestedRate: rate,
    factor: rate === null ? null : Number((rate / spec.learningRate).toPrecision(4)),
    ...finding,
    message: `At ${formatRate(spec.learningRate)} ${finding.message}`,
    remedies: [...(rate === null ? [] : [{ kind: 'set-rate', rate } as const]), ...finding.remedies],
  };
}

/** What a rule has to say; the rest of a finding follows from the run. */
type Judgement = Omit<Finding, 'fromStep' | 'toStep' | 'suggestedRate' | 'factor'> & { readonly fromStep?: number };

interface Losses {
  readonly initial: number;
  readonly score: number;
}

function broken(points: readonly Point[], initial: number): Judgement | null {
  const first = points.find(({ loss }) => !Number.isFinite(loss));
  if (!first) return null;
  return {
    symptom: 'nan',
    fromStep: first.step,
    cause: 'rate-too-high',
    confidence: 1,
    message: `the loss stopped being a number at step ${first.step}: the rate is too high.`,
    evidence: { initialLoss: initial, loss: first.loss },
    remedies: [],
  };
}

function backAtChance(
  points: readonly Point[],
  { initial, score, chance }: Losses & { readonly chance: number },
): Judgement | null {
  if (points.length === 0 || !(score > NEAR_CHANCE * chance)) return null;
  const peak = points.reduce((high, point) => (point.loss > high.loss ? point : high));
  const lowest = points.reduce((low, point) => (point.loss < low.loss ? point : low));
  const thrown = peak.loss > THROWN * initial;
  if (!thrown && !(lowest.loss < LEARNED * chance)) return null;
  const diverged = score > DIVERGED * chance;
  const before = thrown
    ? `jumped to ${formatLoss(peak.loss)} at step ${peak.step}`
    : `had fallen to ${formatLoss(lowest.loss)} by step ${lowest.step}`;
  return {
    symptom: diverged ? 'diverging' : 'stuck-at-chance',
    fromStep: thrown ? peak.step : lowest.step,
    cause: 'rate-too-high',
    confidence: 0.9,
    message: `the loss ${before} and ended at ${formatLoss(score)}, ${diverged ? 'above' : 'no better than'} guessing (${formatLoss(chance)}): the rate is too high.`,
    evidence: { initialLoss: initial, peakLoss: peak.loss, lowestLoss: lowest.loss, score, chance },
    remedies: [],
  };
}

function fellShort(spec: RunSpec, { initial, score }: Losses, best: BestRun): Judgement | null {
  const longer = { kind: 'train-longer', epochs: 2 * spec.epochs } as const;
  const toBeat = lossToBeat(spec.network, initial);
  if (best.drop < LEAST_DROP * toBeat) {
    return {
      symptom: 'slow',
      cause: 'rate-too-low',
      confidence: 0.7,
      message: `the loss hardly moved from ${formatLoss(initial)}${best.isAlone ? '' : ', and no other rate of this sweep took a tenth off it'}: train longer, or try higher rates.`,
      evidence: { initialLoss: initial, score },
      remedies: [longer],
    };
  }
  const share = Math.max(0, toBeat - score) / best.drop;
  if (share >= (spec.learningRate === best.rate ? SAME_RATE_SHARE : SLOW_SHARE)) return null;
  const course = `the loss fell from ${formatLoss(initial)} to ${formatLoss(score)}, ${Math.round(100 * share)} % of the drop of the best run`;
  const evidence = { initialLoss: initial, score, shareOfBestDrop: share, bestRate: best.rate };
  if (spec.learningRate === best.rate) {
    const message = `${course}, which had the same rate: here the seed decides, not the rate.`;
    return { symptom: 'slow', cause: 'undetermined', confidence: 0.5, message, evidence, remedies: [longer] };
  }
  if (spec.learningRate > best.rate) {
    const message = `${course}, which had the lower rate ${formatRate(best.rate)}: the rate is too high.`;
    return { symptom: 'plateau', cause: 'rate-too-high', confidence: 0.7, message, evidence, remedies: [] };
  }
  return {
    symptom: 'slow',
    cause: 'rate-too-low',
    confidence: 0.7,
    message: `${course}: the rate is too low for the time given.`,
    evidence,
    remedies: [longer],
  };
}

function healthy({ initial, score }: Losses): Judgement {
  return {
    symptom: 'healthy',
    cause: 'none',
    confidence: 0.7,
    message: `the loss fell from ${formatLoss(initial)} to ${formatLoss(score)}.`,
    evidence: { initialLoss: initial, score },
    remedies: [{ kind: 'nothing' }],
  };
}

/** What a run took off the loss that it had to beat; −Infinity for a run that broke, or that has no score. */
function dropOf({ network }: RunSpec, { score, initialLoss }: RunResult): number {
  return score === null || initialLoss === null ? -Infinity : lossToBeat(network, initialLoss) - score;
}
