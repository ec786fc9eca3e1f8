import { Program } from './program/program.ts';
import type { ProgramKind } from './program/program.ts';
import { UnitSymbols } from './program/unitSymbols.ts';
import { SourceText } from './sourceText.ts';
import type { Unit } from './syntax/facts.ts';

/** The symbols of a source, with its text. */
export interface ReadProgram {
  readonly program: Program;
  readonly source: SourceText;
  /** The text of each cell. */
  readonly texts: readonly string[];
}

/**
 * Reads the symbols of a source, one step for each unit.
 * @param units in the order of the source
 * @param isNotebook whether ranges say which cell they are in
 * @param isOfTraining see Program
 */
export function* readProgram(
  kind: ProgramKind,
  units: readonly Unit[],
  texts: readonly string[],
  isNotebook: boolean,
  isOfTraining = false,
): Generator<void, ReadProgram> {
  const symbols: UnitSymbols[] = [];
  for (const unit of units) {
    symbols.push(new UnitSymbols(unit));
    yield;
  }
  const program = new Program(kind, symbols, texts, isOfTraining);
  yield;
  return { program, source: new SourceText(texts, isNotebook), texts };
}
