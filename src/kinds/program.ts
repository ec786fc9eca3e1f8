import type { RunSite } from '../domain/runSite.ts';

/** A number in a source file that is replaced by the rates to try; lines and columns from 1, in UTF-16 units. */
export interface LiteralSite {
  /** Absolute path. */
  readonly file: string;
  /** In a notebook: the index of the cell among all cells, from 0. Lines are those of the cell. */
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What stands there. */
  readonly text: string;
}

/** How a rate gets into a program. */
export type RateWay =
  /** The probe scales the rates of its optimizers. */
  | { readonly kind: 'probe' }
  /**
   * A number is replaced: `literal` one in its code, in memory; `settings` one in a file that it reads, in a copy of its folder.
   * `isAssumed`: nobody has said that it is the rate, it only looks like it.
   */
  | { readonly kind: 'literal' | 'settings'; readonly site: LiteralSite; readonly isAssumed?: true }
  /** An option of its command line, such as "--lr". */
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  /** PLACEHOLDER in its command stands for it. */
  | { readonly kind: 'placeholder' };

/** What stands for the rate in a command. */
export const PLACEHOLDER = '{rate}';

/** A program of the user's. */
export interface ProgramSetup {
  /** The program and its arguments, or a line that the user has written for the shell. */
  readonly command: readonly [program: string, ...args: string[]] | { readonly shellLine: string };
  /** Absolute path of the folder that it runs in. */
  readonly cwd: string;
  readonly way: RateWay;
  /** The log that its losses are read from, as the user has named it; absent where they are reported or printed. */
  readonly logFile?: string;
  /** The number in its code that results are shown at; absent where it is not known. */
  readonly site?: RunSite;
}

/**
 * What ties a run of a program to the number in its code.
 * @param tried see RunSite
 */
export function siteOfRun({ site }: ProgramSetup, tried: number | null): { readonly site?: RunSite } {
  return site ? { site: { ...site, tried } } : {};
}
