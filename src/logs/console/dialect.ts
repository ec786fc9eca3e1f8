import { readNumber } from '../logNumber.ts';
import type { Fraction } from './lineNumbers.ts';

/** What a line measures. */
export interface LineCells {
  /** Numbers by name, as normalizeName writes it. */
  readonly cells: ReadonlyMap<string, number>;
  /** Of the progress bar that the line is, too. */
  readonly fraction?: Fraction;
}

/**
 * Reads the lines of one program that names alone do not explain.
 * @returns undefined for a line of any other program
 */
export type Dialect = (line: string) => LineCells | undefined;

/** A line that is known and measures nothing. */
export const NO_CELLS: LineCells = { cells: new Map() };

/** The numbers among these texts. */
export function numbers(texts: Readonly<Record<string, string | undefined>>): LineCells {
  const cells = new Map(
    Object.entries(texts).flatMap(([name, text]) => {
      const value = readNumber(text);
      return typeof value === 'number' ? [[name, value] as const] : [];
    }),
  );
  return { cells };
}
