import * as l10n from '@vscode/l10n';
import { ColumnRoles, roleOf } from '../columnRoles.ts';
import { LogError } from '../logError.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import { BlockRecords } from '../wandb/blockRecords.ts';
import { readScalar } from './swanlabRecord.ts';

/** ":SWL" and 0xE1D6; the version follows. */
const MAGIC = Uint8Array.of(0x3a, 0x53, 0x57, 0x4c, 0xd6, 0xe1);
/** Versions that this reader knows: records as JSON, until SwanLab 0.7, and as Protocol Buffers. */
const VERSIONS: readonly number[] = [1, 2];
/** What the names of measurements of the machine begin with. They have steps of their own. */
const OF_SYSTEM = '__swanlab__.';
/** Names that are remembered, to find a loss among them and for messages. */
const MAX_NAMES = 1000;

/** The file that SwanLab keeps of a run, `swanlog/run-…/run-….swanlab` or `backup.swanlab`, in blocks like W&B's. */
export const swanlabFile: LogFormat = {
  name: 'swanlab',
  recognizes: ({ bytes }) => {
    if (!MAGIC.every((byte, index) => bytes[index] === byte)) return false;
    if (bytes.length > MAGIC.length && !VERSIONS.includes(bytes[MAGIC.length])) {
      throw new LogError(
        l10n.t(
          'This run was written by a version of SwanLab whose files cannot be read: format {0}, not {1}.',
          bytes[MAGIC.length],
          VERSIONS.at(-1)!,
        ),
      );
    }
    return true;
  },
  createReader: () => new SwanlabReader(),
};

/** Each value is a record of its own: those of a step are one row. */
class SwanlabReader implements RowReader {
  readonly columns = new ColumnRoles();
  readonly #records = new BlockRecords(MAGIC.length + 1);
  readonly #names = new Set<string>();
  #unreadable = 0;
  #step: number | null = null;
  /** When the first value of that step was logged. */
  #time: number | undefined;
  /** What was read of the newest step, by name. */
  #cells = new Map<string, number>();

  get names(): readonly string[] {
    return [...this.#names];
  }

  get badRows(): number {
    return this.#records.bad + this.#unreadable;
  }

  push(bytes: Uint8Array): LogRow[] {
    return this.#records.push(bytes).flatMap((record) => this.#read(record));
  }

  flush(): LogRow[] {
    const step = this.#step;
    const cells = this.#cells;
    const names = [...cells.keys()];
    if (step === null || names.length === 0) return [];
    this.#cells = new Map();
    if (names.some((name) => !this.#names.has(name))) {
      // SwanLab's own step orders what is logged, whatever else is called a step.
      this.columns.choose(names.filter((name) => roleOf(name) !== 'step'));
      if (this.#names.size < MAX_NAMES) for (const name of names) this.#names.add(name);
    }
    const row = readRow(this.columns, (name) => cells.get(name));
    return row ? [{ ...row, step, ...(this.#time === undefined ? {} : { time: this.#time }) }] : [];
  }

  end(): LogRow[] {
    return this.flush();
  }

  #read(bytes: Uint8Array): LogRow[] {
    try {
      const scalar = readScalar(bytes);
      if (!scalar || scalar.key.startsWith(OF_SYSTEM)) return [];
      const { key, step, value, time } = scalar;
      const complete = step === this.#step && !this.#cells.has(key) ? [] : this.flush();
      if (this.#cells.size === 0) this.#time = time;
      this.#step = step;
      this.#cells.set(key, value);
      return complete;
    } catch {
      this.#unreadable++;
      return [];
    }
  }
}
