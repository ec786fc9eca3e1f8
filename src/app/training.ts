import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, ExperimentRecord, RunRecord } from '../domain/experiment.ts';
import { isResumable } from '../domain/experimentStatus.ts';
import type { EngineName, RunResult } from '../domain/run.ts';
import type { EndedEvent } from '../domain/runEvent.ts';
import { RunTracker } from '../domain/runTracker.ts';
import { nextRun, planExperiment } from '../kinds/kinds.ts';
import type { Choice, KindName } from '../kinds/kinds.ts';
import type { PlannedRun } from '../kinds/kind.ts';
import { InterruptReason } from '../runs/runner.ts';
import type { QueuedRun, Runner } from '../runs/runner.ts';
import type { Attempt } from '../store/attempt.ts';
import { DeletedError, ExperimentError, ExperimentFolder, FORMAT } from '../store/experimentFolder.ts';
import type { OverviewOptions } from '../store/experimentFolder.ts';
import type { Engines } from './engines.ts';
import { cacheForLists } from './listCache.ts';
import { forwardEvent, guarded, overviewOf } from './liveTraining.ts';
import type { LiveTraining, TrainingListener, TrainingRun } from './liveTraining.ts';
import { isPruned, Pruning } from './pruning.ts';
import { deleteCheckpoints, planResume } from './resumePlan.ts';
import type { ResumePlan } from './resumePlan.ts';

/** An experiment that cannot be resumed because another process seems to train it. */
export class StillRunningError extends ExperimentError {}

/** What a training needs from the command line or the editor that starts it. */
export interface TrainingEnvironment {
  readonly runner: Runner;
  readonly engines: Pick<Engines, 'buildOf'>;
  /** Identifies the editor window or command that owns the runs. */
  readonly window: string;
  /** Version of Goldilocks. */
  readonly version: string;
}

/** Milliseconds between two looks whether another window asks to cancel, and whether the experiment is still there. */
const LOOK_INTERVAL = 1000;

/** A run that is about to be trained. */
interface ClaimableRun extends QueuedRun {
  readonly run: TrainingRun;
}

/** An experiment whose runs are trained here: follows them and keeps their results. */
export class Training implements LiveTraining {
  readonly changedAt = null;
  readonly #runs: TrainingRun[];
  readonly #pruning: Pruning | null;

