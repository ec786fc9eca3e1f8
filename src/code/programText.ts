import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { readJavaScript } from './javascript/readJavaScript.ts';
import type { ProgramLanguage } from './parsers.ts';
import { readPython } from './python/readPython.ts';
import type { Slices } from './slices.ts';
import type { Unit } from './syntax/facts.ts';
import { editBetween } from './textEdit.ts';
import { UnitCache } from './unitCache.ts';

/** The text of a program through its edits. Its newest tree is kept, and only what an edit touches is parsed and read again. */
export class ProgramText {
  readonly #cache = new UnitCache();
  #text = '';
  #tree: Tree | null = null;

  constructor(readonly language: ProgramLanguage) {}

  /**
   * Parses the newest text.
   * @param parser of this language, used by nobody else meanwhile
   */
  async parse(parser: Parser, text: string, slices: Slices): Promise<void> {
    const edit = editBetween(this.#text, text);
    if (this.#tree && !edit) return;
    const before = this.#tree;
    this.#tree = null;
    try {
      if (before && edit) before.edit(edit);
      this.#tree = await parseInSlices(parser, text, before, slices);
      this.#text = text;
    } finally {
      before?.delete();
    }
  }

  /** The facts of every statement, one statement a step. @param cell the number of the cell that the text is */
  *units(cell: number): Generator<void, Unit[]> {
    const read = this.language === 'python' ? readPython : readJavaScript;
    const units: Unit[] = [];
    this.#cache.begin();
    for (const statement of this.#tree?.rootNode.children ?? []) {
      if (!statement?.isNamed || statement.type === 'comment') continue;
      const { startIndex: offset, endIndex } = statement;
      const own = this.#text.slice(offset, endIndex);
      // How broken code is read depends on what stands around it.
      const facts = statement.hasError ? read(statement, own) : this.#cache.factsOf(own, () => read(statement, own));
      units.push({ offset, cell, facts });
      yield;
    }
    return units;
  }

  /** Gives the tree's memory back. */
  dispose(): void {
    this.#tree?.delete();
    this.#tree = null;
  }
}

/** A parser that was stopped goes on where it was when it is called again with the same arguments. */
async function parseInSlices(parser: Parser, text: string, before: Tree | null, slices: Slices): Promise<Tree> {
  // The typings leave out that the answer matters.
  const options = { progressCallback: () => slices.isOver() };
  for (;;) {
    const tree = parser.parse(text, before, options);
    if (tree) return tree;
    await slices.next();
  }
}
