import * as l10n from '@vscode/l10n';
import type { RunEnd } from '../../domain/runEvent.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import { readTime } from '../clock.ts';
import { ColumnRoles } from '../columnRoles.ts';
import type { MetricRole } from '../columnRoles.ts';
import { consoleFormat } from '../console/consoleFormat.ts';
import { addParameter } from '../knownParameters.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import { readNumber } from '../logNumber.ts';
import type { LogOptions } from '../logOptions.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import { parseJson } from '../pythonJson.ts';
import { BlockRecords } from './blockRecords.ts';
import { readWandbRecord } from './wandbRecord.ts';
import type { WandbRecord } from './wandbRecord.ts';

/** ":W&B", 0xBEE1 and the version, 0. */
const HEADER = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0);
/** Names that are remembered, to find a loss among them and for messages. */
const MAX_NAMES = 1000;
/** Rows of what was printed that are kept. */
const MAX_PRINTED = 1_000_000;
/** What W&B adds to all that is logged. */
const OWN_NAME = /^_(?:step|runtime|timestamp|wandb)/;

/** The file that W&B keeps of a run, online or offline: `wandb/run-…/run-….wandb`. */
export const wandbFile: LogFormat = {
  name: 'wandb',
  recognizes: ({ bytes }) => HEADER.every((byte, index) => bytes[index] === byte),
  createReader: () => new WandbReader(),
};

class WandbReader implements RowReader {
  readonly #columns = new ColumnRoles();
  readonly #printed = consoleFormat.createReader();
  /** What was printed, while nothing was logged. */
  #printedRows: LogRow[] = [];
  #hasHistory = false;
  readonly #records = new BlockRecords(HEADER.length);
  readonly #names = new Set<string>();
  #known: LogOptions = {};
  #unreadable = 0;
  #exitCode: number | null = null;

  get columns(): ColumnRoles {
    return this.#isPrinted ? this.#printed.columns : this.#columns;
  }

  get names(): readonly string[] {
    return [...this.#names];
  }

  get badRows(): number {
    return this.#records.bad + this.#unreadable;
  }

  get known(): LogOptions {
    return this.#known;
  }

  get outcome(): RunEnd | null {
    if (this.#exitCode === null) return null;
    if (this.#exitCode === 0) return { state: 'finished' };
    return { state: 'failed', reason: l10n.t('The program ended with exit code {0}.', this.#exitCode) };
  }

  push(bytes: Uint8Array): LogRow[] {
    return this.#records.push(bytes).flatMap((record) => this.#read(record) ?? []);
  }

  averagingOf(role: MetricRole): MetricFact['averaged'] {
    return this.#isPrinted ? this.#printed.averagingOf?.(role) : undefined;
  }

  /** While the program runs, it may still log something. */
  flush(): LogRow[] {
    return this.#exitCode === null ? [] : this.#printedRows.splice(0);
  }

  /** A record that is not complete waits for its end. */
  end(): LogRow[] {
    if (this.#isPrinted) this.#printedRows.push(...this.#printed.end());
    return this.#printedRows.splice(0);
  }

  /** Whether what was printed is all there is. */
  get #isPrinted(): boolean {
    return !this.#hasHistory && this.#printed.columns.chosen.size > 0;
  }

  #read(bytes: Uint8Array): LogRow | null {
    try {
      const record = readWandbRecord(bytes);
      this.#exitCode = record.exitCode ?? this.#exitCode;
      for (const [name, json] of record.config) this.#readConfig(name, valueOf(json));
      if (record.output !== '' && !this.#hasHistory) this.#readOutput(record.output);
      return record.history.size > 0 ? this.#readHistory(record) : null;
    } catch {
      this.#unreadable++;
      return null;
    }
  }

  #readHistory({ history, step }: WandbRecord): LogRow | null {
    this.#hasHistory = true;
    this.#printedRows = [];
    const names = [...history.keys()].filter((name) => !OWN_NAME.test(name));
    if (names.some((name) => !this.#names.has(name))) {
      this.#columns.choose(names);
      if (this.#names.size < MAX_NAMES) for (const name of names) this.#names.add(name);
    }
    const row = readRow(this.#columns, (name) => valueOf(history.get(name)));
    if (!row) this.#unreadable++;
    // W&B's own step orders what is logged, whatever else is called a step.
    const own = readNumber(valueOf(history.get('_step'))) ?? step;
    if (!row) return null;
    const time = readTime(valueOf(history.get('_runtime') ?? history.get('_timestamp')), { isDate: false });
    return { ...row, ...(own === null ? {} : { step: own }), ...(time === undefined ? {} : { time }) };
  }

  #readOutput(text: string): void {
    const rows = this.#printed.push(Buffer.from(text));
    if (this.#printedRows.length < MAX_PRINTED) this.#printedRows.push(...rows);
  }

  #readConfig(name: string, value: unknown): void {
    const inner = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
    this.#known = addParameter(this.#known, name, inner);
  }
}

function valueOf(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  const value = parseJson(json);
  return value === undefined ? json : value;
}
