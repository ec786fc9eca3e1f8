import { type CheckpointOrigin, writeCheckpoint } from './checkpoint.ts';
import type { TrainingState } from './trainingState.ts';

/** Milliseconds between two checkpoints: what a crash costs at most. Shorter runs write none. */
const INTERVAL = 5_000;
/** Share of the time that writing may take at most: the slower the disk, the fewer checkpoints. */
const MAX_TIME_SHARE = 1 / 50;

/** Decides when a run's next checkpoint is due, and writes it. */
export class CheckpointWriter {
  #dueAt = performance.now() + INTERVAL;
  /** Step of the newest checkpoint. */
  #step = 0;

  constructor(
    private readonly file: string,
    private readonly origin: CheckpointOrigin,
  ) {}

  isDue(now: number): boolean {
    return now >= this.#dueAt;
  }

  /**
   * Replaces the checkpoint, unless it already has this step.
   * @returns whether it was written
   * @throws Error if it cannot be written; the next one is due as if it had been
   */
  async write(state: TrainingState): Promise<boolean> {
    if (state.step === this.#step) return false;
    const started = performance.now();
    try {
      await writeCheckpoint(this.file, this.origin, state);
      this.#step = state.step;
      return true;
    } finally {
      const now = performance.now();
      this.#dueAt = now + Math.max(INTERVAL, (now - started) / MAX_TIME_SHARE);
    }
  }
}
