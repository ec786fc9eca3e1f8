import { createFinding } from './createFinding.ts';
import type { Finding } from './finding.ts';
import { formatLoss } from './format.ts';
import { lossToBeat } from './guessing.ts';
import type { LossHistory } from './lossHistory.ts';
import type { RunFacts, StepUnit } from './runFacts.ts';
import { hasLossOfEachStep, scoredCount } from './score.ts';
import { MIN_DROP } from './zone.ts';

/** A loss above this share of guessing's at the end is no better than guessing. */
const NEAR_CHANCE = 0.95;
/** A loss above this many times the initial loss has jumped: the first updates moved the weights far away. */
const JUMPED = 1.1;
/** A loss below this share of guessing's shows that something had been learned. */
const LEARNED = 0.8;
/** A loss this many times guessing's at the end is divergence rather than guessing. */
const DIVERGED = 1.1;
/** Share of its steps after which a run is judged before it ends; AUTOTRAINER waits as long with its rule for slow training. */
const EARLIEST_SHARE = 0.3;

/** The numbers of a loss curve that the rules compare. */
interface CurveSummary {
  readonly initial: number;
  /** See scoreOf. */
  readonly score: number;
  readonly baseline: number;
}

/**
 * Judges a run whose loss of guessing is known, while it goes on: only whether it is no better than guessing although it had been
 * elsewhere before. A start that jumps and then learns is common, so nothing is said before 30 % of the steps are done.
 * If the steps of the whole run are unknown, nothing is said before it ends.
 */
export function judgeUnfinished(history: LossHistory, baseline: number, { total, unit }: RunFacts): Finding | null {
  const course = summarizeCurve(history, baseline, unit);
  if (!course || total === null || history.lastStep < EARLIEST_SHARE * total) return null;
  return backAtChance(history, course);
}

/** Judges a finished run whose loss of guessing is known. Null only if it has no loss. */
export function judgeFinished(history: LossHistory, baseline: number, { unit }: RunFacts): Finding | null {
  const course = summarizeCurve(history, baseline, unit);
  if (!course) return null;
  return backAtChance(history, course) ?? hardlyMoved(history, course) ?? healthy(history, course);
}

/** The loss of step 0 was measured before the first update and belongs to no score. */
function summarizeCurve(history: LossHistory, baseline: number, unit: StepUnit): CurveSummary | null {
  const { first, lastStep } = history;
  const start = first?.step === 0 ? 1 : 0;
  const count = history.count - start;
  if (!first || count === 0) return null;
  const isEachStep = hasLossOfEachStep(first.step + start, lastStep, count, unit);
  const { losses } = history.last(scoredCount(count, isEachStep));
  const score = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return { initial: first.loss, score, baseline };
}

function backAtChance(history: LossHistory, { initial, score, baseline }: CurveSummary): Finding | null {
  if (!(score > NEAR_CHANCE * baseline)) return null;
  const [peak, lowest] = [history.peak!, history.lowest!];
  const hasJumped = peak.loss > JUMPED * initial;
  if (!hasJumped && !(lowest.loss < LEARNED * baseline)) return null;
  const isDiverged = score > DIVERGED * baseline;
  const turn = hasJumped ? peak : lowest;
  return createFinding({
    symptom: isDiverged ? 'diverging' : 'stuck-at-chance',
    fromStep: turn.step,
    toStep: history.lastStep,
    cause: 'rate-too-high',
    confidence: 0.9,
    code: `${hasJumped ? 'jumped' : 'fell'}-${isDiverged ? 'above' : 'to'}-chance`,
    args: [formatLoss(turn.loss), String(turn.step), formatLoss(score), formatLoss(baseline)],
    evidence: { initialLoss: initial, peakLoss: peak.loss, lowestLoss: lowest.loss, score, chance: baseline },
  });
}

/** From the curve alone a rate that is too low looks like a network that is dead from the start. */
function hardlyMoved(history: LossHistory, { initial, score, baseline }: CurveSummary): Finding | null {
  const toBeat = lossToBeat(initial, baseline);
  if (toBeat - score >= MIN_DROP * toBeat) return null;
  return createFinding({
    symptom: score > NEAR_CHANCE * baseline ? 'stuck-at-chance' : 'plateau',
    fromStep: history.first!.step,
    toStep: history.lastStep,
    cause: 'undetermined',
    confidence: 0.5,
    code: 'hardly-moved',
    args: [formatLoss(initial), formatLoss(score)],
    evidence: { initialLoss: initial, score, chance: baseline },
  });
}

function healthy(history: LossHistory, { initial, score }: CurveSummary): Finding {
  return createFinding({
    symptom: 'healthy',
    fromStep: history.first!.step,
    toStep: history.lastStep,
    cause: 'none',
    confidence: 0.7,
    code: 'healthy',
    args: [formatLoss(initial), formatLoss(score)],
    evidence: { initialLoss: initial, score },
    remedies: [{ kind: 'nothing' }],
  });
}
