import type { ExperimentOverview, ExperimentRecord } from '../domain/experiment.ts';
import { isResumable } from '../domain/experimentStatus.ts';
import { judgeSweep } from '../domain/judgement.ts';
import type { EngineName, RunEvent, RunResult, RunSpec } from '../domain/run.ts';
import type { SweepChoice } from '../domain/sweepPlan.ts';
import { planSweep } from '../domain/sweepPlan.ts';
import type { TrainingJob } from '../protocol/training.ts';
import type { Attempt } from '../runs/attempt.ts';
import { ExperimentError, ExperimentFolder } from '../runs/experimentFolder.ts';
import { RunTracker } from '../runs/runTracker.ts';
import type { WorkerPool } from '../runs/workerPool.ts';
import { deleteCheckpoints, findResumption } from './resumption.ts';
import type { Resumption } from './resumption.ts';
import type { Engines } from './engines.ts';

/** What a sweep needs from whoever starts it. */
export interface SweepServices {
  readonly pool: WorkerPool;
  readonly engines: Engines;
  /** Folder of the MNIST images that ship with Goldilocks. */
  readonly mnistFolder: string;
  /** Identifies the editor window or command that owns the runs. */
  readonly window: string;
  /** Version of Goldilocks. */
  readonly version: string;
}

/** One run of a sweep: followed while it trains, with its result once it has one. */
export interface SweepRun {
  readonly tracker: RunTracker;
  result: RunResult | null;
}

/** Hears everything that happens in a sweep's runs. */
export type SweepListener = (run: SweepRun, event: RunEvent) => void;

/** A sweep with its folder on disk: trains its runs in the pool and keeps their results. */
export class Sweep {
  readonly runs: readonly SweepRun[];

  /** @param resumptions by run, those that are taken up again */
  private constructor(
    readonly experiment: ExperimentFolder,
    private readonly services: SweepServices,
    results: readonly (RunResult | null)[],
    private readonly resumptions: ReadonlyMap<number, Resumption>,
  ) {
    this.runs = experiment.record.specs.map((spec, index) => ({
      tracker: trackerFrom(index, spec, resumptions.get(index)),
      result: results[index],
    }));
  }

  /**
   * Plans a sweep and writes what was asked into a new folder.
   * @throws RangeError if the choice is out of range
   * @throws EngineUnavailableError if an engine cannot be loaded
   * @throws ExperimentError if the folder is taken or cannot be written
   */
  static async create(choice: SweepChoice, folder: string, services: SweepServices): Promise<Sweep> {
    const specs = planSweep(choice);
    const record: ExperimentRecord = {
      format: 1,
      kind: 'sweep',
      name: choice.name,
      preset: choice.preset,
      createdAt: new Date().toISOString(),
      subject: 'built-in',
      specs,
      site: null,
      engine: await services.engines.describe(choice.engine),
      ...(choice.secondEngine && { secondEngine: await services.engines.describe(choice.secondEngine) }),
      versions: { goldilocks: services.version, node: process.versions.node, v8: process.versions.v8 },
    };
    const experiment = await ExperimentFolder.create(folder, record);
    return new Sweep(
      experiment,
      services,
      specs.map(() => null),
      new Map(),
    );
  }

  /**
   * Opens a sweep whose unfinished runs are to be trained on, each in a new attempt that continues from the newest checkpoint
   * that can be used, or begins again where there is none.
   * @throws ExperimentError if there is nothing to resume, or a run is still under way elsewhere
   * @throws EngineUnavailableError if its engine cannot be loaded
   */
  static async resume(folder: string, services: SweepServices): Promise<Sweep> {
    const experiment = await ExperimentFolder.open(folder);
    const { runs } = await experiment.overview();
    if (runs.some(({ state }) => state === 'running'))
      throw new ExperimentError(
        `The experiment in ${folder} is still running elsewhere; wait for it, or cancel it there.`,
      );
    const cut = runs.filter(isResumable);
    if (cut.length === 0)
      throw new ExperimentError(`All runs of the experiment in ${folder} are finished; there is nothing to resume.`);
    const builds = new Map<EngineName, string>();
    const resumptions = new Map<number, Resumption>();
    for (const { index, spec } of cut) {
      const build = builds.get(spec.engine) ?? (await services.engines.buildOf(spec.engine));
      builds.set(spec.engine, build);
      resumptions.set(index, await findResumption(experiment, index, { spec, engine: `${spec.engine} ${build}` }));
    }
    return new Sweep(
      experiment,
      services,
      runs.map((run) => (isResumable(run) ? null : run.result)),
      resumptions,
    );
  }

