import type { RunEvent } from '../domain/run.ts';
import { stepsPerEpoch } from '../domain/sweepPlan.ts';
import type { TrainingJob, WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { openDataset } from './dataset.ts';
import type { Dataset } from './dataset.ts';
import type { Engine, EngineConfig } from './engine.ts';
import { Reporter } from './reporter.ts';
import { train } from './trainer.ts';

/** Makes an engine for one run. */
export type CreateEngine = (name: TrainingJob['spec']['engine'], config: EngineConfig) => Promise<Engine>;

/** Trains one run after another, as its parent asks. */
export class TrainingWorker {
  #current: { readonly run: string; readonly cancel: AbortController } | null = null;

  constructor(
    private readonly createEngine: CreateEngine,
    private readonly send: (report: WorkerReport) => void,
  ) {}

  /** Takes a message of the parent's. The promise resolves when a run that it started has ended, however it ended. */
  async handle(request: WorkerRequest): Promise<void> {
    if (request.type === 'cancel') {
      if (this.#current?.run === request.run) this.#current.cancel.abort();
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
      const dataset = await openDataset(job.datasetFolder);
      checkImages(dataset, job);
      const engine = await this.createEngine(spec.engine, {
        network: spec.network,
        optimizer: spec.optimizer,
        batchSize: spec.batchSize,
        images: { train: spec.dataset.train, test: spec.dataset.test },
      });
      for (const split of ['train', 'test'] as const) {
        await dataset.read(split, spec.dataset[split], { images: engine.images(split), labels: engine.labels(split) }, spec.network.outputs, signal);
        reporter.flush();
      }
      const context = {
        optimizer: spec.optimizer.name,
        rate: spec.learningRate,
        batchSize: spec.batchSize,
        classes: spec.network.outputs,
        total: spec.epochs * stepsPerEpoch(spec),
        unit: 'step',
        engine: `${engine.name} ${engine.build}`,
      } as const;
      this.send({ type: 'event', run, event: { type: 'started', run, spec, context } });
      await train(spec, engine, reporter);
      reporter.flush();
      return { type: 'ended', state: 'finished' };
    } catch (error) {
      if (signal.aborted) {
        reporter.flush();
        return { type: 'ended', state: 'cancelled', reason: 'Cancelled.' };
      }
      return { type: 'ended', state: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** @throws RangeError if the network takes images of another size than the data set has. */
function checkImages(dataset: Dataset, { spec, datasetFolder }: TrainingJob): void {
  const { height, width, channels } = dataset.train;
  const [rows, columns, depth] = spec.network.input;
  if (height !== rows || width !== columns || channels !== depth) {
    throw new RangeError(
      `The images in ${datasetFolder} are ${height} x ${width} x ${channels}, but the network takes ${rows} x ${columns} x ${depth}.`,
    );
  }
}
