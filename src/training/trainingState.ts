import type { ScheduleState } from '../domain/rateSchedule.ts';
import type { EpochSummary } from '../domain/run.ts';
import type { EngineState } from './engine.ts';

/**
 * Everything from which a training goes on, to the bit, as if it had never stopped. Taken after a batch; one taken while the
 * test images are measured is that of the epoch's last batch, since measuring changes nothing.
 */
export interface TrainingState {
  /** Optimizer steps done, at least one. */
  readonly step: number;
  /** The epoch under way, from 1. */
  readonly epoch: number;
  /** Images of the order that the epoch has trained on; when it is all of them, the test images come next. */
  readonly trained: number;
  /** Sum of these images' losses. */
  readonly lossSum: number;
  /** Training seconds so far, evaluation excluded. */
  readonly seconds: number;
  /** The epochs that are complete, tests included. */
  readonly epochs: readonly EpochSummary[];
  readonly schedule: ScheduleState;
  /** State of the random generator. */
  readonly random: readonly number[];
  /** The order in which the epoch visits the training images. */
  readonly order: Uint32Array;
  readonly engine: EngineState;
}
