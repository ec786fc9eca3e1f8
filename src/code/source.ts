/** A piece of code in a language, by the name that editors give it; other names are passed over. */
export interface Cell {
  readonly language: string;
  readonly text: string;
}

/** A file or an unsaved document, or the cells of a notebook, which share their names. */
export type Source = Cell | { readonly cells: readonly Cell[] };

const LANGUAGES: Readonly<Record<string, string>> = {
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
};

/** The language of a file by its name; null if rates are not looked for in such files. */
export function languageOfFile(name: string): string | null {
  return LANGUAGES[/\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? ''] ?? null;
}

/** Sources with more text are passed over. In UTF-16 units. */
export const LONGEST_TEXT = 2_000_000;

/** How much text rates are looked for in: that of a notebook's cells, whatever pictures it holds besides. In UTF-16 units. */
export function lengthOf(source: Source): number {
  return 'cells' in source ? source.cells.reduce((sum, { text }) => sum + text.length, 0) : source.text.length;
}
