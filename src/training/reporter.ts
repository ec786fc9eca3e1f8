import * as l10n from '@vscode/l10n';
import { appendFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { toJson } from '../domain/json.ts';
import type { EpochSummary, RunSpec } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import { factsOf } from '../domain/runFacts.ts';
import type { WorkerReport } from '../protocol/training.ts';
import type { CheckpointWriter } from './checkpointWriter.ts';
import type { TrainingListener } from './trainer.ts';
import type { TrainingState } from './trainingState.ts';

/** Milliseconds between two batches of samples: live to the eye, and cheap. */
const FLUSH_INTERVAL = 50;
/** Milliseconds of training after which the worker handles other events (cancel, a closed channel). */
const YIELD_INTERVAL = 25;

/**
 * Sends a run's samples to the parent process and appends them to its metrics file, in batches; yields to the worker's event
 * loop; writes checkpoints when they are due and when the run is cancelled.
 * Of the samples of a batch only the newest keeps its seconds: enough to compute the speed, and the file is half the size.
 */
export class Reporter implements TrainingListener {
  /** Set once the run can have checkpoints. */
  checkpoints: CheckpointWriter | null = null;
  #samples: Sample[] = [];
  #flushedAt: number;
  #yieldedAt: number;
  #hasWarned = false;

  /** @param clock milliseconds, like performance.now() */
  constructor(
    private readonly run: string,
    private readonly metricsFile: string | null,
    private readonly send: (report: WorkerReport) => void,
    private readonly signal: AbortSignal,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#flushedAt = this.#yieldedAt = clock();
  }

  /** @param continuesFrom step of the checkpoint that the run continues from */
  onStart(spec: RunSpec, engine: string, continuesFrom?: number): void {
    this.#sendEvent({
      type: 'started',
      run: this.run,
      facts: factsOf(spec),
      spec,
      engine,
      ...(continuesFrom !== undefined && { continuesFrom }),
    });
  }

  onSample(sample: Sample): void {
    const newest = this.#samples.at(-1);
    if (newest?.seconds !== undefined && newest.validationLoss === undefined) {
      const { seconds: _, ...rest } = newest;
      this.#samples[this.#samples.length - 1] = rest;
    }
    this.#samples.push(sample);
  }

  onEpochEnd(epoch: EpochSummary): void {
    this.flush();
    this.#sendEvent({ type: 'epoch', epoch });
  }

  onProgress(done: number, activity: string | null): void {
    this.flush();
    this.#sendEvent({ type: 'progress', done, activity });
  }

  async onBatchEnd(save?: () => TrainingState): Promise<void> {
    const now = this.clock();
    if (now - this.#flushedAt >= FLUSH_INTERVAL) this.flush();
    if (now - this.#yieldedAt < YIELD_INTERVAL) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (save && this.checkpoints && (this.signal.aborted || this.checkpoints.isDue(now)))
      await this.#writeCheckpoint(this.checkpoints, save());
    this.#yieldedAt = this.clock();
    this.signal.throwIfAborted();
  }

  /**
   * Sends and stores the samples since the last call; without any it still tells the parent that the worker is alive.
   * @throws Error if they cannot be stored: a run is worth nothing without its measurements
   */
  flush(): void {
    this.#flushedAt = this.clock();
    const samples = this.#samples;
    if (samples.length === 0) {
      this.send({ type: 'alive' });
      return;
    }
    this.#samples = [];
    if (this.metricsFile !== null) append(this.metricsFile, samples);
    this.#sendEvent({ type: 'samples', samples });
  }

  async #writeCheckpoint(checkpoints: CheckpointWriter, state: TrainingState): Promise<void> {
    this.flush();
    try {
      // A checkpoint can be used only together with the samples before it, so these have to reach the disk first.
      if (this.metricsFile !== null) await flushToDisk(this.metricsFile);
      if (await checkpoints.write(state)) this.#sendEvent({ type: 'checkpoint', step: state.step });
    } catch (error) {
      // The training doesn't depend on checkpoints, and the next ones will probably fail for the same reason: warn once.
      if (!this.#hasWarned)
        this.#sendEvent({
          type: 'notice',
          text: l10n.t(
            'No checkpoint can be written, so this run could only be resumed from an earlier step: {0}.',
            (error as Error).message,
          ),
          count: 1,
        });
      this.#hasWarned = true;
    }
  }

  #sendEvent(event: RunEvent): void {
    this.send({ type: 'event', run: this.run, event });
  }
}

function append(metricsFile: string, samples: readonly Sample[]): void {
  try {
    appendFileSync(metricsFile, samples.map((sample) => toJson(sample) + '\n').join(''));
  } catch (error) {
    throw new Error(l10n.t('The measurements cannot be written: {0}.', (error as Error).message), { cause: error });
  }
}

/** Resolves when everything appended to a file so far is on the disk. */
async function flushToDisk(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