  /** @param resumePlans by run, those that are resumed */
  private constructor(
    readonly experiment: ExperimentFolder,
    records: readonly RunRecord[],
    private readonly environment: TrainingEnvironment,
    results: readonly (RunResult | null)[],
    private readonly resumePlans: ReadonlyMap<number, ResumePlan>,
  ) {
    this.#runs = records.map((record, index) => ({
      index,
      record,
      tracker: trackerFor(record, results[index], resumePlans.get(index)),
      result: results[index],
    }));
    this.#pruning = isPruned(experiment.record) ? new Pruning(this.#runs) : null;
  }

  /**
   * Plans an experiment and writes what was asked into a new folder.
   * @throws RangeError if the choice is out of range
   * @throws EngineUnavailableError if an engine cannot be loaded
   * @throws ExperimentError if the folder is taken or cannot be written
   */
  static async create<K extends KindName>(
    kind: K,
    choice: Choice<K>,
    folder: string,
    environment: TrainingEnvironment,
  ): Promise<Training> {
    const plan = planExperiment(kind, choice);
    await requireEngines(plan.runs, environment.engines);
    const record: ExperimentRecord = {
      format: FORMAT,
      kind,
      name: plan.name,
      preset: plan.preset,
      createdAt: new Date().toISOString(),
      subject: plan.runs.every(({ spec }) => spec === null) ? 'program' : 'built-in',
      choice,
      runner: environment.runner.name,
      variants: plan.variants,
      source: null,
      versions: { goldilocks: environment.version, node: process.versions.node, v8: process.versions.v8 },
    };
    const experiment = await ExperimentFolder.create(folder, record, plan.runs);
    return new Training(
      experiment,
      plan.runs,
      environment,
      plan.runs.map(() => null),
      new Map(),
    );
  }

  /**
   * Opens an experiment whose unfinished runs are to be trained, each in a new attempt that continues from the newest checkpoint
   * that can be used, or starts over where there is none.
   * @param takeOver treats runs that seem to be trained elsewhere as interrupted
   * @throws ExperimentError if there is nothing to resume
   * @throws StillRunningError if a run is still being trained elsewhere
   * @throws EngineUnavailableError if its engine cannot be loaded
   */
  static async resume(
    folder: string,
    environment: TrainingEnvironment,
    { takeOver = false }: { takeOver?: boolean } = {},
  ): Promise<Training> {
    const experiment = await ExperimentFolder.open(folder);
    const { runs } = await experiment.overview({ takeOver, ...reconciledBy(environment.runner, experiment.record) });
    if (runs.some(({ state, elsewhere }) => state === 'running' || elsewhere)) {
      throw new StillRunningError(
        l10n.t('The experiment in {0} is still running elsewhere; wait for it, or cancel it first.', folder),
      );
    }
    const unfinished = runs.filter((run) => isResumable(run) && run.spec !== null);
    if (unfinished.length === 0) {
      throw new ExperimentError(
        l10n.t('All runs of the experiment in {0} are finished; there is nothing to resume.', folder),
      );
    }
    await experiment.prepareForTraining();
    const builds = new Map<EngineName, string>();
    const resumePlans = new Map<number, ResumePlan>();
    for (const { index, spec } of unfinished) {
      const { engine } = spec!;
      const build = builds.get(engine) ?? (await environment.engines.buildOf(engine));
      builds.set(engine, build);
      resumePlans.set(index, await planResume(experiment, index, { spec: spec!, engine: `${engine} ${build}` }));
    }
    return new Training(
      experiment,
      await experiment.runs(),
      environment,
      runs.map((run) => (resumePlans.has(run.index) ? null : run.result)),
      resumePlans,
    );
  }

  get runs(): readonly TrainingRun[] {
    return this.#runs;
  }

  /**
   * Trains every run that has no result yet, several at a time, and those that follow from their results.
   * @throws DeletedError if the experiment is deleted meanwhile, which ends its runs
   */
  async train(
    signal: AbortSignal,
    listener: TrainingListener,
    onProblem: (error: unknown) => void = () => undefined,
  ): Promise<void> {
    const stop = new AbortController();
    const notify = guarded(listener, onProblem);
    const cancelled = AbortSignal.any([signal, stop.signal]);
    const looks = setInterval(() => {
      if (!this.experiment.exists) stop.abort();
      void this.experiment.isCancelRequested().then((isRequested) => isRequested && stop.abort(), onProblem);
    }, LOOK_INTERVAL);
    try {
      for (let waiting = this.#waiting(); waiting.length > 0; waiting = await this.#next(cancelled)) {
        const queued = waiting.map((run) => this.#queue(run, notify));
        await this.#start(queued, cancelled, stop, notify);
      }
    } catch (error) {
      if (this.experiment.exists) throw error;
      const { folder } = this.experiment;
      throw new DeletedError(l10n.t('The experiment in {0} was deleted, so its runs were ended.', folder));
    } finally {
      clearInterval(looks);
    }
    await cacheForLists(this.experiment);
  }

  overview(): ExperimentOverview {
    return overviewOf(this);
  }

  #waiting(): TrainingRun[] {
    return this.#runs.filter(({ result }) => result === null);
  }

  /** The run that follows from the results, if the kind has such; empty when there is none. */
  async #next(cancelled: AbortSignal): Promise<TrainingRun[]> {
    const record = cancelled.aborted ? null : nextRun(this.overview());
    if (!record) return [];
    const index = await this.experiment.addRun(record);
    const run = { index, record, tracker: new RunTracker(record), result: null };
    this.#runs.push(run);
    return [run];
  }

  async #start(
    queued: readonly ClaimableRun[],
    cancelled: AbortSignal,
    stop: AbortController,
    notify: TrainingListener,
  ): Promise<void> {
    await this.environment.runner.start(queued, cancelled, {
      onEvent: ({ run }, event) => {
        forwardEvent(run, event, notify);
        this.#pruning?.onEvent(run, event);
      },
      onEnded: async (queuedRun, ended) => {
        try {
          await this.#end(queuedRun, interruptedBy(cancelled, ended), notify);
        } catch (error) {
          stop.abort();
          throw error;
        }
      },
    });
  }

  #queue(run: TrainingRun, notify: TrainingListener): ClaimableRun {
    const { index, record } = run;
    const { from = null, problem = null } = this.resumePlans.get(index) ?? {};
    if (problem !== null) {
      const consequence = from ? l10n.t('An older one is used.') : l10n.t('The run starts over.');
      notify(run, { type: 'notice', text: `${problem} ${consequence}`, count: 1 });
    }
    const { window, runner } = this.environment;
    let claimed: Promise<Attempt> | null = null;
    const claim = (): Promise<Attempt> =>
      (claimed ??= this.experiment.startAttempt(
        index,
        { window, runner: runner.name, outlivesWindow: runner.outlivesWindow },
        from && { attempt: from.attempt, step: from.step },
      ));
    return {
      run,
      index,
      spec: record.spec,
      record,
      continueFrom: from?.checkpointFile ?? null,
      earlier: from?.samples ?? [],
      prune: this.#pruning?.signalOf(run) ?? null,
      claim,
    };
  }

  /** Keeps the result that the worker has written, and writes one for a worker that died or never started. */
  async #end(queued: ClaimableRun, ended: EndedEvent, notify: TrainingListener): Promise<void> {
    const { run } = queued;
    try {
      const attempt = await queued.claim();
      const written = await attempt.result();
      // A worker that is killed after it has written its result has finished all the same.
      const event = written && written.state !== ended.state ? endOf(written) : ended;
      const measured = run.tracker.allBuckets();
      const changes = run.tracker.apply(event);
      const result = run.tracker.result();
      if (!written) await attempt.writeResult(result, measured);
      if (!isResumable(result)) await deleteCheckpoints(this.experiment, run.index);
      run.result = written ?? result;
      // Of a program more is learned while it trains.
      if (run.record.spec === null) await this.#keepFacts(run);
      for (const change of changes) notify(run, { type: 'finding', ...change });
      notify(run, event);
    } catch (error) {
      if (error instanceof ExperimentError) throw error;
      throw new ExperimentError(
        l10n.t('The results cannot be written to {0}: {1}.', this.experiment.folder, (error as Error).message),
        { cause: error },
      );
    }
  }

  async #keepFacts(run: TrainingRun): Promise<void> {
    run.record = { ...run.record, facts: run.tracker.facts };
    await this.experiment.updateRun(run.index, run.record);
  }
}

