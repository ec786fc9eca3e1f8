import * as l10n from '@vscode/l10n';
import { featureLayers } from '../domain/layers.ts';
import type { Pretraining, RunSpec } from '../domain/run.ts';
import type { EndedEvent } from '../domain/runEvent.ts';
import type { Preparation, TrainingJob, WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { Attempt } from '../store/attempt.ts';
import { AttemptRecorder } from './attemptRecorder.ts';
import { CheckpointError, type CheckpointOrigin, readCheckpoint } from './checkpoint.ts';
import { CheckpointWriter } from './checkpointWriter.ts';
import type { Engine } from './engine.ts';
import { EngineProvider } from './engineProvider.ts';
import type { EngineFactory } from './engines.ts';
import { Reporter } from './reporter.ts';
import { train } from './trainer.ts';
import type { TrainingState } from './trainingState.ts';

/** Milliseconds between two signs of life while images are read. */
const HEARTBEAT = 1000;

/** Trains one run after another, at the request of the parent process. */
export class TrainingWorker {
  readonly #provider: EngineProvider;
  #current: { readonly run: string; readonly cancel: AbortController } | null = null;
  #preparing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engines: EngineFactory,
    private readonly send: (report: WorkerReport) => void,
  ) {
    this.#provider = new EngineProvider(engines);
  }

  /** Handles a message from the parent. Resolves when the request is done, however a run ended. */
  async handle(request: WorkerRequest): Promise<void> {
    switch (request.type) {
      case 'cancel':
        if (this.#current?.run === request.run) this.#current.cancel.abort(request.ended);
        return;
      case 'prepare':
        // If this fails, the run that needs it fails, too, and reports why.
        this.#preparing = this.#provider.create(request).catch(() => undefined);
        await this.#preparing;
        return;
      case 'inspect': {
        const answer = await this.engines.buildOf(request.engine).then(
          (build) => ({ build, problem: null }),
          (error: unknown) => ({ build: null, problem: messageOf(error) }),
        );
        this.send({ type: 'engine', ...answer });
        return;
      }
      case 'run': {
        const cancel = new AbortController();
        this.#current = { run: request.run, cancel };
        await this.#run(request, cancel.signal);
        this.#current = null;
        this.send({ type: 'idle' });
      }
    }
  }

  async #run(job: TrainingJob, signal: AbortSignal): Promise<void> {
    const attempt = job.attempt && new Attempt(job.attempt.folder, job.attempt.number);
    const recorder = attempt && new AttemptRecorder(attempt, job.spec);
    const send = (report: WorkerReport): void => {
      if (report.type === 'event') recorder?.onEvent(report.event);
      this.send(report);
    };
    const reporter = new Reporter(job.run, attempt?.metricsFile ?? null, send, signal);
    const ended = await this.#train(job, attempt, recorder, reporter, signal);
    await recorder?.end(ended);
    this.send({ type: 'event', run: job.run, event: ended });
  }

  async #train(
    job: TrainingJob,
    attempt: Attempt | null,
    recorder: AttemptRecorder | null,
    reporter: Reporter,
    signal: AbortSignal,
  ): Promise<EndedEvent> {
    const { spec } = job;
    try {
      const weights = await this.#pretrain(job, reporter, signal);
      const engine = await this.#createEngine(job, signal);
      const origin = { spec, engine: `${engine.name} ${engine.build}` };
      const from = job.continueFrom === null ? null : await requireCheckpoint(job.continueFrom, origin);
      if (from) recorder?.restore(job.earlier, from.epochs);
      if (attempt) reporter.checkpoints = new CheckpointWriter(attempt.checkpointFile, origin);
      reporter.onStart(spec, origin.engine, from?.step);
      await train(spec, engine, reporter, { from, weights });
      reporter.flush();
      return { type: 'ended', state: 'finished' };
    } catch (error) {
      if (signal.aborted) return stopped(reporter, signal.reason as EndedEvent);
      return { type: 'ended', state: 'failed', reason: messageOf(error) };
    }
  }

  /**
   * The weights that a run starts from, if it doesn't start from random ones; the layers that classify do, for they know other classes. A
   * continued run has the weights of its checkpoint.
   */
  async #pretrain(
    { spec, datasetFolder, continueFrom }: TrainingJob,
    reporter: Reporter,
    signal: AbortSignal,
  ): Promise<(Float32Array | null)[] | null> {
    if (!spec.pretraining || continueFrom !== null) return null;
    const earlier = pretrainingSpec(spec, spec.pretraining);
    const engine = await this.#createEngine({ spec: earlier, datasetFolder }, signal);
    // What is measured meanwhile belongs to another run.
    await train(earlier, engine, {
      onSample: () => undefined,
      onEpochEnd: () => undefined,
      onBatchEnd: () => reporter.onBatchEnd(),
    });
    const kept = featureLayers(spec.network);
    return engine.parameters.map(({ name }, index) =>
      kept.includes(name.split('.')[0]) ? engine.readWeights(index) : null,
    );
  }

  /** Creates the engine with its images, which may take minutes on a slow drive, and tells the parent meanwhile that the worker is alive. */
  async #createEngine(job: Preparation, signal: AbortSignal): Promise<Engine> {
    const heartbeat = setInterval(() => this.send({ type: 'alive' }), HEARTBEAT);
    try {
      await this.#preparing;
      return await this.#provider.create(job, signal);
    } finally {
      clearInterval(heartbeat);
    }
  }
}

/** The training of all layers that a run gets its first weights from. It is not tested. */
function pretrainingSpec(
  { pretraining: _, groupRates: __, schedule: ___, ...spec }: RunSpec,
  { classes, images, epochs, learningRate }: Pretraining,
): RunSpec {
  return { ...spec, dataset: { ...spec.dataset, classes, train: images, test: 0 }, epochs, learningRate };
}

/** The end of a run that was cancelled or pruned, after its last samples. */
function stopped(reporter: Reporter, ended: EndedEvent): EndedEvent {
  try {
    reporter.flush();
    return ended;
  } catch (error) {
    return { type: 'ended', state: 'failed', reason: messageOf(error) };
  }
}

/** @throws CheckpointError if the checkpoint doesn't exist or cannot be used */
async function requireCheckpoint(file: string, origin: CheckpointOrigin): Promise<TrainingState> {
  const state = await readCheckpoint(file, origin);
  if (!state) throw new CheckpointError(l10n.t('The checkpoint {0} does not exist any more.', file));
  return state;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
