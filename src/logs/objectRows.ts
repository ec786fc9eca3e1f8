import { ColumnRoles } from './columnRoles.ts';
import { readRow } from './logRow.ts';
import type { LogRow } from './logRow.ts';

/** The most column names to remember; a log with more has data in its keys. */
const MAX_NAMES = 1000;
/** Deepest object that is looked into: RLlib's {"info": {"learner": {"default_policy": {"learner_stats": {"total_loss": 1}}}}}. */
const MAX_DEPTH = 5;

/** Reads rows from objects, whose keys are the columns. Nested objects are read as "outer/inner". */
export class ObjectRows {
  readonly columns = new ColumnRoles();
  readonly #names = new Set<string>();

  get names(): readonly string[] {
    return [...this.#names];
  }

  /** @returns null if there is text where the row's place or its loss should be */
  read(object: object): LogRow | null {
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

function flatten(object: object, prefix: string, depth: number, cells: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && depth > 1) flatten(value, `${prefix}${key}/`, depth - 1, cells);
    else if (!isObject) cells.set(prefix + key, value);
  }
}
