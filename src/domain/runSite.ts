/** Where a learning rate is written, so that it is found again after the text was edited. The number itself is no part of it. */
export interface SiteKey {
  /** Absolute path of the workspace folder; null for a file outside of all. */
  readonly folder: string | null;
  /** In that folder, with slashes; without one the absolute path. */
  readonly path: string;
  /** The id of the notebook's cell; null in a file, and where cells have none. */
  readonly cell: string | null;
  /** The functions and classes around it, outermost first. */
  readonly within: readonly string[];
  /** The last name of what is called with it; null where it stands in no call. */
  readonly callee: string | null;
  /** The name that it is the value of; null for a positional argument. */
  readonly argument: string | null;
  /** Its index among the numbers that are equal in all of this, from 0. */
  readonly ordinal: number;
  /** How many of these there were. */
  readonly count: number;
  /** How many numbers of the file had the same callee and name, wherever they stood. */
  readonly alike: number;
}

/**
 * What ties a run to a number in its program. `rate`: the run's rate is written there and nowhere else; `only`: the run tells no rate,
 * and there is only one; `scaled`: the run's rate is a multiple of it, as the program multiplies it by devices or batch size; `optimizer`: several numbers are possible, so that the place is the only optimizer.
 */
export type SiteTie = 'rate' | 'only' | 'scaled' | 'optimizer';

/** The number in a program that a run was trained with. */
export interface RunSite {
  readonly key: SiteKey;
  readonly tie: SiteTie;
  /** The number as it was written when the program started; at an optimizer, all that are possible. */
  readonly text: string;
  /** Its value; null at an optimizer. */
  readonly value: number | null;
  /** How many times the number the run's rate was; absent where it was the number itself. */
  readonly multiple?: number;
  /** The optimizer that it belonged to; null if the file does not tell. */
  readonly optimizer: string | null;
  /** Tells the program's text from others whatever its rates are, see contentMark; absent where it was not read. */
  readonly content?: string;
  /**
   * The rate that a whole run was given in place of the number; null where it rose from step to step, or the run was cut short. Absent
   * where the run was trained with the number itself.
   */
  readonly tried?: number | null;
}
