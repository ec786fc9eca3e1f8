import { type CheckpointOrigin, writeCheckpoint } from './checkpoint.ts';
import type { TrainingState } from './trainingState.ts';

/** Milliseconds between two checkpoints: what a crash costs at the most. Runs that take no longer write none. */
const INTERVAL = 5_000;
/** Writing may take at most one part in so many of the time: a slow disk makes checkpoints rarer. */
const MOST_SHARE = 50;

/** Decides when a run's checkpoint is due, and writes it. */
export class CheckpointWriter {
  #due = performance.now() + INTERVAL;
  /** Step of the newest checkpoint. */
  #step = 0;

  constructor(
    private readonly file: string,
    private readonly origin: CheckpointOrigin,
  ) {}

  isDue(now: number): boolean {
    return now >= this.#due;
  }

  /**
   * Replaces the checkpoint, unless it holds this step already.
   * @returns whether it was written
   * @throws Error if it cannot be written; the next one is due as if it had been
   */
  async write(state: TrainingState): Promise<boolean> {
    const started = performance.now();
    const isNew = state.step !== this.#step;
    try {
      if (isNew) await writeCheckpoint(this.file, this.origin, state);
      this.#step = state.step;
      return isNew;
    } finally {
      const now = performance.now();
      this.#due = now + Math.max(INTERVAL, MOST_SHARE * (now - started));
    }
  }
}
