import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ColumnRoles } from './columnRoles.ts';
import { addParameter } from './knownParameters.ts';
import { Log } from './log.ts';
import type { LogOptions } from './logOptions.ts';
import type { LogRow } from './logRow.ts';
import type { LogFolder } from './logStore.ts';
import { ObjectRows } from './objectRows.ts';
import { parseJson } from './pythonJson.ts';
import type { RowStream } from './rowStream.ts';

/** The folder of a writing process, and the fragments in it: `inbox/<16 hexadecimal digits>/00000000.jsonl`. */
const WRITER = /^[0-9a-f]{16}$/;
const FRAGMENT = /^\d{8}\.jsonl$/;

/** A line of a fragment, as metric_record in trackio/fragments.py writes it. */
interface MetricRecord {
  readonly kind?: unknown;
  readonly run?: unknown;
  readonly step?: unknown;
  readonly metrics?: unknown;
  readonly config?: unknown;
}

/**
 * What trackio writes where a database would not be safe, on a network drive: a folder of fragments for each process, which never change.
 * The process that owns the database imports and deletes them, so that what was read of a fragment is kept although it is gone.
 */
export const trackioInbox: LogFolder = {
  name: 'trackio',
  async find(folder, files) {
    const fragments = WRITER.test(path.basename(folder)) ? files.filter((name) => FRAGMENT.test(name)).sort() : [];
    if (fragments.length === 0) return { logs: [], claimed: [] };
    const run = (await recordsIn(path.join(folder, fragments[0]))).find((record) => typeof record?.run === 'string');
    const name = run ? String(run.run) : path.basename(folder);
    return { logs: [new Log(folder, 'trackio', name, () => new InboxRows(folder), 'inbox')], claimed: fragments };
  },
};

class InboxRows implements RowStream {
  readonly #objects = new ObjectRows();
  #bad = 0;
  /** Name of the newest fragment that was read. */
  #last = '';
  known: LogOptions = {};

  constructor(private readonly folder: string) {}

  get columns(): ColumnRoles {
    return this.#objects.columns;
  }

  get names(): readonly string[] {
    return this.#objects.names;
  }

  get badRows(): number {
    return this.#bad;
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    const names = await readdir(this.folder).catch((): string[] => []);
    for (const name of names.filter((each) => FRAGMENT.test(each) && each > this.#last).sort()) {
      this.#last = name;
      yield (await recordsIn(path.join(this.folder, name))).flatMap((record) => this.#read(record));
    }
  }

  end(): LogRow[] {
    return [];
  }

  /** Fragments do not change, and those that are gone were imported. */
  async isReplaced(): Promise<boolean> {
    return false;
  }

  #read(record: MetricRecord | null): LogRow[] {
    if (record && record.kind !== 'metric') return [];
    const row = isObject(record?.metrics) ? this.#objects.read(record.metrics) : null;
    if (!row) {
      this.#bad++;
      return [];
    }
    const config = isObject(record?.config) ? record.config : {};
    for (const [name, value] of Object.entries(config)) this.known = addParameter(this.known, name, value);
    // trackio's own step orders what is logged, whatever else is called a step.
    return [typeof record?.step === 'number' ? { ...row, step: record.step } : row];
  }
}

/** Those of a fragment, null for a line that is none; nothing if it has been imported meanwhile. */
async function recordsIn(file: string): Promise<(MetricRecord | null)[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const record = parseJson(line);
      return isObject(record) ? record : null;
    });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
