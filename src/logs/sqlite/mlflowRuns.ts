import * as l10n from '@vscode/l10n';
import type { RunEnd } from '../../domain/runEvent.ts';
import { readTime } from '../clock.ts';
import { ColumnRoles, ROLES } from '../columnRoles.ts';
import { addParameter } from '../knownParameters.ts';
import { LogError } from '../logError.ts';
import type { LogOptions } from '../logOptions.ts';
import { endOfStatus } from '../mlflowStatus.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import { ownLossAmong } from '../ownLoss.ts';
import type { Database, TableRow } from './database.ts';
import type { RunReader, RunRows } from './databaseRows.ts';
import type { DatabaseKind, FoundRun } from './databaseKind.ts';
import type { Value } from './record.ts';

const METRICS = 'metrics';
/** The newest value of each metric of each run: it names them all. */
const NEWEST = 'latest_metrics';
/** What MLflow writes for an infinite value. */
const INFINITE = Number.MAX_VALUE;

/** MLflow's `mlflow.db`: a row for each value of a metric. */
export const mlflowRuns: DatabaseKind = {
  format: 'mlflow',
  table: METRICS,
  runColumn: 'run_uuid',
  columns: ['run_uuid', 'key', 'value', 'step', 'is_nan', 'timestamp'],
  recognizes: (database) =>
    database.has(METRICS, ['run_uuid', 'key', 'value', 'step', 'is_nan']) && database.has(NEWEST, ['run_uuid', 'key']),
  async findRuns(database) {
    const metrics = await readNames(database);
    const runs: FoundRun[] = [];
    for await (const rows of database.rows('runs', ['run_uuid', 'name', 'lifecycle_stage'])) {
      for (const { values } of rows) {
        const id = String(values.run_uuid);
        if (values.lifecycle_stage === 'deleted' || !hasLoss(metrics.get(id) ?? [])) continue;
        runs.push({ id, name: typeof values.name === 'string' && values.name !== '' ? values.name : id });
      }
    }
    if (runs.length > 0) return runs;
    throw new LogError(l10n.t('No run in this database has logged a loss.'));
  },
  newReaders() {
    const tables = new MlflowTables();
    return (run) => new MlflowReader(run, tables);
  },
};

function hasLoss(names: readonly string[]): boolean {
  const columns = new ColumnRoles();
  columns.choose(names);
  return columns.of('loss').length > 0 || columns.of('validationLoss').length > 0 || ownLossAmong(names) !== null;
}

/** A value of a metric. */
interface Measurement {
  readonly name: string;
  readonly step: number;
  readonly value: number;
  readonly time: number | undefined;
}

/** What the other tables say of all runs, each read once for a change of the database. */
class MlflowTables {
  readonly #names = new OncePerChange(readNames);
  readonly #parameters = new OncePerChange(readParameters);
  readonly #outcomes = new OncePerChange(readOutcomes);

