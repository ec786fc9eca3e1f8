import * as l10n from '@vscode/l10n';
import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Annotation, RunOverview } from '../domain/experiment.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import { needsSeries } from '../kinds/kinds.ts';
import type { Choice, KindName } from '../kinds/kinds.ts';
import { ExperimentError, ExperimentFolder, NewerFormatError } from '../store/experimentFolder.ts';
import { isInside } from '../store/containment.ts';
import { createEntry } from './experimentEntry.ts';
import type { ExperimentEntry } from './experimentEntry.ts';
import { ExperimentIndex } from './experimentIndex.ts';
import type { ExperimentReader } from './experimentIndex.ts';
import { newExperimentPath } from './experimentPath.ts';
import { FollowedTraining } from './followedTraining.ts';
import type { FollowedSource } from './followedTraining.ts';
import type { FollowingRuns, LiveTraining, TrainingRun } from './liveTraining.ts';
import { trainingShareDone } from './progress.ts';
import { reconciledBy, Training } from './training.ts';
import type { TrainingEnvironment } from './training.ts';

/** A training of this window, or one that it follows. */
export interface ActiveTraining {
  readonly training: LiveTraining;
  readonly startedAt: number;
  /** When the first run of this start began, as Date.now() gives it; null while all wait for free workers. */
  readonly trainingSince: number | null;
  /** Share of its steps that was done before this start: more than 0 when it is resumed. */
  readonly doneBefore: number;
  /** What is trained when it has ended. */
  readonly following?: FollowingRuns;
  /** Resolves when all runs have ended; rejects if results cannot be written. */
  readonly ended: Promise<void>;
  /** Whether it was cancelled and its runs are ending. */
  readonly isCancelling: boolean;
  cancel(): void;
  /** Ends the program that is followed; null where this window can't, and for a training of its own. */
  readonly stopProgram: (() => void) | null;
}

export interface LibraryEvents {
  /** Something happened in a run that this window trains. */
  run: [folder: string, run: TrainingRun, event: RunEvent];
  /** A training has started in this window. */
  started: [folder: string];
  /** A training of this window was cancelled; its runs take a moment to end. */
  cancelling: [folder: string];
  /** A training of this window has ended, its results are on disk; the error says why if they could not be written. */
  ended: [folder: string, error: Error | null];
  /** An experiment was deleted. */
  deleted: [folder: string];
  /** An experiment has another title or note, or was starred or unstarred. */
  annotated: [folder: string];
  /** A folder elsewhere was added to the list or removed from it. */
  listingChanged: [folder: string];
  /** Something that listens to trainings has failed; the training goes on. */
  problem: [error: unknown];
}

/** Folders elsewhere whose experiments are listed too, kept from one session to the next. */
export interface OpenedFolders {
  readonly folders: readonly string[];
  replace(folders: readonly string[]): Promise<void>;
}

/** For a library that lists only the storage folder. */
const NO_OPENED_FOLDERS: OpenedFolders = { folders: [], replace: async () => undefined };

/** The experiments of one storage folder and of folders opened from elsewhere: those on disk, and those that this window trains now. */
export class ExperimentLibrary extends EventEmitter<LibraryEvents> {
  readonly #active = new Map<string, ActiveTraining>();
  readonly #index: ExperimentIndex;

  constructor(
    /** Where new experiments go. */
    readonly storage: string,
    private readonly environment: TrainingEnvironment,
    private readonly opened: OpenedFolders = NO_OPENED_FOLDERS,
  ) {
    super();
    const reader: ExperimentReader = {
      read: (folder) => this.entry(folder, { series: false }),
      isActive: (folder) => this.#active.has(folder),
    };
    this.#index = new ExperimentIndex(storage, reader, () => opened.folders);
  }

