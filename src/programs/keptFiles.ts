import path from 'node:path';

/** What a program that may outlive its window is kept in; all paths are absolute. */
export interface KeptFiles {
  /** Holds all of them. */
  readonly folder: string;
  /** Marks the copies of the program's folder, see deleteMarkedCopies; no path. */
  readonly mark: string;
  /** The folder that the probe reports into. */
  readonly channel: string;
  /** What happens in experiments with the program, of a find or a sweep. */
  readonly journal: string;
  /** What the program prints; emptied by the guard when it grows too long. */
  readonly stdout: string;
  readonly stderr: string;
  /** There is one if some of it was emptied. */
  readonly cut: string;
  /** Its time of change is the guard's sign of life. */
  readonly guard: string;
  /** A request to end the program. */
  readonly end: string;
  /** How it has ended: the last GuardReport. Written when nothing follows any more. */
  readonly ended: string;
}

/** Names of the files by which windows own a program, each but the first taken over from the one before: `owner-1.json`, … */
export const OWNER_NAME = /^owner-([1-9]\d*)\.json$/;

/** Milliseconds for which a program goes on when its window is gone: longer than a window takes to reload. */
export const LEFT_FOR = 60_000;
/** Milliseconds without a sign of life for which a window whose process is there counts as busy; after them it hangs. */
export const BUSY_FOR = 600_000;
/** Milliseconds between two looks of the guard at what the window asks for, and of the window at what the program does. */
export const LOOK_INTERVAL = 200;
/** Milliseconds between two signs of life. */
export const SIGN_INTERVAL = 1000;

/** @param folder absolute path */
export function keptFiles(folder: string): KeptFiles {
  const file = (name: string): string => path.join(folder, name);
  return {
    folder,
    mark: path.basename(folder),
    channel: file('probe'),
    journal: file('journal.jsonl'),
    stdout: file('stdout'),
    stderr: file('stderr'),
    cut: file('cut'),
    guard: file('guard'),
    end: file('end'),
    ended: file('ended.json'),
  };
}

/** How long nothing has changed, counted in looks: those of a computer that sleeps are none. */
export class Silence {
  #last: string | null = null;
  #looks = 0;

  /**
   * To be called every LOOK_INTERVAL.
   * @param sign anything that changes with each sign of life
   * @returns milliseconds for which it has been the same
   */
  listen(sign: string): number {
    this.#looks = sign === this.#last ? this.#looks + 1 : 0;
    this.#last = sign;
    return this.#looks * LOOK_INTERVAL;
  }
}
