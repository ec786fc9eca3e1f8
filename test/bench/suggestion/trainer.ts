import path from 'node:path';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import type { PlannedRun } from '../../../src/kinds/kind.ts';
import { defaultPoolSize, WorkerPool } from '../../../src/runs/workerPool.ts';

/** Trains runs without keeping anything on disk. */
export class Trainer {
  readonly #pool = new WorkerPool(defaultPoolSize(), {
    script: path.join(__dirname, 'trainingWorker.ts'),
    execArgv: ['--import', 'tsx'],
    priority: 'normal',
    heartbeatTimeout: 60_000,
  });
  #count = 0;

  /** @throws Error if a run fails */
  async train({ variant, seed, facts, spec }: PlannedRun, index: number): Promise<RunOverview> {
    const tracker = new RunTracker({ facts, spec });
    const run = String(this.#count++);
    const datasetFolder = path.resolve('media', 'mnist');
    const job = { run, spec: spec!, datasetFolder, attempt: null, continueFrom: null, earlier: [] };
    const ended = await this.#pool.run(
      () => Promise.resolve(job),
      new AbortController().signal,
      (event) => void tracker.apply(event),
    );
    if (ended.state !== 'finished') throw new Error(`A run ended as ${ended.state}: ${ended.reason}`);
    tracker.apply(ended);
    const result = tracker.result();
    return { index, variant: variant.id, seed, facts, spec, state: result.state, elsewhere: false, result };
  }

  dispose(): void {
    this.#pool.dispose();
  }
}
