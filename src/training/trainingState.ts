import type { ScheduleState } from '../domain/rateSchedule.ts';
import type { EpochSummary } from '../domain/run.ts';
import type { DivergenceState } from './divergenceStop.ts';
import type { EngineState } from './engine.ts';

/**
 * Everything needed to continue a training as if it had never stopped, bit for bit. Taken after a batch; if it's taken while the
 * test images are evaluated it's the state after the epoch's last batch, because evaluation changes nothing.
 */
export interface TrainingState {
  /** Optimizer steps done, at least one. */
  readonly step: number;
  /** The current epoch, from 1. */
  readonly epoch: number;
  /** Images that the current epoch has trained on; if it's all of them, the test images are next. */
  readonly trained: number;
  /** Sum of these images' losses. */
  readonly lossSum: number;
  /** Training seconds so far, evaluation excluded. */
  readonly seconds: number;
  /** The completed epochs, including their evaluation. */
  readonly epochs: readonly EpochSummary[];
  readonly schedule: ScheduleState;
  /** Null for a run without `stopAbove`. */
  readonly divergence: DivergenceState | null;
  /** State of the random generator. */
  readonly random: readonly number[];
  /** The order of the training images in the current epoch. */
  readonly order: Uint32Array;
  readonly engine: EngineState;
}
