import { readTime } from '../clock.ts';
import { addParameter } from '../knownParameters.ts';
import type { ColumnRoles } from '../columnRoles.ts';
import type { LogOptions } from '../logOptions.ts';
import type { LogRow } from '../logRow.ts';
import { ObjectRows } from '../objectRows.ts';
import { parseJson } from '../pythonJson.ts';
import type { Database, TableRow } from './database.ts';
import type { DatabaseKind } from './databaseKind.ts';
import type { RunReader, RunRows } from './databaseRows.ts';
import type { Value } from './record.ts';

const METRICS = 'metrics';
const COLUMNS = ['run_name', 'step', 'metrics', 'timestamp'] as const;

/** A project of trackio, `<project>.db`: a row for each call of log(), whose values are JSON. Runs are told apart by their names. */
export const trackioRuns: DatabaseKind = {
  format: 'trackio',
  table: METRICS,
  runColumn: 'run_name',
  recognizes: (database) => database.has(METRICS, ['run_name', 'step', 'metrics']),
  findRuns: async (_, ids) => ids.map((id) => ({ id, name: id })),
  columns: COLUMNS,
  newReaders: () => (run) => new TrackioReader(run),
};

class TrackioReader implements RunReader {
  readonly #objects = new ObjectRows();
  known: LogOptions = {};

  constructor(private readonly run: string) {}

  get columns(): ColumnRoles {
    return this.#objects.columns;
  }

  get names(): readonly string[] {
    return this.#objects.names;
  }

  async read(database: Database, found: AsyncIterable<readonly TableRow<string>[]>): Promise<RunRows> {
    await this.#readConfig(database);
    const rows: LogRow[] = [];
    let bad = 0;
    for await (const some of found) {
      for (const { values } of some) {
        if (values.run_name !== this.run) continue;
        const object = objectOf(values.metrics);
        const row = object && this.#objects.read(object);
        // trackio's own step orders what is logged, whatever else is called a step.
        const time = readTime(values.timestamp, { isDate: true });
        if (row && typeof values.step === 'number')
          rows.push({ ...row, step: values.step, ...(time === undefined ? {} : { time }) });
        else bad++;
      }
    }
    return { rows, bad };
  }

  async #readConfig(database: Database): Promise<void> {
    for await (const rows of database.rows('configs', ['run_name', 'config'])) {
      for (const { values } of rows) {
        if (values.run_name !== this.run) continue;
        for (const [name, value] of Object.entries(objectOf(values.config) ?? {})) {
          this.known = addParameter(this.known, name, value);
        }
      }
    }
  }
}

function objectOf(json: Value): object | null {
  const value = typeof json === 'string' ? parseJson(json) : null;
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}
