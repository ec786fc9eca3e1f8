import type { ColumnRoles } from './columnRoles.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { LogFormat, RowReader } from './logFormat.ts';
import { ObjectRows } from './objectRows.ts';
import { parseJson } from './pythonJson.ts';
import type { LogRow } from './logRow.ts';

/** What Git writes between two versions of a log that it could not merge. */
const CONFLICT_MARK = /^(?:<{7}|={7}|>{7})(?: |$)/;

/** JSON Lines, one object a row: from detectron2, mmengine, torchtune, trackio and by hand. Nested objects are read as "outer/inner". */
export const jsonl: LogFormat = {
  name: 'jsonl',
  recognizes: ({ text }) => {
    const first = (text ?? '').split(/\r?\n/).find((line) => line.trim() !== '' && !CONFLICT_MARK.test(line)) ?? '';
    // The line may be longer than the head.
    return /^\s*\{\s*"/.test(first) && (first.trimEnd().endsWith('}') || !text!.includes('\n'));
  },
  createReader: () => new JsonlReader(),
};

class JsonlReader implements RowReader {
  readonly #objects = new ObjectRows();
  readonly #lines = new LineSplitter();
  #bad = 0;

  get columns(): ColumnRoles {
    return this.#objects.columns;
  }

  get names(): readonly string[] {
    return this.#objects.names;
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
    return object ? [this.#objects.read(object) ?? []].flat() : [];
  }

  #readLine(line: string): LogRow | null {
    if (line.trim() === '') return null;
    const object = parseObject(line);
    const row = object && this.#objects.read(object);
    if (!row) this.#bad++;
    return row;
  }
}

function parseObject(line: string): object | null {
  const value = parseJson(line);
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}
