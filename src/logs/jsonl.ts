import { ColumnRoles } from './columnRoles.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { LogFormat, RowReader } from './logFormat.ts';
import { readRow } from './logRow.ts';
import type { LogRow } from './logRow.ts';

/** The most column names to remember; a log with more has data in its keys. */
const MAX_NAMES = 1000;
/** Deepest object that is looked into: {"train": {"metrics": {"loss": 1}}}. */
const MAX_DEPTH = 4;

/** Numbers that Python's json module writes and JSON does not have, where a value can stand. */
const BARE_NUMBER = /([:[,]\s*)(-?(?:NaN|Infinity|nan|inf))(?=\s*[,\]}])/g;

/** JSON Lines, one object a row: from detectron2, mmengine, torchtune, trackio and by hand. Nested objects are read as "outer/inner". */
export const jsonl: LogFormat = {
  name: 'jsonl',
  recognizes: ({ text }) => {
    const first = (text ?? '').split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
    // The line may be longer than the head.
    return /^\s*\{\s*"/.test(first) && (first.trimEnd().endsWith('}') || !text!.includes('\n'));
  },
  createReader: () => new JsonlReader(),
};

class JsonlReader implements RowReader {
  readonly columns = new ColumnRoles();
  readonly #lines = new LineSplitter();
  readonly #names = new Set<string>();
  #bad = 0;

  get names(): readonly string[] {
    return [...this.#names];
  }

  get badRows(): number {
    return this.#bad + this.#lines.tooLong;
  }

  push(bytes: Uint8Array): LogRow[] {
    return this.#lines.push(bytes).flatMap((line) => this.#readLine(line) ?? []);
  }

  end(): LogRow[] {
    const line = this.#lines.end();
    const object = line === null ? null : parseObject(line);
    return object ? [this.#readObject(object) ?? []].flat() : [];
  }

  #readLine(line: string): LogRow | null {
    if (line.trim() === '') return null;
    const object = parseObject(line);
    const row = object && this.#readObject(object);
    if (!row) this.#bad++;
    return row;
  }

  #readObject(object: object): LogRow | null {
    const cells = new Map<string, unknown>();
    flatten(object, '', MAX_DEPTH, cells);
    const names = [...cells.keys()];
    if (names.some((name) => !this.#names.has(name))) {
      this.columns.choose(names);
      if (this.#names.size < MAX_NAMES) for (const name of names) this.#names.add(name);
    }
    return readRow(this.columns, (name) => cells.get(name));
  }
}

function parseObject(line: string): object | null {
  const value = parse(line) ?? parse(line.replace(BARE_NUMBER, '$1"$2"'));
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function flatten(object: object, prefix: string, depth: number, cells: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && depth > 1) flatten(value, `${prefix}${key}/`, depth - 1, cells);
    else if (!isObject) cells.set(prefix + key, value);
  }
}