  /**
   * Trains every run that has no result yet, several at a time, and judges them.
   * @param signal cancels what is waiting or training; the folder stays, its runs end as cancelled
   * @throws ExperimentError if results cannot be written; the other runs are cancelled then
   */
  async train(signal: AbortSignal, listener: SweepListener): Promise<void> {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    const attempts = new Map<SweepRun, Attempt>();
    const train = (run: SweepRun): Promise<void> =>
      this.#trainRun(run, stop.signal, attempts, listener).catch((error: unknown) => {
        stop.abort();
        throw error;
      });
    const outcomes = await Promise.allSettled(this.runs.filter(({ result }) => result === null).map(train));
    signal.removeEventListener('abort', onAbort);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    const unwritable = (error: unknown): ExperimentError =>
      new ExperimentError(`The results cannot be written to ${this.experiment.folder}: ${(error as Error).message}.`);
    if (failure) throw unwritable(failure.reason);
    await this.#judge(attempts).catch((error: unknown) => {
      throw unwritable(error);
    });
  }

  overview(): ExperimentOverview {
    const { record } = this.experiment;
    return {
      record,
      runs: this.runs.map(({ tracker, result }) => ({
        index: tracker.index,
        spec: tracker.spec,
        state: result?.state ?? tracker.state,
        elsewhere: false,
        result,
      })),
    };
  }

  async #trainRun(
    run: SweepRun,
    signal: AbortSignal,
    attempts: Map<SweepRun, Attempt>,
    listener: SweepListener,
  ): Promise<void> {
    const { tracker } = run;
    const { pool, mnistFolder, window } = this.services;
    const { from = null, problem = null } = this.resumptions.get(tracker.index) ?? {};
    if (problem !== null)
      listener(run, {
        type: 'notice',
        text: `${problem} ${from ? 'An older one is taken.' : 'The run begins again.'}`,
        count: 1,
      });
    let claimed: Promise<Attempt> | null = null;
    const claim = (): Promise<Attempt> =>
      (claimed ??= this.experiment.startAttempt(
        tracker.index,
        window,
        from && { attempt: from.attempt, step: from.step },
      ));
    const prepare = async (): Promise<TrainingJob> => {
      const { number, metricsFile, checkpointFile } = await claim();
      const run = `${this.experiment.folder}#${tracker.index}.${number}`;
      const continueFrom = from?.checkpointFile ?? null;
      return {
        run,
        spec: tracker.spec,
        datasetFolder: datasetFolder(tracker.spec, mnistFolder),
        metricsFile,
        checkpointFile,
        continueFrom,
      };
    };
    const ended = await pool.run(prepare, signal, (event) => {
      tracker.take(event);
      listener(run, event);
    });
    // The result counts from here on, whatever becomes of this process; the judgement over all runs refines its findings.
    tracker.take(ended);
    run.result = tracker.result([]);
    const attempt = await claim();
    attempts.set(run, attempt);
    await attempt.writeResult(run.result);
    if (!isResumable(run.result)) await deleteCheckpoints(this.experiment, tracker.index);
    listener(run, ended);
  }

  /** A run is judged in comparison with the others, so findings are written when all have ended. */
  async #judge(attempts: ReadonlyMap<SweepRun, Attempt>): Promise<void> {
    const findings = judgeSweep(this.overview().runs);
    await Promise.all(
      this.runs.map(async (run) => {
        const finding = findings.get(run.tracker.index);
        if (!finding || !run.result) return;
        run.result = { ...run.result, findings: [finding] };
        const attempt = attempts.get(run) ?? (await this.experiment.attempt(run.tracker.index));
        await attempt!.writeResult(run.result);
      }),
    );
  }
}

/** A tracker that knows what the run had come to, if it is taken up again. */
function trackerFrom(index: number, spec: RunSpec, resumption: Resumption | undefined): RunTracker {
  const tracker = new RunTracker(index, spec);
  const { samples = [], epochs = [] } = resumption?.from ?? {};
  tracker.take({ type: 'samples', samples });
  for (const epoch of epochs) tracker.take({ type: 'epoch', epoch });
  return tracker;
}

/** The folder with a run's images. */
export function datasetFolder(spec: Pick<RunSpec, 'dataset'>, mnistFolder: string): string {
  return spec.dataset.folder ?? mnistFolder;
}
