import type { Cell } from './source.ts';

interface RawCell {
  readonly id?: unknown;
  readonly cell_type?: unknown;
  readonly source?: unknown;
}

interface RawNotebook {
  readonly cells?: unknown;
  readonly metadata?: {
    readonly language_info?: { readonly name?: unknown };
    readonly kernelspec?: { readonly language?: unknown };
  };
}

/**
 * The cells of an .ipynb file. Those without code are empty, so that the others keep their indices.
 * @throws SyntaxError if the text isn't a notebook
 */
export function notebookCells(text: string): Cell[] {
  const notebook = JSON.parse(text) as RawNotebook | null;
  if (!Array.isArray(notebook?.cells)) throw new SyntaxError('There are no cells in it.');
  const named = [notebook.metadata?.language_info?.name, notebook.metadata?.kernelspec?.language].find(
    (name) => typeof name === 'string',
  );
  const language = named?.toLowerCase() ?? 'python';
  return (notebook.cells as (RawCell | null)[]).map((value) => {
    const cell = value ?? {};
    const source = Array.isArray(cell.source) ? cell.source.join('') : cell.source;
    return cell.cell_type === 'code' && typeof source === 'string'
      ? { language, text: source }
      : { language: 'none', text: '' };
  });
}

/** The ids of the cells of an .ipynb file by their index; null for those of older formats, which have none. */
export function notebookCellIds(text: string): (string | null)[] {
  const notebook = JSON.parse(text) as RawNotebook | null;
  const cells = Array.isArray(notebook?.cells) ? (notebook.cells as (RawCell | null)[]) : [];
  return cells.map((cell) => (typeof cell?.id === 'string' ? cell.id : null));
}

/** Cell magics that hand the cell to something other than Python. */
const OTHER_CELL =
  /^%%(?!time\b|timeit\b|capture\b|prun\b|python3?\b|py\b|memit\b|wandb\b|heat\b|script python|writefile \S+\.py\s*$)\w/;

const MAGIC_LINE = /^([ \t]*)([%!?](?=[%\w!./{]))/gm;
const SHELL_VALUE = /^([\w.,* \t[\]'"]+=[ \t]*)[!%](?=[\w./])/gm;

/** A cell as plain Python: magics become comments of the same length. */
export function withoutMagics(text: string): string {
  if (!/[%!?]/.test(text)) return text;
  const firstLine = /\S.*/.exec(text)?.[0] ?? '';
  if (firstLine.startsWith('%%') && OTHER_CELL.test(firstLine)) return '';
  return text
    .replace(MAGIC_LINE, '$1#')
    .replace(SHELL_VALUE, '$1#')
    .replace(/^([ \t]*)[\w.]([\w.]*\?{1,2}[ \t]*)$/gm, '$1#$2');
}
