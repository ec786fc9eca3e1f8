import type { Program } from '../program/program.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { TextChange } from './codeFix.ts';
import { insertionAt, lineEndOf } from './insertedLines.ts';

/** How a program can write a dotted name with what it imports at its top level: `optim.Adam`, `torch.optim.Adam`; null if it can't. */
export function importedPath(program: Program, name: string): string | null {
  const paths = program.symbols.flatMap(({ unit: { facts } }) =>
    facts.scopes.length > 0
      ? []
      : facts.imports.flatMap(({ local, target }) =>
          program.importTargetOf(local) === target && `${name}.`.startsWith(`${target}.`)
            ? [`${local}${name.slice(target.length)}`]
            : [],
        ),
  );
  return paths.find((path) => path === name) ?? paths[0] ?? null;
}

/** A name that the program can write, and the import that it may need for it. */
export interface UsablePath {
  readonly path: string;
  readonly imports: readonly TextChange[];
}

/**
 * How a program writes a dotted name, with an import of its own if it needs one.
 * @param beside a name that is imported already, behind whose import the new one comes
 * @returns null if that one isn't imported at the top level
 */
export function usablePath(read: ReadProgram, name: string, beside: string): UsablePath | null {
  const path = importedPath(read.program, name);
  if (path !== null) return { path, imports: [] };
  const unit = read.program.symbols
    .map((symbols) => symbols.unit)
    .find(({ facts }) => facts.scopes.length === 0 && facts.imports.some(({ local }) => local === beside));
  const text = unit && read.texts[unit.cell];
  const statement = unit && /^(?:from|import)\b[^\r\n(]*(?:\([^)]*\))?[^\r\n]*/.exec(text!.slice(unit.offset));
  if (!statement) return null;
  const dot = name.lastIndexOf('.');
  const added = `${lineEndOf(text!)}from ${name.slice(0, dot)} import ${name.slice(dot + 1)}`;
  return { path: name.slice(dot + 1), imports: [insertionAt(read, unit, statement[0].length, added)] };
}
