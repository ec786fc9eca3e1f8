import * as l10n from '@vscode/l10n';
import { inTwoDigits } from '../../domain/rate.ts';
import { stepsPerEpoch, totalSteps } from '../../domain/steps.ts';
import type { RangeTestChoice } from '../rangeTest/choice.ts';
import { requireValidTraining } from '../sweep/choice.ts';
import type { TrainingChoice } from '../sweep/choice.ts';

/** What a confirmation is planned from: the training that was tested, cut short. */
export interface ConfirmationChoice extends TrainingChoice {
  /** What the rate comes from. */
  readonly test: RangeTestChoice;
  /** The rate that the range test suggests. */
  readonly rate: number;
  /** Steps of each run. */
  readonly steps: number;
  /** None of the range test. */
  readonly seed: number;
  /** A run that has lost is stopped. */
  readonly prune: true;
}

/** Half a decade to either side, as far as a suggestion is off when it is off. */
const FACTORS = [1 / 3, 1, 3] as const;
/** Share of a full run's steps that each run has, as those of a probe. */
const SHARE = 0.2;
/** With fewer steps the score of a run averages fewer than twenty batches. */
const LEAST_STEPS = 40;

/**
 * The confirmation of what a range test suggests.
 * @param rate the suggested rate
 */
export function confirmationChoice(test: RangeTestChoice, rate: number): ConfirmationChoice {
  const { from: _, to: __, stopAbove: ___, ...training } = test;
  const steps = stepsAfter(test);
  return {
    ...training,
    name: 'confirmation',
    preset: null,
    dataset: { ...training.dataset, test: 0 },
    epochs: Math.ceil(steps / stepsPerEpoch(training)),
    seeds: 1,
    test,
    rate,
    steps,
    seed: training.seeds + 1,
    prune: true,
  };
}

/**
 * Steps of each run.
 * @param total steps of a full run
 */
export function confirmationSteps(total: number): number {
  return Math.min(total, Math.max(LEAST_STEPS, Math.ceil(SHARE * total)));
}

/** Steps of each run of the confirmation of a range test. */
export function stepsAfter(test: RangeTestChoice): number {
  return confirmationSteps(totalSteps({ ...test, steps: undefined }));
}

/**
 * The runs of a confirmation beside those of its range test: how many they are, and what they cost as a multiple of the test.
 * @param steps of each run of the confirmation
 */
export function runsAfter(
  test: Pick<RangeTestChoice, 'seeds' | 'steps'>,
  steps: number,
): { readonly runs: number; readonly cost: number } {
  return { runs: FACTORS.length, cost: (FACTORS.length * steps) / (test.seeds * test.steps) };
}

/** The rates of the runs, by ascending rate. */
export function confirmationRates({ rate }: Pick<ConfirmationChoice, 'rate'>): number[] {
  return FACTORS.map((factor) => inTwoDigits(rate * factor));
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: ConfirmationChoice): void {
  if (!(choice.rate > 0 && Number.isFinite(choice.rate)))
    throw new RangeError(l10n.t('The learning rate must be a positive number, not {0}.', choice.rate));
  requireValidTraining(choice);
}
