import { appendFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { EpochSummary, RunEvent, Sample } from '../domain/run.ts';
import { toJson } from '../domain/json.ts';
import type { WorkerReport } from '../protocol/training.ts';
import type { CheckpointWriter } from './checkpointWriter.ts';
import type { TrainingListener } from './trainer.ts';
import type { TrainingState } from './trainingState.ts';

/** Samples are handed on some 20 times a second: live to the eye, and cheap. */
const FLUSH_INTERVAL = 50;
/** Milliseconds of training after which other events (cancel, a closed channel) get their turn. */
const TURN = 25;

/**
 * Carries a run's samples to the parent and to its metrics file in batches, gives the worker's event loop its turns, and keeps
 * checkpoints: now and then, and where the run is cancelled.
 * Between batches it keeps the seconds only on the newest sample: enough for a speed, and a file half the size.
 */
export class Reporter implements TrainingListener {
  #samples: Sample[] = [];
  #flushed: number;
  #turned: number;
  #warned = false;

  /** @param clock milliseconds, as performance.now() tells them */
  constructor(
    private readonly run: string,
    private readonly metricsFile: string | null,
    private readonly send: (report: WorkerReport) => void,
    private readonly signal: AbortSignal,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#flushed = this.#turned = clock();
  }

  /** Where checkpoints go, once there can be any. */
  checkpoints: CheckpointWriter | null = null;

  sample(sample: Sample): void {
    const newest = this.#samples.at(-1);
    if (newest?.seconds !== undefined && newest.validationLoss === undefined) {
      const { seconds: _, ...rest } = newest;
      this.#samples[this.#samples.length - 1] = rest;
    }
    this.#samples.push(sample);
  }

  epoch(epoch: EpochSummary): void {
    this.flush();
    this.#tell({ type: 'epoch', epoch });
  }

  async breathe(save?: () => TrainingState): Promise<void> {
    const now = this.clock();
    if (now - this.#flushed >= FLUSH_INTERVAL) this.flush();
    if (now - this.#turned < TURN) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (save && this.checkpoints && (this.signal.aborted || this.checkpoints.isDue(now)))
      await this.#keep(this.checkpoints, save());
    this.#turned = this.clock();
    this.signal.throwIfAborted();
  }

  /** A checkpoint counts only together with the samples up to it, so these are on the disk before it is. */
  async #keep(checkpoints: CheckpointWriter, state: TrainingState): Promise<void> {
    this.flush();
    try {
      if (this.metricsFile !== null) await flushToDisk(this.metricsFile);
      if (await checkpoints.write(state)) this.#tell({ type: 'checkpoint', step: state.step });
    } catch (error) {
      // Once is enough: the next ones will fail likewise, and the training does not depend on them.
      if (!this.#warned)
        this.#tell({
          type: 'notice',
          text: `No checkpoint can be written, so this run could only be resumed from an earlier step: ${(error as Error).message}.`,
          count: 1,
        });
      this.#warned = true;
    }
  }

  #tell(event: RunEvent): void {
    this.send({ type: 'event', run: this.run, event });
  }

  /**
   * Hands on what has come up so far; with nothing to tell it still shows a sign of life.
   * @throws Error with a sentence if it cannot be written: a run without its measurements is worth nothing
   */
  flush(): void {
    this.#flushed = this.clock();
    const samples = this.#samples;
    if (samples.length === 0) {
      this.send({ type: 'alive' });
      return;
    }
    this.#samples = [];
    if (this.metricsFile !== null) append(this.metricsFile, samples);
    this.#tell({ type: 'samples', samples });
  }
}

function append(metricsFile: string, samples: readonly Sample[]): void {
  try {
    appendFileSync(metricsFile, samples.map((sample) => toJson(sample) + '\n').join(''));
  } catch (error) {
    throw new Error(`The measurements cannot be written: ${(error as Error).message}.`, { cause: error });
  }
}

/** Waits until what was appended to a file is on the disk. */
async function flushToDisk(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
