import { appendFileSync } from 'node:fs';
import type { EpochSummary, Sample } from '../domain/run.ts';
import { toJson } from '../domain/json.ts';
import type { WorkerReport } from '../protocol/training.ts';
import type { TrainingListener } from './trainer.ts';

/** Samples are handed on some 20 times a second: live to the eye, and cheap. */
const FLUSH_INTERVAL = 50;
/** Milliseconds of training after which other events (cancel, a closed channel) get their turn. */
const TURN = 25;

/**
 * Carries a run's samples to the parent and to its metrics file in batches, and gives the worker's event loop its turns.
 * Between batches it keeps the seconds only on the newest sample: enough for a speed, and a file half the size.
 */
export class Reporter implements TrainingListener {
  #samples: Sample[] = [];
  #flushed = performance.now();
  #turned = performance.now();

  constructor(
    private readonly run: string,
    private readonly metricsFile: string | null,
    private readonly send: (report: WorkerReport) => void,
    private readonly signal: AbortSignal,
  ) {}

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
    this.send({ type: 'event', run: this.run, event: { type: 'epoch', epoch } });
  }

  async breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#flushed >= FLUSH_INTERVAL) this.flush();
    if (now - this.#turned < TURN) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#turned = performance.now();
    this.signal.throwIfAborted();
  }

  /** Hands on what has come up so far; with nothing to tell it still shows a sign of life. */
  flush(): void {
    this.#flushed = performance.now();
    const samples = this.#samples;
    if (samples.length === 0) {
      this.send({ type: 'alive' });
      return;
    }
    this.#samples = [];
    if (this.metricsFile !== null) appendFileSync(this.metricsFile, samples.map((sample) => toJson(sample) + '\n').join(''));
    this.send({ type: 'event', run: this.run, event: { type: 'samples', samples } });
  }
}
