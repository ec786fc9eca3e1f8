import * as l10n from '@vscode/l10n';
import type { Schedule } from './schedule.ts';
import { cosineShape } from './schedules/cosine.ts';
import { cosineRestartsShape } from './schedules/cosineRestarts.ts';
import { exponentialShape } from './schedules/exponential.ts';
import { formatLength, wholeSteps } from './schedules/length.ts';
import { linearShape } from './schedules/linear.ts';
import { multiStepShape } from './schedules/multiStep.ts';
import { oneCycleShape } from './schedules/oneCycle.ts';
import { polynomialShape } from './schedules/polynomial.ts';
import { observeLoss, startPlateau } from './schedules/reduceOnPlateau.ts';
import type { PlateauState } from './schedules/reduceOnPlateau.ts';
import type { Shape, Span } from './schedules/shape.ts';
import { stepShape } from './schedules/step.ts';
import { warmUpShare } from './schedules/warmUp.ts';
import { wsdShape } from './schedules/wsd.ts';

/** The state of a schedule, plain JSON for a checkpoint; null for schedules that depend only on the step. */
export type ScheduleState = PlateauState | null;

/** The learning rate of each update of one run. */
export interface RateSchedule {
  /** The rate of an update, counted from 1; what PyTorch's schedulers call epoch (last_epoch) is step − 1. */
  rate(step: number): number;
  /** Passes the mean training loss of an epoch that has just ended. Only reduce-on-plateau uses it. */
  observe(loss: number): void;
  state(): ScheduleState;
  /** Restores a state of the same schedule. */
  restore(state: ScheduleState): void;
}

/**
 * The rates of a run whose learning rate follows a schedule; without one the rate stays as it is.
 * @param totalSteps updates of the whole run, which lengths that were left open and percentages refer to
 * @throws RangeError with a sentence if the schedule does not fit into so many steps
 */
export function createRateSchedule(
  schedule: Schedule | undefined,
  learningRate: number,
  totalSteps: number,
): RateSchedule {
  if (schedule === undefined) return statelessSchedule((): number => learningRate);
  const warmup =
    schedule.name === 'one-cycle' || schedule.warmup === undefined ? 0 : wholeSteps(schedule.warmup, totalSteps);
  if (warmup > 0 && warmup >= totalSteps) {
    throw new RangeError(
      l10n.t(
        'A warm-up of {0} takes up the whole run of {1}: shorten the warm-up or train longer.',
        formatLength(warmup),
        formatLength(totalSteps),
      ),
    );
  }
  const warmUpFactor = warmUpShare(warmup, schedule.name === 'one-cycle' ? undefined : schedule.warmupStart);
  if (schedule.name === 'reduce-on-plateau') {
    let state = startPlateau(learningRate);
    return {
      rate: (step) => state.rate * warmUpFactor(step - 1),
      observe: (loss) => void (state = observeLoss(schedule, learningRate, state, loss)),
      state: () => state,
      restore: (kept) => void (state = kept ?? startPlateau(learningRate)),
    };
  }
  const shape = shapeOf(schedule, { total: totalSteps, warmUpSteps: warmup });
  return statelessSchedule((step) => learningRate * warmUpFactor(step - 1) * shape(Math.max(0, step - 1 - warmup)));
}

/** A schedule that depends on the step alone. */
function statelessSchedule(rate: (step: number) => number): RateSchedule {
  return { rate, observe: () => undefined, state: () => null, restore: () => undefined };
}

function shapeOf(schedule: Exclude<Schedule, { name: 'reduce-on-plateau' }>, span: Span): Shape {
  switch (schedule.name) {
    case 'constant':
      return () => 1;
    case 'step':
      return stepShape(schedule, span);
    case 'multi-step':
      return multiStepShape(schedule, span);
    case 'exponential':
      return exponentialShape(schedule, span);
    case 'cosine':
      return cosineShape(schedule, span);
    case 'cosine-restarts':
      return cosineRestartsShape(schedule, span);
    case 'linear':
      return linearShape(schedule, span);
    case 'polynomial':
      return polynomialShape(schedule, span);
    case 'one-cycle':
      return oneCycleShape(schedule, span);
    case 'wsd':
      return wsdShape(schedule, span);
  }
}
