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

/** Modules of Python's own, which are imported before those of others, in a group of their own. */
const STANDARD =
  /^(?:import|from)[ \t]+(?:argparse|collections|copy|csv|datetime|functools|glob|itertools|json|logging|math|os|pathlib|pickle|random|re|shutil|sys|time|typing)\b/;

/**
 * How a program writes `math.ceil`, with an import of `math` above its other imports if it needs one.
 * @param beside a name that is imported already, in a notebook in the cell that the new import goes to
 * @returns null if that one isn't imported at the top level
 */
export function usableCeil(read: ReadProgram, beside: string): UsablePath | null {
  const path = importedPath(read.program, 'math.ceil');
  if (path !== null) return { path, imports: [] };
  const imports = read.program.symbols
    .map((symbols) => symbols.unit)
    .filter(({ facts }) => facts.scopes.length === 0 && facts.imports.length > 0);
  const cell = imports.find(({ facts }) => facts.imports.some(({ local }) => local === beside))?.cell;
  const text = cell === undefined ? '' : read.texts[cell];
  const first = imports.find((unit) => {
    const statement = text.slice(unit.offset, unit.offset + 100);
    return unit.cell === cell && /^(?:import|from)\b(?!\s+__future__)/.test(statement);
  });
  if (!first) return null;
  const eol = lineEndOf(text);
  const gap = STANDARD.test(text.slice(first.offset)) ? '' : eol;
  return { path: 'math.ceil', imports: [insertionAt(read, first, 0, `import math${eol}${gap}`)] };
}