/** The event with which a run ended that wrote this result. */
function endOf({ state, reason, stderrTail }: RunResult): EndedEvent {
  return { type: 'ended', state, ...(reason !== null && { reason }), ...(stderrTail !== undefined && { stderrTail }) };
}

/** The end of a run that was cancelled says why, where the signal does. */
function interruptedBy({ reason }: AbortSignal, ended: EndedEvent): EndedEvent {
  if (ended.state !== 'cancelled' || !(reason instanceof InterruptReason)) return ended;
  return { type: 'ended', state: 'interrupted', reason: reason.text };
}

/** Makes an overview ask the runner about attempts of its own experiments; attempts of other runners are judged by their process. */
export function reconciledBy(runner: Runner, record: ExperimentRecord): Pick<OverviewOptions, 'reconcile'> {
  return record.runner === runner.name ? { reconcile: (attempt) => runner.reconcile(attempt) } : {};
}

async function requireEngines(runs: readonly PlannedRun[], engines: TrainingEnvironment['engines']): Promise<void> {
  for (const name of new Set(runs.flatMap(({ spec }) => spec?.engine ?? []))) await engines.buildOf(name);
}

/** A tracker for a run; if the run is resumed, it starts with the earlier measurements. */
function trackerFor(record: RunRecord, result: RunResult | null, plan: ResumePlan | undefined): RunTracker {
  const tracker = new RunTracker(record);
  if (result === null && plan?.from) tracker.restore(plan.from.samples, plan.from.epochs);
  return tracker;
}
