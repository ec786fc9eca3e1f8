import { summarizeEpochs } from '../../domain/epochSummaries.ts';
import type { RunOverview } from '../../domain/experiment.ts';
import type { Sample } from '../../domain/sample.ts';
import { RunTracker } from '../../domain/runTracker.ts';
import type { MetricsTail } from '../../store/metricsTail.ts';

/** Tracks a run that is trained in another window or on another machine by reading its metrics.jsonl as it grows. */
export class RunFollower {
  #tracker: RunTracker;
  #samples: readonly Sample[] = [];
  #taken = 0;
  /** Counts how often the file was rewritten. */
  #rewritten = 0;

  constructor(
    private readonly run: Pick<RunOverview, 'facts' | 'spec'>,
    private readonly tail: MetricsTail,
  ) {
    this.#tracker = this.#start();
  }

  /** The file that is followed: a new attempt has another. */
  get file(): string {
    return this.tail.file;
  }

  get tracker(): RunTracker {
    return this.#tracker;
  }

  /** Changes when the earlier measurements are no longer valid. */
  get origin(): string {
    return `${this.tail.file} ${this.#rewritten}`;
  }

  /** Takes in what was measured since the last call. */
  async update(): Promise<void> {
    await this.tail.read();
    const { samples } = this.tail;
    if (samples !== this.#samples && this.#taken > 0) {
      this.#tracker = this.#start();
      this.#taken = 0;
      this.#rewritten++;
    }
    this.#samples = samples;
    if (samples.length === this.#taken) return;
    this.#tracker.apply({ type: 'samples', samples: samples.slice(this.#taken) });
    this.#taken = samples.length;
    const known = this.#tracker.epochs.length;
    for (const epoch of summarizeEpochs(samples, this.#tracker.facts).slice(known)) {
      this.#tracker.apply({ type: 'epoch', epoch });
    }
  }

  #start(): RunTracker {
    const { facts, spec } = this.run;
    const tracker = new RunTracker(this.run);
    tracker.apply({ type: 'started', run: '', facts, ...(spec && { spec }) });
    return tracker;
  }
}
