import * as l10n from '@vscode/l10n';
import { MIN_POINTS } from '../../domain/finder/findRate.ts';
import { rangeFor } from '../../domain/finder/rateRange.ts';
import { summarizeRates } from '../../domain/rate.ts';
import { ratesAround } from '../../domain/ratesAround.ts';
import type { RunSpec } from '../../domain/run.ts';
import { MAX_POINTS } from '../../domain/thinning.ts';
import { stepsPerEpoch } from '../../domain/steps.ts';
import { requireValidTraining, specOf } from '../sweep/choice.ts';
import type { SweepChoice, TrainingChoice } from '../sweep/choice.ts';

/** The settings of a range test beside those of the training. */
export interface RangeTestOptions {
  /** The rate of the first step. */
  readonly from: number;
  /** The rate of the last step, if the loss does not diverge before. */
  readonly to: number;
  readonly steps: number;
  /** The test ends when the smoothed loss exceeds this many times its lowest value. */
  readonly stopAbove: number;
}

/** What a range test is planned from. It ignores the schedule and the epochs of the training and sets its own. */
export interface RangeTestChoice extends TrainingChoice, RangeTestOptions {}

/** Twice the steps of fastai's lr_find, which also stops at four times the lowest loss. */
export const DEFAULT_RANGE_TEST: Pick<RangeTestOptions, 'steps' | 'stopAbove'> = { steps: 200, stopAbove: 4 };

/** How often a range test is repeated, with a seed and so an order of images of its own: three are the fewest whose median ignores an odd one. */
export const DEFAULT_REPEATS = 3;

/** The fewest steps from which a rate can be suggested. */
export const MIN_STEPS = MIN_POINTS;
/** All losses are kept, with the one before training. */
export const MAX_STEPS = MAX_POINTS - 1;

/** The range test of a training, or of the runs of a sweep. Its rates are those that rangeFor gives where the range has none. */
export function rangeTestChoice(
  training: TrainingChoice & Partial<Pick<SweepChoice, 'learningRates' | 'prune'>>,
  range: Partial<RangeTestOptions> = {},
): RangeTestChoice {
  const { schedule: _, learningRates: __, prune: ___, ...rest } = training;
  const [from, to] = rangeFor(training.optimizer.name);
  return { ...rest, from, to, ...DEFAULT_RANGE_TEST, ...range };
}

/** A sweep around a rate of the training that was tested: with its full length, and only runs that may still win. */
export function sweepAround(
  { from: _, to: __, steps: ___, stopAbove: ____, ...training }: RangeTestChoice,
  rate: number,
): SweepChoice {
  const learningRates = ratesAround(rate);
  return { ...training, name: summarizeRates(learningRates), preset: null, seeds: 1, learningRates, prune: true };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: RangeTestChoice): void {
  requireRange(choice);
  requireSteps(choice.steps);
  requireValidTraining(choice);
}

/** @throws RangeError unless the rates are positive and rise */
export function requireRange({ from, to }: Pick<RangeTestOptions, 'from' | 'to'>): void {
  if (from > 0 && to > from && Number.isFinite(to)) return;
  throw new RangeError(
    l10n.t('The rates must be positive and rise, for example from 1e-7 to 10, not from {0} to {1}.', from, to),
  );
}

/**
 * @param written the steps as they were typed
 * @throws RangeError unless they are a whole number within the limits
 */
export function requireSteps(steps: number, written: string | number = steps): number {
  if (Number.isInteger(steps) && steps >= MIN_STEPS && steps <= MAX_STEPS) return steps;
  throw new RangeError(
    l10n.t('The number of steps must be a whole number from {0} to {1}, not {2}.', MIN_STEPS, MAX_STEPS, written),
  );
}

/** The spec of the test's run: its first update has the rate `from`, its last one `to`, with the same factor between any two. */
export function rangeTestSpec(choice: RangeTestChoice, seed: number): RunSpec {
  const { from, to, steps, stopAbove } = choice;
  const training: TrainingChoice = {
    ...choice,
    schedule: { name: 'exponential', factor: to / from, every: steps - 1 },
    epochs: Math.ceil(steps / stepsPerEpoch(choice)),
    // Nothing is tested: the suggestion reads the training loss.
    dataset: { ...choice.dataset, test: 0 },
  };
  return { ...specOf(training, from, seed, choice.engine), steps, stopAbove };
}
