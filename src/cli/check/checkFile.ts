import { findRates } from '../../code/findRates.ts';
import type { Parsers } from '../../code/parsers.ts';
import { checkRates, mayHaveProblems } from '../../code/rules/checkRates.ts';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import { notReadBecause, readSource } from '../../app/readSource.ts';
import type { NotRead } from '../../app/readSource.ts';

/** The problems of a file, or why it wasn't read. */
export type CheckedFile = readonly FoundProblem[] | NotRead;

/** Checks one file. */
export async function checkFile(file: string, parsers: Parsers): Promise<CheckedFile> {
  const source = await readSource(file);
  if ('message' in source) return source;
  if (!mayHaveProblems(source)) return [];
  try {
    return checkRates(await findRates(source, parsers), source);
  } catch (error) {
    return notReadBecause(error);
  }
}
