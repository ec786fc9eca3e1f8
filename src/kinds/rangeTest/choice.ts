import * as l10n from '@vscode/l10n';
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

/** The range of fastai's lr_find, from a rate that is far too low to one at which every training diverges, in twice its steps. */
export const DEFAULT_RANGE_TEST: RangeTestOptions = { from: 1e-7, to: 10, steps: 200, stopAbove: 4 };

/** Fewer points are too few to tell a slope from noise. */
export const MIN_STEPS = 20;
/** All losses are kept, with the one before training. */
export const MAX_STEPS = MAX_POINTS - 1;

/** The range test of a training, or of the runs of a sweep. */
export function rangeTestChoice(
  training: TrainingChoice & Partial<Pick<SweepChoice, 'learningRates'>>,
  range: Partial<RangeTestOptions> = {},
): RangeTestChoice {
  const { schedule: _, learningRates: __, ...rest } = training;
  return { ...rest, ...DEFAULT_RANGE_TEST, ...range };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: RangeTestChoice): void {
  const { from, to, steps } = choice;
  if (!(from > 0 && to > from && Number.isFinite(to))) {
    throw new RangeError(
      l10n.t('The rates must be positive and rise, for example from 1e-7 to 10, not from {0} to {1}.', from, to),
    );
  }
  if (!Number.isInteger(steps) || steps < MIN_STEPS || steps > MAX_STEPS) {
    throw new RangeError(
      l10n.t('The number of steps must be a whole number from {0} to {1}, not {2}.', MIN_STEPS, MAX_STEPS, steps),
    );
  }
  requireValidTraining(choice);
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
