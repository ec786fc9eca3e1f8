import { createRateSchedule } from '../../domain/rateSchedule.ts';
import { formatSchedule } from '../../domain/schedule.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { totalSteps } from '../../domain/steps.ts';
import type { FormCurve } from '../../protocol/newExperiment.ts';
import type { FormExperiment } from './formExperiment.ts';

/** Points of a curve: more cannot be told apart on a small picture. */
const MAX_POINTS = 129;

/**
 * The course of the rate with each schedule of an experiment, at the first of its rates.
 * @returns an error, a sentence, instead of curves if a schedule does not fit into a run
 */
export function drawCurves(experiment: FormExperiment): {
  readonly curves: readonly FormCurve[];
  readonly error?: string;
} {
  const steps = totalSteps(experiment.choice);
  try {
    return { curves: schedulesOf(experiment).map(([schedule, rate]) => drawCurve(schedule, rate, steps)) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { curves: [], error: error.message };
  }
}

/** The schedules whose curves are worth a picture, each with a rate. */
function schedulesOf({ kind, choice }: FormExperiment): (readonly [Schedule, number])[] {
  const constant: Schedule = { name: 'constant' };
  switch (kind) {
    case 'schedules':
      return choice.schedules.map((schedule) => [schedule, choice.learningRate] as const);
    case 'optimizers':
      return choice.optimizers
        .slice(0, 1)
        .map(({ learningRates }) => [choice.schedule ?? constant, learningRates[0]] as const);
    case 'sweep':
    case 'batch-sizes':
      return [[choice.schedule ?? constant, choice.learningRates[0]]];
    case 'range-test':
    case 'layers':
      return [];
  }
}

function drawCurve(schedule: Schedule, rate: number, steps: number): FormCurve {
  const rates = createRateSchedule(schedule, rate, steps);
  const points = Math.max(2, Math.min(steps, MAX_POINTS));
  const stepAt = (index: number): number => 1 + Math.round((index / (points - 1)) * (steps - 1));
  return {
    name: formatSchedule(schedule),
    rates: Array.from({ length: points }, (_, index) => rates.rate(stepAt(index))),
    steps,
    followsLoss: schedule.name === 'reduce-on-plateau',
  };
}
