import { readFile, readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { ColumnRoles } from './columnRoles.ts';
import { Log } from './log.ts';
import type { LogFolder } from './logStore.ts';
import type { LogOptions } from './logOptions.ts';
import { readRow } from './logRow.ts';
import type { LogRow } from './logRow.ts';
import type { RowStream } from './rowStream.ts';

/** Where MLflow's file store keeps the metrics of a run: a file each, with lines of "time value step". */
const METRICS = 'metrics';
const PARAMS = 'params';
/** What makes a folder a run. */
const META = 'meta.yaml';

/** Names of parameters that say what they seem to say. */
const RATE = /^(?:lr|learning_rate)$/i;
const BATCH = /^(?:batch_size|per_device_train_batch_size|train_batch_size)$/i;
const OPTIMIZER = /^(?:optimizer|optimizer_name|optim)$/i;

/** A run in MLflow's file store: `mlruns/<experiment>/<run>`. */
export const mlflowFolder: LogFolder = {
  name: 'mlflow',
  async find(folder, files, folders) {
    if (!files.includes(META) || !folders.includes(METRICS)) return { logs: [], claimed: [] };
    const name = runName(await readFile(path.join(folder, META), 'utf8').catch(() => '')) ?? path.basename(folder);
    const claimed = [META, METRICS, PARAMS, 'tags', 'artifacts'];
    return { logs: [new Log(folder, 'mlflow', name, () => new MlflowRows(folder))], claimed };
  },
};

function runName(meta: string): string | null {
  return /^run_name: *(\S.*)$/m.exec(meta)?.[1].replace(/^'(.*)'$/, '$1') ?? null;
}

/** The metrics of a run, by step. MLflow appends to its files; all are read anew when one has changed. */
class MlflowRows implements RowStream {
  readonly columns = new ColumnRoles();
  #names: readonly string[] = [];
  #known: LogOptions = {};
  #bad = 0;
  /** When the newest file was changed that was read, as Date.now() gives it; null before reading. */
  #changedAt: number | null = null;

  constructor(private readonly folder: string) {}

  get names(): readonly string[] {
    return this.#names;
  }

  get badRows(): number {
    return this.#bad;
  }

  get known(): LogOptions {
    return this.#known;
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    if (this.#changedAt !== null) return;
    this.#changedAt = await changeOf(this.#metricsFolder);
    this.#known = await this.#readParams();
    this.#names = await namesIn(this.#metricsFolder);
    this.columns.choose(this.#names);
    const steps = new Map<number, Map<string, number>>();
    for (const name of this.#names) {
      const text = await readFile(path.join(this.#metricsFolder, ...name.split('/')), 'utf8').catch(() => '');
      // The last line may be being written.
      for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) this.#readLine(name, line, steps);
    }
    const rows = [...steps].sort(([a], [b]) => a - b).map(([step, cells]) => ({ step, cells }));
    yield rows.flatMap(({ step, cells }) => {
      const row = readRow(this.columns, (name) => cells.get(name));
      return row ? [{ ...row, step }] : [];
    });
  }

  end(): LogRow[] {
    return [];
  }

  async isReplaced(): Promise<boolean> {
    return this.#changedAt !== null && (await changeOf(this.#metricsFolder)) > this.#changedAt;
  }

  get #metricsFolder(): string {
    return path.join(this.folder, METRICS);
  }

  #readLine(name: string, line: string, steps: Map<number, Map<string, number>>): void {
    if (line.trim() === '') return;
    const [, value, step = '0'] = line.trim().split(' ');
    const number = value === undefined ? NaN : numberOf(value);
    if (number === null || !/^-?\d+$/.test(step)) {
      this.#bad++;
      return;
    }
    const cells = steps.get(Number(step)) ?? new Map<string, number>();
    cells.set(name, number);
    steps.set(Number(step), cells);
  }

  async #readParams(): Promise<LogOptions> {
    const folder = path.join(this.folder, PARAMS);
    const known: { rate?: number; batchSize?: number; optimizer?: string } = {};
    for (const name of await namesIn(folder)) {
      const value = (await readFile(path.join(folder, name), 'utf8').catch(() => '')).trim();
      const number = numberOf(value);
      if (RATE.test(name) && number !== null && number > 0) known.rate = number;
      if (BATCH.test(name) && number !== null && number > 0) known.batchSize = number;
      if (OPTIMIZER.test(name) && value !== '') known.optimizer = value;
    }
    return known;
  }
}

/** Python's float: "nan", "inf" and numbers; null for anything else. */
function numberOf(text: string): number | null {
  if (/^-?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? null : number;
}

/** Metrics may be in folders: "train/loss". */
async function namesIn(folder: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, prefix), { withFileTypes: true }).catch((): Dirent[] => []);
  const names: string[] = [];
  for (const entry of entries) {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isFile()) names.push(name);
    else if (entry.isDirectory() && name.split('/').length < 4) names.push(...(await namesIn(folder, name)));
  }
  return names.sort();
}

/** When the newest of the metrics was changed. */
async function changeOf(folder: string): Promise<number> {
  const times = (await namesIn(folder)).map(async (name) =>
    stat(path.join(folder, ...name.split('/'))).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return Math.max(0, ...(await Promise.all(times)));
}
