import { readFile, readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { RunEnd } from '../domain/runEvent.ts';
import { ColumnRoles } from './columnRoles.ts';
import type { LogOptions } from './logOptions.ts';
import { readRow } from './logRow.ts';
import type { LogRow } from './logRow.ts';
import type { RowStream } from './rowStream.ts';

/** Deepest folder that metrics are looked for in. */
const MAX_DEPTH = 4;

/** How a program writes one metric into a file. */
export interface MetricFile {
  /** What the file's name adds to that of the metric: ".tsv". */
  readonly extension: string;
  /**
   * Reads a line.
   * @returns step and value, and when it was measured, if the line says it; null for a line that cannot be read, undefined for one that holds none, such as a header
   */
  readLine(line: string): readonly [step: number, value: number, time?: number] | null | undefined;
}

/** What was measured at a step. */
interface Cells {
  readonly values: Map<string, number>;
  readonly time: number | undefined;
}

/** A run whose metrics are in a file each, by step. Programs append to these files; all are read anew when one has changed. */
export class MetricFiles implements RowStream {
  readonly columns = new ColumnRoles();
  #names: readonly string[] = [];
  #known: LogOptions = {};
  #outcome: RunEnd | null = null;
  #bad = 0;
  /** When the newest file was changed that was read, as Date.now() gives it; null before reading. */
  #changedAt: number | null = null;

  /**
   * @param folder of the files, and of folders with more: "train/loss"
   * @param readKnown reads what else the log says of the training
   * @param readOutcome reads how it has ended
   */
  constructor(
    private readonly folder: string,
    private readonly format: MetricFile,
    private readonly readKnown: () => Promise<LogOptions> = async () => ({}),
    private readonly readOutcome: () => Promise<RunEnd | null> = async () => null,
  ) {}

  get names(): readonly string[] {
    return this.#names;
  }

  get badRows(): number {
    return this.#bad;
  }

  get known(): LogOptions {
    return this.#known;
  }

  get outcome(): RunEnd | null {
    return this.#outcome;
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    this.#outcome = await this.readOutcome();
    if (this.#changedAt !== null) return;
    this.#changedAt = await changeOf(this.folder);
    this.#known = await this.readKnown();
    const { extension } = this.format;
    const files = (await filesIn(this.folder)).filter((file) => file.endsWith(extension));
    this.#names = files.map((file) => file.slice(0, file.length - extension.length));
    this.columns.choose(this.#names);
    const steps = new Map<number, Cells>();
    for (const name of this.#names) {
      const file = path.join(this.folder, ...`${name}${extension}`.split('/'));
      const text = await readFile(file, 'utf8').catch(() => '');
      // The last line may be being written.
      for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) this.#readLine(name, line, steps);
    }
    yield [...steps]
      .sort(([a], [b]) => a - b)
      .flatMap(([step, cells]) => {
        const row = readRow(this.columns, (name) => cells.values.get(name));
        return row ? [{ ...row, step, ...(cells.time === undefined ? {} : { time: cells.time }) }] : [];
      });
  }

  end(): LogRow[] {
    return [];
  }

  async isReplaced(): Promise<boolean> {
    return this.#changedAt !== null && (await changeOf(this.folder)) > this.#changedAt;
  }

  #readLine(name: string, line: string, steps: Map<number, Cells>): void {
    const read = line.trim() === '' ? undefined : this.format.readLine(line.trim());
    if (read === null) this.#bad++;
    if (!read) return;
    const [step, value, time] = read;
    const cells = steps.get(step) ?? { values: new Map<string, number>(), time };
    cells.values.set(name, value);
    steps.set(step, cells);
  }
}

/** The files in a folder and the folders in it, as "train/loss.tsv", by name. */
export async function filesIn(folder: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, prefix), { withFileTypes: true }).catch((): Dirent[] => []);
  const names: string[] = [];
  for (const entry of entries) {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isFile()) names.push(name);
    else if (entry.isDirectory() && name.split('/').length < MAX_DEPTH) names.push(...(await filesIn(folder, name)));
  }
  return names.sort();
}

/** When the newest of the files in a folder was changed, as Date.now() gives it; 0 if there is none. */
export async function changeOf(folder: string): Promise<number> {
  const times = (await filesIn(folder)).map(async (name) =>
    stat(path.join(folder, ...name.split('/'))).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return Math.max(0, ...(await Promise.all(times)));
}