  /** What this window trains, or what waits for its workers, in the order of their start. */
  get active(): readonly ActiveTraining[] {
    return [...this.#active.values()];
  }

  /** The training of this folder, if it is this window's. */
  activeIn(folder: string): ActiveTraining | undefined {
    return this.#active.get(folder);
  }

  /** All experiments that are listed, newest first, without the series of their runs. */
  async list(): Promise<ExperimentEntry[]> {
    return this.#index.list();
  }

  /** Whether an experiment is listed because its folder was opened, not because it lies in the storage folder. */
  isOpened(folder: string): boolean {
    return this.opened.folders.includes(folder);
  }

  /** Lists an experiment that lies elsewhere from now on; those of the storage folder are listed anyway. */
  async listOpened(folder: string): Promise<void> {
    if (path.dirname(folder) === this.storage || this.isOpened(folder)) return;
    await this.opened.replace([...this.opened.folders, folder]);
    this.#notify('listingChanged', folder);
  }

  /** No longer lists an experiment that lies elsewhere; its folder stays. */
  async unlistOpened(folder: string): Promise<void> {
    if (!this.isOpened(folder)) return;
    await this.opened.replace(this.opened.folders.filter((other) => other !== folder));
    this.#notify('listingChanged', folder);
  }

  /**
   * Changes what the user has added to an experiment.
   * @param changes see ExperimentFolder.annotate
   * @throws ExperimentError if the experiment cannot be read or written
   */
  async annotate(folder: string, changes: Annotation): Promise<void> {
    const experiment = this.#active.get(folder)?.training.experiment ?? (await ExperimentFolder.open(folder));
    await experiment.annotate(changes);
    this.#notify('annotated', folder);
  }

  /**
   * One experiment, of the storage folder or elsewhere.
   * @param series whether to read the series of its runs, too, unless its summary needs them anyway
   */
  async entry(folder: string, { series = true }: { series?: boolean } = {}): Promise<ExperimentEntry> {
    const active = this.#active.get(folder);
    if (active) return createEntry(folder, active.training.overview());
    try {
      const experiment = await ExperimentFolder.open(folder);
      const overview = await experiment.overview({
        window: this.environment.window,
        series: series || needsSeries(experiment.record),
        ...reconciledBy(this.environment.runner, experiment.record),
      });
      return createEntry(folder, { ...overview, runs: overview.runs.map(withoutOwner) });
    } catch (error) {
      const problem =
        error instanceof ExperimentError
          ? error.message
          : l10n.t('The experiment in {0} cannot be read: {1}.', folder, (error as Error).message);
      return { folder, overview: null, problem, isNewer: error instanceof NewerFormatError };
    }
  }

  /**
   * Starts an experiment in a new folder of the storage.
   * @param environment who trains it, by default the built-in networks' workers
   * @param following what is trained when it has ended
   * @throws RangeError if the choice is out of range
   * @throws ExperimentError if the folder cannot be written
   */
  async start<K extends KindName>(
    kind: K,
    choice: Choice<K> & { readonly name: string },
    environment = this.environment,
    following?: FollowingRuns,
  ): Promise<ActiveTraining> {
    const training = await Training.create(kind, choice, this.newExperimentPath(choice.name), environment);
    return this.#train(training, { following });
  }

  /**
   * Follows the training of another program in a new experiment of the storage.
   * @param subject see FollowedTraining.create
   * @throws ExperimentError if the folder cannot be written
   */
  async follow(source: FollowedSource, subject?: 'log' | 'program'): Promise<ActiveTraining> {
    const folder = this.newExperimentPath(source.name);
    const training = await FollowedTraining.create(source, folder, this.environment.window, subject);
    return this.#train(training, { stopProgram: source.stopProgram });
  }

  /**
   * Follows a program again in the experiment in which an earlier window has followed it, from its beginning.
   * @throws ExperimentError if the experiment cannot be read
   */
  async followAgain(source: FollowedSource, folder: string): Promise<ActiveTraining> {
    const training = await FollowedTraining.reopen(source, folder, this.environment.window);
    return this.#train(training, { stopProgram: source.stopProgram });
  }

  /** Has an experiment that another process trains among those of this window. */
  attach(training: LiveTraining): ActiveTraining {
    return this.#train(training);
  }

  /** Absolute path for a new experiment. */
  newExperimentPath(name: string): string {
    return newExperimentPath(this.storage, name);
  }

  /**
   * Trains the runs of an experiment that failed or were cut short.
   * @param options see Training.resume
   * @throws ExperimentError if there is nothing to resume or it runs elsewhere
   */
  async resume(folder: string, options: { takeOver?: boolean } = {}): Promise<ActiveTraining> {
    return this.#active.get(folder) ?? this.#train(await Training.resume(folder, this.environment, options));
  }

  /** Cancels an experiment: here, or by asking whoever trains it elsewhere. */
  async cancel(folder: string): Promise<void> {
    const active = this.#active.get(folder);
    if (active) active.cancel();
    else await this.environment.runner.cancel(await ExperimentFolder.open(folder));
  }

  /**
   * Checks whether an experiment can be deleted, before the user is asked to confirm it.
   * @throws ExperimentError if it is under way, here or elsewhere, or is no experiment
   */
  async requireDeletable(folder: string): Promise<void> {
    const entry = await this.entry(folder);
    const { overview } = entry;
    if (!overview && entry.isNewer) {
      throw new ExperimentError(
        l10n.t('The experiment was created by a newer version of Goldilocks; use that version to delete it.'),
      );
    }
    if (!overview && !(await isInside(this.storage, folder))) {
      throw new ExperimentError(l10n.t('{0} is not an experiment that can be deleted.', folder));
    }
    if (this.#active.has(folder))
      throw new ExperimentError(l10n.t('The experiment is still running; cancel it first.'));
    if (overview?.runs.some(({ state }) => state === 'running')) {
      throw new ExperimentError(l10n.t('The experiment is running in another window; cancel it first.'));
    }
  }

  /**
   * Permanently deletes an experiment's folder.
   * @throws ExperimentError if it cannot be deleted
   */
  async delete(folder: string): Promise<void> {
    await this.requireDeletable(folder);
    await rm(folder, { recursive: true, force: true });
    this.#notify('deleted', folder);
    await this.unlistOpened(folder);
  }

  /** Cancels everything that this window trains. */
  cancelAll(): void {
    for (const active of this.active) active.cancel();
  }

  #train(
    training: LiveTraining,
    { stopProgram = null, following }: Partial<Pick<ActiveTraining, 'stopProgram' | 'following'>> = {},
  ): ActiveTraining {
    const { folder } = training.experiment;
    const controller = new AbortController();
    const progress: { trainingSince: number | null } = { trainingSince: null };
    const doneBefore = trainingShareDone(training.runs);
    const ended = training
      .train(
        controller.signal,
        (run, event) => {
          if (event.type === 'started') progress.trainingSince ??= Date.now();
          this.#notify('run', folder, run, event);
        },
        (error) => this.#notify('problem', error),
      )
      .finally(() => this.#active.delete(folder));
    const active: ActiveTraining = {
      training,
      startedAt: training.startedAt ?? Date.now(),
      get trainingSince() {
        return training.trainingSince ?? progress.trainingSince;
      },
      doneBefore,
      ended,
      get isCancelling() {
        return controller.signal.aborted;
      },
      cancel: () => {
        if (controller.signal.aborted) return;
        controller.abort();
        this.#notify('cancelling', folder);
      },
      get following() {
        return training.following ?? following;
      },
      stopProgram,
    };
    this.#active.set(folder, active);
    this.#notify('started', folder);
    ended.then(
      () => this.#notify('ended', folder, null),
      (error: unknown) => this.#notify('ended', folder, error instanceof Error ? error : new Error(String(error))),
    );
    return active;
  }

  /** Calls every listener, also when one before it throws. */
  #notify<E extends keyof LibraryEvents>(event: E, ...args: LibraryEvents[E]): void {
    for (const listener of this.listeners(event) as ((...args: LibraryEvents[E]) => void)[]) {
      try {
        listener(...args);
      } catch (error) {
        if (event !== 'problem') this.#notify('problem', error);
      }
    }
  }
}

/** A running run of this window that the window does not train is interrupted: its result could not be written. */
function withoutOwner(run: RunOverview): RunOverview {
  return run.state === 'running' && !run.elsewhere ? { ...run, state: 'interrupted' } : run;
}
