import type { CosineSchedule } from './schedules/cosine.ts';
import type { CosineRestartsSchedule } from './schedules/cosineRestarts.ts';
import type { ExponentialSchedule } from './schedules/exponential.ts';
import { formatLength } from './schedules/length.ts';
import type { LinearSchedule } from './schedules/linear.ts';
import type { MultiStepSchedule } from './schedules/multiStep.ts';
import type { OneCycleSchedule } from './schedules/oneCycle.ts';
import type { PolynomialSchedule } from './schedules/polynomial.ts';
import type { ReduceOnPlateauSchedule } from './schedules/reduceOnPlateau.ts';
import type { StepSchedule } from './schedules/step.ts';
import type { WarmUp } from './schedules/warmUp.ts';

/** The learning rate throughout. */
export interface ConstantSchedule {
  readonly name: 'constant';
}

/**
 * How the learning rate changes from update to update: plain JSON, as it is kept in experiment.json. All heights are shares of
 * the run's learning rate, so that one schedule serves every rate of a sweep.
 */
export type Schedule =
  | (WarmUp &
      (
        | ConstantSchedule
        | StepSchedule
        | MultiStepSchedule
        | ExponentialSchedule
        | CosineSchedule
        | CosineRestartsSchedule
        | LinearSchedule
        | PolynomialSchedule
        | ReduceOnPlateauSchedule
      ))
  | OneCycleSchedule;

export type ScheduleName = Schedule['name'];

/** The schedule as a person writes it: "cosine after a warm-up of 100 steps", "step (× 0.1 every 50 steps)". */
export function formatSchedule(schedule: Schedule): string {
  const words = displayName(schedule);
  return 'warmup' in schedule && schedule.warmup !== undefined
    ? `${words} after a warm-up of ${formatLength(schedule.warmup)}`
    : words;
}

function displayName(schedule: Schedule): string {
  switch (schedule.name) {
    case 'constant':
      return 'constant';
    case 'step':
      return `step (× ${schedule.factor} every ${schedule.every === undefined ? 'third of the run' : formatLength(schedule.every)})`;
    case 'multi-step':
      return `multi-step (× ${schedule.factor} after ${schedule.at.map(formatLength).join(' and ')})`;
    case 'exponential':
      return `exponential (× ${schedule.factor} ${schedule.every === undefined ? 'over the run' : `every ${formatLength(schedule.every)}`})`;
    case 'cosine':
      return `cosine${displayEnd(schedule)}`;
    case 'cosine-restarts':
      return `cosine with restarts${displayEnd(schedule)}`;
    case 'linear':
      return `linear${schedule.start === 1 ? '' : ` from ${schedule.start}`}${displayEnd(schedule)}`;
    case 'polynomial':
      return `polynomial of power ${schedule.power}${displayEnd(schedule)}`;
    case 'one-cycle':
      return 'one-cycle';
    case 'reduce-on-plateau':
      return `reduce-on-plateau (× ${schedule.factor})`;
  }
}

/** Where a fall ends, unless it is at nothing. */
function displayEnd({ end }: { readonly end: number }): string {
  return end === 0 ? '' : ` to ${end} of the rate`;
}
