/** Code in a language, by its VS Code language id; unknown languages are skipped. */
export interface Cell {
  readonly language: string;
  readonly text: string;
  /** Set where the user has said that it belongs to a training: then `lr` is a learning rate, whatever else the text mentions. */
  readonly isOfTraining?: boolean;
}

/** A file or an unsaved document, or the cells of a notebook, which share one namespace. */
export type Source = Cell | { readonly cells: readonly Cell[] };

const LANGUAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    py: 'python',
    pyi: 'python',
    pyw: 'python',
    js: 'javascript',
    mjs: 'javascript',
    cjs: 'javascript',
    jsx: 'tsx',
    ts: 'typescript',
    mts: 'typescript',
    cts: 'typescript',
    tsx: 'tsx',
    yaml: 'yaml',
    yml: 'yaml',
    json: 'json',
    jsonc: 'json',
    json5: 'json',
    toml: 'toml',
    ipynb: 'notebook',
  }),
);

/** The language of a file, by its extension; null if such files aren't searched for rates. */
export function languageOfFile(name: string): string | null {
  return LANGUAGES.get(/\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? '') ?? null;
}

/** Whether a file holds settings, which nothing but the program that reads it knows how to use. */
export function isSettings(file: string): boolean {
  return ['yaml', 'json', 'toml'].includes(languageOfFile(file) ?? '');
}

/** The length in UTF-16 code units above which a source is skipped. */
export const MAX_TEXT_LENGTH = 2_000_000;

/** The text of a source, or those of a notebook's cells. */
export function cellTexts(source: Source): readonly string[] {
  return 'cells' in source ? source.cells.map(({ text }) => text) : [source.text];
}

/** The length of the text to search, in UTF-16 code units. Of a notebook only the cells count, not their outputs. */
export function textLength(source: Source): number {
  return 'cells' in source ? source.cells.reduce((sum, { text }) => sum + text.length, 0) : source.text.length;
}
