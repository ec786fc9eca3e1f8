import type { ActiveTraining, ExperimentLibrary, LibraryEvents } from '../../app/experimentLibrary.ts';

/** What is read of a library. */
export type FollowedLibrary = Pick<ExperimentLibrary, 'on' | 'off'> & {
  readonly active: readonly Pick<ActiveTraining, 'training' | 'trainingSince'>[];
};

/**
 * Which experiment is followed: the one that trains now, of several the one that was started last; else the one that was trained or
 * opened last in this window.
 */
export class FollowedExperiment {
  #last: string | null = null;

  /** @param onChange called when another experiment may be followed than before */
  constructor(
    private readonly library: FollowedLibrary,
    private readonly onChange: () => void,
  ) {
    library.on('started', this.onChange).on('run', this.#onRun).on('ended', this.#onEnded);
    library.on('deleted', this.#onDeleted);
  }

  /** Its folder; null when none was trained or opened. */
  get folder(): string | null {
    const { active } = this.library;
    // What waits for workers is behind what trains, and the first in line is the next.
    const training = active.findLast(({ trainingSince }) => trainingSince !== null) ?? active.at(0);
    return training?.training.experiment.folder ?? this.#last;
  }

  /** Takes note of an experiment that was opened. */
  open(folder: string): void {
    this.#last = folder;
    this.onChange();
  }

  /** Goes on with what was followed before the window was loaded again, if nothing was trained or opened since. */
  restore(folder: string | null): void {
    this.#last ??= folder;
  }

  dispose(): void {
    this.library.off('started', this.onChange).off('run', this.#onRun).off('ended', this.#onEnded);
    this.library.off('deleted', this.#onDeleted);
  }

  readonly #onRun = (...[, , event]: LibraryEvents['run']): void => {
    if (event.type === 'started') this.onChange();
  };

  readonly #onEnded = (folder: string): void => this.open(folder);

  readonly #onDeleted = (folder: string): void => {
    if (folder !== this.#last) return;
    this.#last = null;
    this.onChange();
  };
}
