import { ByteLines } from './byteLines.ts';
import { ColumnRoles, roleOf } from './columnRoles.ts';
import { cellsOf, separatorOf } from './csvCells.ts';
import type { Separator } from './csvCells.ts';
import type { LogFormat, RowReader } from './logFormat.ts';
import { readNumber } from './logNumber.ts';
import { readRow } from './logRow.ts';
import type { LogRow } from './logRow.ts';
import { PlainCells } from './plainCells.ts';

/** Characters; a longer row has a quoted cell that was never closed. */
const MAX_ROW = 10_000;

/**
 * Tables with a header: from Lightning's CSVLogger, Keras' CSVLogger, timm, Ultralytics, Stable-Baselines3, pandas and by hand. Cells
 * are separated by commas, semicolons or tabs; lines that begin with # are comments.
 */
export const csv: LogFormat = {
  name: 'csv',
  recognizes: ({ text, isWhole }) => {
    const lines = (text ?? '').split(/\r\n?|\n/);
    // The last line may be cut.
    const [header, first] = (isWhole ? lines : lines.slice(0, -1)).filter(isContent);
    return header !== undefined && isTable(header, first);
  },
  createReader: () => new CsvReader(),
};

/** What no column is called: a number with its name, "loss: 0.5", or a part of a sentence. "mAP_0.5:0.95" is YOLOv5's. */
const NO_NAME = /(?<!\.\d)[:=] ?[-+]?\.?\d|: |[.:;!?]$/;

/** Whether two lines are the header and the first row of a table, and not the output of a program, source code or prose. */
function isTable(header: string, first: string | undefined): boolean {
  if (/^[[{<]/.test(header.trim())) return false;
  const separator = separatorOf(header);
  const names = cellsOf(header, separator);
  if (names === null) return true;
  if (names.length === 1) return roleOf(names[0]) !== null;
  const cells = first === undefined ? null : cellsOf(first, separator);
  if (names.some((name) => NO_NAME.test(name)) || Math.abs((cells ?? names).length - names.length) > 1) return false;
  // Prose has commas, too: "Train on 60000 samples, validate on 10000 samples".
  return cells === null || names.some((name) => roleOf(name) !== null) || cells.some(isNumber(separator === ';'));
}

function isNumber(hasDecimalComma: boolean): (cell: string) => boolean {
  return (cell) => typeof readNumber(cell, hasDecimalComma) === 'number';
}

class CsvReader implements RowReader {
  readonly columns = new ColumnRoles();
  readonly #lines = new ByteLines();
  #separator: Separator = ',';
  #header: readonly string[] | null = null;
  #places: ReadonlyMap<string, number> = new Map();
  /** Reads the rows that are plain; null where none is. */
  #plain: PlainCells | null = null;
  /** A row whose quoted cell goes on in the next line. */
  #open = '';
  #bad = 0;

  get names(): readonly string[] {
    return this.#header ?? [];
  }

  get badRows(): number {
    return this.#bad + this.#lines.tooLong;
  }

  push(bytes: Uint8Array): LogRow[] {
    const rows: LogRow[] = [];
    this.#lines.push(bytes, (all, from, to) => {
      const plain = this.#open === '' ? this.#plain?.read(all, from, to) : null;
      const row = plain ?? this.#readLine(textOf(all.subarray(from, to)));
      if (row) rows.push(row);
    });
    return rows;
  }

  end(): LogRow[] {
    const line = this.#lines.end();
    if (line === null) return [];
    const bad = this.#bad;
    const row = this.#readLine(textOf(line));
    // It may be the beginning of a row that is being written.
    this.#bad = bad;
    return row ? [row] : [];
  }

  #readLine(line: string): LogRow | null {
    if (this.#open === '' && !isContent(line)) return null;
    const text = this.#open + line;
    if (!this.#header) this.#separator = separatorOf(text);
    const cells = cellsOf(text, this.#separator);
    if (cells === null) {
      this.#open = text.length > MAX_ROW ? '' : `${text}\n`;
      if (this.#open === '') this.#bad++;
      return null;
    }
    this.#open = '';
    if (!this.#header || this.#isHeader(cells)) {
      this.#readHeader(cells);
      return null;
    }
    return this.#readCells(cells);
  }

  /** Programs that go on with a file write the header again, with other columns if these have changed. */
  #isHeader(cells: readonly string[]): boolean {
    const [loss] = [...this.columns.of('loss'), ...this.columns.of('validationLoss'), ...this.#header!];
    return cells.includes(loss);
  }

  #readHeader(cells: readonly string[]): void {
    this.#header = cells;
    this.#places = new Map(cells.map((name, place) => [name, place]));
    this.columns.clear();
    this.columns.choose(cells);
    this.#plain = PlainCells.of(this.columns, cells, this.#separator);
  }

  #readCells(cells: readonly string[]): LogRow | null {
    const { length } = this.#header!;
    // Some programs end their rows, but not their header, with a separator.
    const isWhole = cells.length >= length && cells.slice(length).every((cell) => cell === '');
    const cellOf = (name: string): string => cells[this.#places.get(name)!];
    const { others } = this.columns;
    const row = isWhole ? readRow(this.columns, cellOf, this.#separator === ';') : null;
    if (this.columns.others !== others) this.#plain = PlainCells.of(this.columns, this.#header!, this.#separator);
    if (!row) this.#bad++;
    return row;
  }
}

function isContent(line: string): boolean {
  const text = line.trim();
  return text !== '' && !text.startsWith('#');
}

function textOf(line: Uint8Array): string {
  return new TextDecoder().decode(line);
}
