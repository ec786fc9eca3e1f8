import type { RunEvent } from '../domain/run.ts';
import { totalSteps } from '../domain/sweepPlan.ts';
import type { TrainingJob, WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { CheckpointError, type CheckpointOrigin, readCheckpoint } from './checkpoint.ts';
import { CheckpointWriter } from './checkpointWriter.ts';
import type { EngineFactory } from './engines.ts';
import { EnginePreparer } from './enginePreparer.ts';
import { Reporter } from './reporter.ts';
import { train } from './trainer.ts';
import type { TrainingState } from './trainingState.ts';

/** Trains one run after another, as its parent asks. */
export class TrainingWorker {
  readonly #preparer: EnginePreparer;
  #current: { readonly run: string; readonly cancel: AbortController } | null = null;
  #preparing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engines: EngineFactory,
    private readonly send: (report: WorkerReport) => void,
  ) {
    this.#preparer = new EnginePreparer(engines);
  }

  /** Takes a message of the parent's. The promise resolves when what was asked for is done, however a run ended. */
  async handle(request: WorkerRequest): Promise<void> {
    if (request.type === 'cancel') {
      if (this.#current?.run === request.run) this.#current.cancel.abort();
      return;
    }
    if (request.type === 'prepare') {
      // What cannot be prepared is told when a run needs it.
      this.#preparing = this.#preparer.prepare(request).catch(() => undefined);
      await this.#preparing;
      return;
    }
    if (request.type === 'inspect') {
      const answer = this.engines.buildOf(request.engine).then(
        (build) => ({ build, problem: null }),
        (error: unknown) => ({ build: null, problem: messageOf(error) }),
      );
      this.send({ type: 'engine', ...(await answer) });
      return;
    }
    const cancel = new AbortController();
    this.#current = { run: request.run, cancel };
    const ended = await this.#train(request, cancel.signal);
    this.#current = null;
    this.send({ type: 'event', run: request.run, event: ended });
    this.send({ type: 'idle' });
  }

  async #train(job: TrainingJob, signal: AbortSignal): Promise<Extract<RunEvent, { type: 'ended' }>> {
    const { run, spec } = job;
    const reporter = new Reporter(run, job.metricsFile, this.send, signal);
    try {
      await this.#preparing;
      const engine = await this.#preparer.prepare(job, signal, () => reporter.flush());
      const origin = { spec, engine: `${engine.name} ${engine.build}` };
      const from = job.continueFrom === null ? null : await requireCheckpoint(job.continueFrom, origin);
      if (job.checkpointFile !== null) reporter.checkpoints = new CheckpointWriter(job.checkpointFile, origin);
      const context = {
        optimizer: spec.optimizer.name,
        rate: spec.learningRate,
        batchSize: spec.batchSize,
        classes: spec.network.outputs,
        total: totalSteps(spec),
        unit: 'step',
        engine: origin.engine,
        ...(from ? { continuesFrom: from.step } : {}),
      } as const;
      this.send({ type: 'event', run, event: { type: 'started', run, spec, context } });
      await train(spec, engine, reporter, from);
      reporter.flush();
      return { type: 'ended', state: 'finished' };
    } catch (error) {
      if (signal.aborted) {
        reporter.flush();
        return { type: 'ended', state: 'cancelled', reason: 'Cancelled.' };
      }
      return { type: 'ended', state: 'failed', reason: messageOf(error) };
    }
  }
}

/** @throws CheckpointError if there is none to continue from */
async function requireCheckpoint(file: string, origin: CheckpointOrigin): Promise<TrainingState> {
  const state = await readCheckpoint(file, origin);
  if (!state) throw new CheckpointError(`The checkpoint ${file} is not there any more.`);
  return state;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
