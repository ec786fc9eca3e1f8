import type { TrainingJob } from '../protocol/training.ts';
import type { Attempt } from '../store/attempt.ts';
import type { ExperimentFolder } from '../store/experimentFolder.ts';
import { processState } from '../store/processState.ts';
import type { QueuedRun, Runner, RunnerListener } from './runner.ts';
import type { WorkerPool } from './workerPool.ts';

/** Trains runs in the worker processes of this machine. They end with the window that started them. */
export class WorkerRunner implements Runner {
  readonly name = 'workers';
  readonly outlivesWindow = false;

  /**
   * @param pool gives the pool to train in; called at each start
   * @param mnistFolder absolute path of the MNIST images that ship with Goldilocks
   */
  constructor(
    private readonly pool: () => WorkerPool,
    private readonly mnistFolder: string,
  ) {}

  async start<R extends QueuedRun>(
    runs: readonly R[],
    signal: AbortSignal,
    listener: RunnerListener<R>,
  ): Promise<void> {
    const pool = this.pool();
    const outcomes = await Promise.allSettled(
      runs.map(async (run) => {
        const ended = await pool.run(
          () => this.#job(run),
          run.prune ? AbortSignal.any([signal, run.prune]) : signal,
          (event) => listener.onEvent(run, event),
        );
        await listener.onEnded(run, ended);
      }),
    );
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
  }

  /** The window that trains the experiment sees the request within seconds. */
  async cancel(experiment: ExperimentFolder): Promise<void> {
    await experiment.requestCancel();
  }

  reconcile(attempt: Attempt): Promise<'queued' | 'running' | 'lost'> {
    return processState(attempt);
  }

  async #job<R extends QueuedRun>(run: R): Promise<TrainingJob> {
    const { continueFrom, earlier } = run;
    const spec = run.spec!;
    const { folder, number } = await run.claim();
    const datasetFolder = spec.dataset.folder ?? this.mnistFolder;
    return { run: folder, spec, datasetFolder, attempt: { folder, number }, continueFrom, earlier };
  }
}
