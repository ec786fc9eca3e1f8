import type { RunEvent } from '../domain/run.ts';
import { stepsPerEpoch } from '../domain/sweepPlan.ts';
import type { TrainingJob, WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { checkFit, openDataset } from './dataset.ts';
import { engineConfig } from './engines.ts';
import type { EngineFactory } from './engines.ts';
import { Reporter } from './reporter.ts';
import { train } from './trainer.ts';

/** Trains one run after another, as its parent asks. */
export class TrainingWorker {
  #current: { readonly run: string; readonly cancel: AbortController } | null = null;

  constructor(
    private readonly engines: EngineFactory,
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
      checkFit(dataset, spec.network);
      const engine = await this.engines.create(spec.engine, engineConfig(spec));
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
