import type { EpochSummary, RunSpec } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { EndedEvent, RunEvent } from '../domain/runEvent.ts';
import { factsOf } from '../domain/runFacts.ts';
import { RunTracker } from '../domain/runTracker.ts';
import type { Attempt } from '../store/attempt.ts';
import { deleteFile } from '../store/files.ts';

/** Milliseconds between two heartbeats, several of which may be missed before an attempt is considered dead. */
const HEARTBEAT_INTERVAL = 10_000;

/** Follows an attempt in the process that trains it: writes its heartbeat, and its result when it has ended. */
export class AttemptRecorder {
  readonly #tracker: RunTracker;
  readonly #heartbeat: NodeJS.Timeout;

  /** @param interval milliseconds between two heartbeats */
  constructor(
    private readonly attempt: Attempt,
    spec: RunSpec,
    interval = HEARTBEAT_INTERVAL,
  ) {
    this.#tracker = new RunTracker({ facts: factsOf(spec), spec });
    this.#heartbeat = setInterval(() => void attempt.writeHeartbeat(), interval);
    this.#heartbeat.unref();
  }

  /** Adds what was measured before the checkpoint that the attempt continues from. */
  restore(samples: readonly Sample[], epochs: readonly EpochSummary[]): void {
    this.#tracker.restore(samples, epochs);
  }

  onEvent(event: RunEvent): void {
    this.#tracker.apply(event);
  }

  /** Stops the heartbeat and writes the result. If that fails, the parent process tries again, and reports the error. */
  async end(ended: EndedEvent): Promise<void> {
    clearInterval(this.#heartbeat);
    const measured = this.#tracker.allBuckets();
    this.#tracker.apply(ended);
    try {
      await this.attempt.writeResult(this.#tracker.result(), measured);
    } catch {
      // The disk may be full. A finished run doesn't need its checkpoint any more, so the result can have its space.
      if (ended.state === 'finished') await deleteFile(this.attempt.checkpointFile).catch(() => undefined);
    }
  }
}
