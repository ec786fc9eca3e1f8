import * as l10n from '@vscode/l10n';
import type { RunEnd } from '../../domain/runEvent.ts';
import { ColumnRoles, ROLES } from '../columnRoles.ts';
import { addParameter } from '../knownParameters.ts';
import { LogError } from '../logError.ts';
import type { LogOptions } from '../logOptions.ts';
import { endOfStatus } from '../mlflowStatus.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import type { Database } from './database.ts';
import type { RunReader, RunRows } from './databaseRows.ts';
import type { Span } from './spans.ts';
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
  recognizes: (database) =>
    database.has(METRICS, ['run_uuid', 'key', 'value', 'step', 'is_nan']) && database.has(NEWEST, ['run_uuid', 'key']),
  async findRuns(database) {
    const metrics = new Map<string, string[]>();
    for await (const rows of database.rows(NEWEST, ['run_uuid', 'key'])) {
      for (const { values } of rows) {
        const run = String(values.run_uuid);
        const names = metrics.get(run) ?? [];
        names.push(String(values.key));
        metrics.set(run, names);
      }
    }
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
  newReader: (run) => new MlflowReader(run),
};

function hasLoss(names: readonly string[]): boolean {
  const columns = new ColumnRoles();
  columns.choose(names);
  return columns.of('loss').length > 0 || columns.of('validationLoss').length > 0;
}

/** A value of a metric. */
interface Measurement {
  readonly name: string;
  readonly step: number;
  readonly value: number;
}

class MlflowReader implements RunReader {
  readonly table = METRICS;
  readonly columns = new ColumnRoles();
  names: readonly string[] = [];
  known: LogOptions = {};
  outcome: RunEnd | null = null;
  /** The names of the metrics that are read. */
  #wanted: ReadonlySet<string> = new Set();

  constructor(private readonly run: string) {}

  async read(database: Database, spans: readonly Span[], onRow: (id: number) => void): Promise<RunRows> {
    const measurements: Measurement[] = [];
    let bad = 0;
    // Nothing else is looked up before there is a row of this run: of hundreds in a database, few still grow.
    let isKnown = false;
    const columns = ['run_uuid', 'key', 'value', 'step', 'is_nan'] as const;
    for await (const rows of database.rows(METRICS, columns, spans)) {
      for (const { id, values } of rows) {
        onRow(id);
        if (values.run_uuid !== this.run) continue;
        if (!isKnown) await this.#lookUp(database);
        isKnown = true;
        if (!this.#wanted.has(String(values.key))) continue;
        const measurement = measurementOf(values);
        if (measurement) measurements.push(measurement);
        else bad++;
      }
    }
    // A run that has ended and does not grow has not been begun again.
    if (isKnown || this.outcome === null) await this.#readOutcome(database);
    return { rows: this.#rowsOf(measurements), bad };
  }

  async #lookUp(database: Database): Promise<void> {
    await this.#readNames(database);
    await this.#readParameters(database);
    this.#wanted = new Set(ROLES.flatMap((role) => this.columns.of(role)));
  }

  async #readNames(database: Database): Promise<void> {
    const names: string[] = [];
    for await (const rows of database.rows(NEWEST, ['run_uuid', 'key'])) {
      for (const { values } of rows) if (values.run_uuid === this.run) names.push(String(values.key));
    }
    this.names = names;
    this.columns.choose(names);
  }

  async #readParameters(database: Database): Promise<void> {
    for await (const rows of database.rows('params', ['run_uuid', 'key', 'value'])) {
      for (const { values } of rows) {
        if (values.run_uuid === this.run) this.known = addParameter(this.known, String(values.key), values.value);
      }
    }
  }

  async #readOutcome(database: Database): Promise<void> {
    for await (const rows of database.rows('runs', ['run_uuid', 'status'])) {
      for (const { values } of rows) if (values.run_uuid === this.run) this.outcome = endOfStatus(values.status);
    }
  }

  /** Many programs write the values of one metric after those of another: the steps order them. */
  #rowsOf(measurements: readonly Measurement[]): LogRow[] {
    const rows: LogRow[] = [];
    let cells = new Map<string, number>();
    let newest: number | null = null;
    const finishRow = (): void => {
      const row = newest === null ? null : readRow(this.columns, (name) => cells.get(name));
      if (row) rows.push({ ...row, step: newest! });
      cells = new Map();
    };
    for (const { name, step, value } of measurements.toSorted((a, b) => a.step - b.step)) {
      if (step !== newest || cells.has(name)) finishRow();
      newest = step;
      cells.set(name, value);
    }
    finishRow();
    return rows;
  }
}

/** @returns null for what is none */
function measurementOf(values: Readonly<Record<'key' | 'value' | 'step' | 'is_nan', Value>>): Measurement | null {
  const { key, value, step, is_nan: isNan } = values;
  if (typeof key !== 'string' || typeof step !== 'number' || (typeof value !== 'number' && isNan !== 1)) return null;
  return { name: key, step, value: isNan === 1 ? NaN : finiteOrNot(Number(value)) };
}

function finiteOrNot(value: number): number {
  return Math.abs(value) === INFINITE ? Math.sign(value) * Infinity : value;
}
