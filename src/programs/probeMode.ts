/** A piece of a file that is replaced: of source code in memory, when it is compiled. Lines and columns from 1, in UTF-16 units. */
export interface Replacement {
  /** Absolute path. */
  readonly file: string;
  /** In a notebook: the index of the cell among all cells, from 0. Lines are those of the cell. */
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What stands there; nothing is replaced where something else does. */
  readonly expected: string;
  readonly text: string;
}

interface CommonMode {
  /** Seeds the program's random numbers; absent to leave them alone. */
  readonly seed?: number | null;
  readonly replace?: readonly Replacement[];
}

/** What the probe does in a program beside reporting. */
export type ProbeMode =
  /** Nothing; after maxSteps it ends the program. */
  | (CommonMode & { readonly name: 'watch'; readonly maxSteps?: number | null })
  /** Raises the rate by the same factor with each step, and ends the program when the loss diverges or the steps are used. */
  | (CommonMode & {
      readonly name: 'find';
      readonly from: number;
      readonly to: number;
      readonly steps: number;
      /** Ends it when the smoothed loss exceeds this many times its lowest value. */
      readonly stopAbove: number;
    })
  /** Creates each optimizer with its rates scaled so that the first one has this rate. */
  | (CommonMode & { readonly name: 'rate'; readonly rate: number; readonly maxSteps?: number | null });