  async namesOf(run: string, database: Database): Promise<readonly string[]> {
    return (await this.#names.of(database)).get(run) ?? [];
  }

  async parametersOf(run: string, database: Database): Promise<LogOptions> {
    return (await this.#parameters.of(database)).get(run) ?? {};
  }

  async outcomeOf(run: string, database: Database): Promise<RunEnd | null> {
    return (await this.#outcomes.of(database)).get(run) ?? null;
  }
}

class OncePerChange<T> {
  #last: { readonly change: string; readonly value: T } | null = null;

  constructor(private readonly read: (database: Database) => Promise<T>) {}

  async of(database: Database): Promise<T> {
    const { change } = database;
    if (this.#last?.change !== change) this.#last = { change, value: await this.read(database) };
    return this.#last.value;
  }
}

async function readNames(database: Database): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for await (const rows of database.rows(NEWEST, ['run_uuid', 'key'])) {
    for (const { values } of rows) {
      const run = String(values.run_uuid);
      const own = names.get(run) ?? [];
      names.set(run, own);
      own.push(String(values.key));
    }
  }
  return names;
}

async function readParameters(database: Database): Promise<Map<string, LogOptions>> {
  const known = new Map<string, LogOptions>();
  for await (const rows of database.rows('params', ['run_uuid', 'key', 'value'])) {
    for (const { values } of rows) {
      const run = String(values.run_uuid);
      known.set(run, addParameter(known.get(run) ?? {}, String(values.key), values.value));
    }
  }
  return known;
}

async function readOutcomes(database: Database): Promise<Map<string, RunEnd | null>> {
  const outcomes = new Map<string, RunEnd | null>();
  for await (const rows of database.rows('runs', ['run_uuid', 'status'])) {
    for (const { values } of rows) outcomes.set(String(values.run_uuid), endOfStatus(values.status));
  }
  return outcomes;
}

class MlflowReader implements RunReader {
  readonly columns = new ColumnRoles();
  names: readonly string[] = [];
  known: LogOptions = {};
  outcome: RunEnd | null = null;
  /** The names of the metrics that are read. */
  #wanted: ReadonlySet<string> = new Set();

  constructor(
    private readonly run: string,
    private readonly tables: MlflowTables,
  ) {}

  async read(database: Database, found: AsyncIterable<readonly TableRow<string>[]>): Promise<RunRows> {
    const measurements: Measurement[] = [];
    let bad = 0;
    /** A step of a metric that is none of those that are read. */
    let other: number | null = null;
    // Nothing else is looked up before there is a row of this run: of hundreds in a database, few still grow.
    let isKnown = false;
    for await (const rows of found) {
      for (const { values } of rows) {
        if (values.run_uuid !== this.run) continue;
        if (!isKnown) await this.#lookUp(database);
        isKnown = true;
        if (!this.#wanted.has(String(values.key))) {
          if (typeof values.step === 'number') other = values.step;
          continue;
        }
        const measurement = measurementOf(values);
        if (measurement) measurements.push(measurement);
        else bad++;
      }
    }
    // A run that has ended and does not grow has not been begun again.
    if (isKnown || this.outcome === null) this.outcome = await this.tables.outcomeOf(this.run, database);
    const rows = this.#rowsOf(measurements);
    // That there are steps is known even where no metric is: one of them may then be a loss under a name of its own.
    return { rows: rows.length === 0 && other !== null ? [{ step: other }] : rows, bad };
  }

  async #lookUp(database: Database): Promise<void> {
    this.names = await this.tables.namesOf(this.run, database);
    this.columns.choose(this.names);
    this.known = await this.tables.parametersOf(this.run, database);
    const { others } = this.columns;
    this.#wanted = new Set([...ROLES.flatMap((role) => this.columns.of(role)), ...others.map(({ column }) => column)]);
  }

  /** Many programs write the values of one metric after those of another: the steps order them. */
  #rowsOf(measurements: readonly Measurement[]): LogRow[] {
    const rows: LogRow[] = [];
    let cells = new Map<string, number>();
    let newest: number | null = null;
    let measuredAt: number | undefined;
    const finishRow = (): void => {
      const row = newest === null ? null : readRow(this.columns, (name) => cells.get(name));
      if (row) rows.push({ ...row, step: newest!, ...(measuredAt === undefined ? {} : { time: measuredAt }) });
      cells = new Map();
    };
    for (const { name, step, value, time } of measurements.toSorted((a, b) => a.step - b.step)) {
      if (step !== newest || cells.has(name)) finishRow();
      newest = step;
      measuredAt = time;
      cells.set(name, value);
    }
    finishRow();
    return rows;
  }
}

/** @returns null for what is none */
function measurementOf(values: Readonly<Record<string, Value>>): Measurement | null {
  const { key, value, step, is_nan: isNan } = values;
  if (typeof key !== 'string' || typeof step !== 'number' || (typeof value !== 'number' && isNan !== 1)) return null;
  const time = readTime(values.timestamp, { isDate: true });
  return { name: key, step, value: isNan === 1 ? NaN : finiteOrNot(Number(value)), time };
}

function finiteOrNot(value: number): number {
  return Math.abs(value) === INFINITE ? Math.sign(value) * Infinity : value;
}
