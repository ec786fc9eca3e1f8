import { catboostRows } from './catboostRows.ts';
import type { ColumnRoles } from './columnRoles.ts';
import { encodingOf } from './lineSplitter.ts';
import type { LogFormat, RowReader } from './logFormat.ts';
import type { LogOptions } from './logOptions.ts';
import type { LogRow } from './logRow.ts';
import { ObjectRows } from './objectRows.ts';
import { parseJson } from './pythonJson.ts';

/** Characters; a larger document is no log that anyone keeps in one piece. */
const MAX_LENGTH = 256 * 1024 * 1024;
/** Deepest object that is searched for rows. */
const MAX_DEPTH = 4;

/** A whole JSON document: trainer_state.json of Hugging Face's Trainer, a Keras history, a list of objects. */
export const jsonDocument: LogFormat = {
  name: 'json',
  recognizes: ({ text }) => {
    if (text === null || !/^\s*(?:\{\s*(?:"|\})|\[\s*[{["\]])/.test(text)) return false;
    const [first, ...others] = text.trim().split('\n');
    const document = parseJson(first);
    // A line that is an object is the first of JSON Lines, unless it is all there is and holds a list.
    return !isObject(document) || (others.length === 0 && findRows(document, MAX_DEPTH) !== null);
  },
  createReader: () => new JsonDocumentReader(),
};

class JsonDocumentReader implements RowReader {
  readonly #objects = new ObjectRows();
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  #text = '';
  #bad = 0;
  #known: LogOptions = {};

  get columns(): ColumnRoles {
    return this.#objects.columns;
  }

  get names(): readonly string[] {
    return this.#objects.names;
  }

  get badRows(): number {
    return this.#bad;
  }

  get known(): LogOptions {
    return this.#known;
  }

  push(bytes: Uint8Array): LogRow[] {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    if (this.#text.length < MAX_LENGTH) this.#text += this.#decoder.decode(bytes, { stream: true });
    return /[\]}]\s*$/.test(this.#text.slice(-100)) ? this.#read() : [];
  }

  /** A document that is not complete says nothing: it is being written. */
  end(): LogRow[] {
    return [];
  }

  #read(): LogRow[] {
    const document = parseJson(this.#text);
    if (document === undefined) return [];
    this.#text = '';
    const batchSize = isObject(document) && 'train_batch_size' in document ? document.train_batch_size : null;
    if (typeof batchSize === 'number' && batchSize > 0) this.#known = { batchSize };
    const known = isObject(document) ? catboostRows(document) : null;
    return (known ?? findRows(document, MAX_DEPTH) ?? []).flatMap((object) => {
      const row = this.#objects.read(object);
      if (!row) this.#bad++;
      return row ?? [];
    });
  }
}

/** The list of objects with a loss, wherever it is; or columns of equal length, as rows. */
function findRows(value: unknown, depth: number): readonly object[] | null {
  if (typeof value !== 'object' || value === null || depth === 0) return null;
  if (Array.isArray(value)) return value.every(isObject) && value.length > 0 ? value : null;
  const columns = Object.entries(value).filter((entry): entry is [string, unknown[]] => isColumn(entry[1]));
  const length = Math.max(0, ...columns.map(([, cells]) => cells.length));
  if (length > 0) {
    return Array.from({ length }, (_, row) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]])));
  }
  for (const inner of Object.values(value)) {
    const rows = findRows(inner, depth - 1);
    if (rows) return rows;
  }
  return null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isColumn(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every((cell) => cell === null || typeof cell !== 'object');
}
