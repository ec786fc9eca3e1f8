import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunOverview } from '../domain/experiment.ts';
import type { RunEvent, Sample } from '../domain/run.ts';
import type { SweepChoice } from '../domain/sweepPlan.ts';
import { ExperimentError, ExperimentFolder, NewerFormatError } from '../runs/experimentFolder.ts';
import { ExperimentIndex } from './experimentIndex.ts';
import type { ExperimentEntry } from './experimentIndex.ts';
import { Sweep } from './sweep.ts';
import type { SweepRun, SweepServices } from './sweep.ts';
import { doneShare } from './sweepProgress.ts';

export type { ExperimentEntry } from './experimentIndex.ts';

/** A sweep that this window trains. */
export interface ActiveSweep {
  readonly sweep: Sweep;
  readonly startedAt: number;
  /** When the first run of this start began, as Date.now() gives it; null while all wait for the workers of another sweep. */
  readonly trainingSince: number | null;
  /** Share of its steps that was done before this start: more than 0 when it is resumed. */
  readonly doneBefore: number;
  /** Resolves when all runs have ended and are judged; rejects when results cannot be written. */
  readonly ended: Promise<void>;
  cancel(): void;
}

export interface LibraryEvents {
  /** Something happened in a run that this window trains. */
  run: [folder: string, run: SweepRun, event: RunEvent];
  /** A sweep began in this window. */
  started: [folder: string];
  /** A sweep of this window has ended, its results are on disk; the error says why if they could not be written. */
  ended: [folder: string, error: Error | null];
  /** An experiment was deleted. */
  deleted: [folder: string];
}

/** The experiments of one storage folder: those on disk, and those that this window trains now. */
export class ExperimentLibrary extends EventEmitter<LibraryEvents> {
  readonly #active = new Map<string, ActiveSweep>();
  readonly #index: ExperimentIndex;

  constructor(
    /** Where new experiments go. */
    readonly storage: string,
    private readonly services: SweepServices,
  ) {
    super();
    this.#index = new ExperimentIndex(storage, (folder) => this.entry(folder));
  }

  /** Sweeps that this window trains, or that wait for its workers, in the order of their start. */
  get active(): readonly ActiveSweep[] {
    return [...this.#active.values()];
  }

  /** The sweep of this folder, if this window trains it. */
  activeIn(folder: string): ActiveSweep | undefined {
    return this.#active.get(folder);
  }

  /** All experiments of the storage folder, newest first, without the series of their runs. */
  async list(): Promise<ExperimentEntry[]> {
    return this.#index.list();
  }

  /** One experiment, of the storage folder or elsewhere. */
  async entry(folder: string): Promise<ExperimentEntry> {
    const active = this.#active.get(folder);
    if (active) return { folder, overview: active.sweep.overview(), problem: null };
    try {
      const experiment = await ExperimentFolder.open(folder);
      const { record, runs } = await experiment.overview(this.services.window);
      return { folder, overview: { record, runs: runs.map(withoutOwner) }, problem: null };
    } catch (error) {
      const problem =
        error instanceof ExperimentError
          ? error.message
          : `The experiment in ${folder} cannot be read: ${(error as Error).message}.`;
      return { folder, overview: null, problem, isNewer: error instanceof NewerFormatError };
    }
  }

  /** The samples of each run so far: those of this window from memory, the others from disk. */
  async samples(folder: string): Promise<(readonly Sample[])[]> {
    const active = this.#active.get(folder);
    if (active) return active.sweep.runs.map(({ tracker, result }) => result?.series ?? tracker.samples);
    const experiment = await ExperimentFolder.open(folder);
    return Promise.all(
      experiment.record.specs.map(async (_, index) => {
        const result = await (await experiment.attempt(index))?.result();
        if (result) return result.series;
        const measurements = await experiment.measurements(index);
        await measurements?.read();
        return measurements?.samples ?? [];
      }),
    );
  }

  /**
   * Starts a sweep in a new folder of the storage.
   * @throws RangeError if the choice is out of range
   * @throws ExperimentError if the folder cannot be written
   */
  async start(choice: SweepChoice): Promise<ActiveSweep> {
    const time = new Date().toISOString().replaceAll(':', '-').replace('.', '-');
    const name = choice.name.replaceAll(/[^\w-]+/g, '-');
    return this.#train(await Sweep.create(choice, path.join(this.storage, `${time}-${name}`), this.services));
  }

  /**
   * Trains the runs of an experiment on that failed or were cut short.
   * @throws ExperimentError if there is nothing to resume or it runs elsewhere
   */
  async resume(folder: string): Promise<ActiveSweep> {
    const active = this.#active.get(folder);
    return active ?? this.#train(await Sweep.resume(folder, this.services));
  }

  /**
   * Says before anybody is asked to confirm it whether an experiment can be deleted.
   * @throws ExperimentError if it is under way, here or elsewhere, or is no experiment
   */
  async requireDeletable(folder: string): Promise<void> {
    const entry = await this.entry(folder);
    const { overview } = entry;
    if (!overview && entry.isNewer)
      throw new ExperimentError('The experiment was written by a newer Goldilocks; delete it there.');
    if (!overview && !folder.startsWith(this.storage + path.sep))
      throw new ExperimentError(`${folder} holds no experiment that can be deleted.`);
    if (this.#active.has(folder)) throw new ExperimentError('The experiment is still running; cancel it first.');
    if (overview?.runs.some(({ state }) => state === 'running'))
      throw new ExperimentError('The experiment is running in another window; cancel it there first.');
  }

  /**
   * Deletes an experiment's folder for good.
   * @throws ExperimentError if it cannot be deleted
   */
  async delete(folder: string): Promise<void> {
    await this.requireDeletable(folder);
    await rm(folder, { recursive: true, force: true });
    this.emit('deleted', folder);
  }

  /** Cancels every sweep of this window. */
  cancelAll(): void {
    for (const active of this.active) active.cancel();
  }

  #train(sweep: Sweep): ActiveSweep {
    const { folder } = sweep.experiment;
    const controller = new AbortController();
    const progress: { trainingSince: number | null } = { trainingSince: null };
    const doneBefore = doneShare(sweep);
    const ended = sweep
      .train(controller.signal, (run, event) => {
        if (event.type === 'started') progress.trainingSince ??= Date.now();
        this.emit('run', folder, run, event);
      })
      .finally(() => this.#active.delete(folder));
    const active: ActiveSweep = {
      sweep,
      startedAt: Date.now(),
      get trainingSince() {
        return progress.trainingSince;
      },
      doneBefore,
      ended,
      cancel: () => controller.abort(),
    };
    this.#active.set(folder, active);
    this.emit('started', folder);
    ended.then(
      () => this.emit('ended', folder, null),
      (error: unknown) => this.emit('ended', folder, error instanceof Error ? error : new Error(String(error))),
    );
    return active;
  }
}

/** A run that belongs to this window but is not trained by it has lost its sweep, because a result could not be written. */
function withoutOwner(run: RunOverview): RunOverview {
  return run.state === 'running' && !run.elsewhere ? { ...run, state: 'interrupted' } : run;
}
