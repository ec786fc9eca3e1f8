import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { readJavaScript } from './javascript/readJavaScript.ts';
import type { ProgramLanguage } from './parsers.ts';
import { readPython } from './python/readPython.ts';
import type { Slices } from './yieldPolicy.ts';
import type { Unit } from './syntax/facts.ts';
import { editBetween } from './textEdit.ts';
import { UnitList } from './unitList.ts';

/** The text of a program through its edits. Its newest tree is kept, and only what an edit touches is parsed and read again. */
export class ProgramText {
  readonly #units: UnitList;
  #text = '';
  #tree: Tree | null = null;

  constructor(readonly language: ProgramLanguage) {
    this.#units = new UnitList(language === 'python' ? readPython : readJavaScript);
  }

  /** Whether a text is the one that was parsed last. */
  isParsed(text: string): boolean {
    return this.#tree !== null && text === this.#text;
  }

  /**
   * Parses the newest text.
   * @param parser of this language, used by nobody else meanwhile
   */
  async parse(parser: Parser, text: string, slices: Slices): Promise<void> {
    const edit = editBetween(this.#text, text);
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

  /** The facts of its statements; every one that is read is a step. @param cell the number of the cell that the text is */
  units(cell: number): Generator<void, readonly Unit[]> {
    return this.#units.follow(this.#text, this.#tree?.rootNode ?? null, cell);
  }

  /** Gives the tree's memory back. */
  dispose(): void {
    this.#tree?.delete();
    this.#tree = null;
  }
}

/** The parser copies so much of the text each time it reads: of a text that it knows in part it reads many short pieces. */
const READ_AT_ONCE = 512;

/** A parser that was stopped goes on where it was when it is called again with the same arguments. */
async function parseInSlices(parser: Parser, text: string, before: Tree | null, slices: Slices): Promise<Tree> {
  // The typings leave out that the answer matters.
  const options = { progressCallback: () => slices.isOver() };
  for (;;) {
    const tree = parser.parse(before ? (index) => text.slice(index, index + READ_AT_ONCE) : text, before, options);
    if (tree) return tree;
    await slices.next();
  }
}
