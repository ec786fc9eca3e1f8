import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { readJavaScript } from './javascript/readJavaScript.ts';
import type { ParseMeter } from './parseBudget.ts';
import type { ProgramLanguage } from './parsers.ts';
import { readPython } from './python/readPython.ts';
import type { YieldPolicy } from './yieldPolicy.ts';
import type { Unit } from './syntax/facts.ts';
import { editBetween } from './textEdit.ts';

/** The syntax tree of a cell while its text is edited. Only what an edit affects is parsed again. */
export class ParsedCell {
  #text = '';
  #tree: Tree | null = null;

  constructor(readonly language: ProgramLanguage) {}

  /** Whether this is the text that was parsed last. */
  isParsed(text: string): boolean {
    return this.#tree !== null && text === this.#text;
  }

  /**
   * Parses a new version of the text. If that fails or is cancelled, the version before remains.
   * @param parser for this language, not to be used elsewhere until the promise resolves
   * @throws ParseBudgetError if it takes more than the meter allows
   */
  async parse(parser: Parser, text: string, yieldPolicy: YieldPolicy, meter: ParseMeter): Promise<void> {
    const edit = editBetween(this.#text, text);
    const edited = this.#tree?.copy() ?? null;
    try {
      if (edited && edit) edited.edit(edit);
      const tree = await parseYielding(parser, text, edited, yieldPolicy, meter);
      this.#tree?.delete();
      this.#tree = tree;
      this.#text = text;
    } finally {
      edited?.delete();
    }
  }

  /** The units of the text, one step for each statement that is read. @param cell the index of the cell */
  *units(cell: number): Generator<void, readonly Unit[]> {
    const read = this.language === 'python' ? readPython : readJavaScript;
    const units: Unit[] = [];
    for (const statement of this.#tree?.rootNode.namedChildren ?? []) {
      if (statement === null || statement.type === 'comment') continue;
      const { startIndex: offset, endIndex } = statement;
      units.push({ facts: read(statement, this.#text.slice(offset, endIndex)), offset, cell });
      yield;
    }
    return units;
  }

  /** Frees the memory of the tree. */
  dispose(): void {
    this.#tree?.delete();
    this.#tree = null;
  }
}

/** How many characters the parser gets at a time. Few, since an incremental parse reads many short pieces. */
const READ_LENGTH = 512;

/** Parses with pauses: a parser that was cancelled resumes when it is called again with the same arguments. */
async function parseYielding(
  parser: Parser,
  text: string,
  before: Tree | null,
  yieldPolicy: YieldPolicy,
  meter: ParseMeter,
): Promise<Tree> {
  const input = before ? (index: number) => text.slice(index, index + READ_LENGTH) : text;
  // The return value cancels the parse, which the type declaration leaves out.
  const options = { progressCallback: () => yieldPolicy.shouldYield() || meter.isSpent };
  for (;;) {
    const tree = meter.measure(() => parser.parse(input, before, options));
    if (tree) return tree;
    meter.check();
    await yieldPolicy.yield();
  }
}
