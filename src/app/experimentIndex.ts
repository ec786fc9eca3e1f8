import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';

/** An experiment of a storage folder: its overview, or the sentence that says why it cannot be shown. */
export type ExperimentEntry =
  | { readonly folder: string; readonly overview: ExperimentOverview; readonly problem: null }
  /** `isNewer`: it is of a format that only a newer Goldilocks knows. */
  | { readonly folder: string; readonly overview: null; readonly problem: string; readonly isNewer: boolean };

/**
 * Lists a storage folder again and again: what has ended is read once, and after that only looked at for changes, so that
 * a list of hundreds of experiments can be kept fresh.
 */
export class ExperimentIndex {
  readonly #settled = new Map<string, { readonly stamp: string; readonly entry: ExperimentEntry }>();

  /** @param read reads one experiment from disk */
  constructor(
    private readonly storage: string,
    private readonly read: (folder: string) => Promise<ExperimentEntry>,
  ) {}

  /** All experiments of the storage folder, newest first, without the series of their runs. */
  async list(): Promise<ExperimentEntry[]> {
    const found = await readdir(this.storage, { withFileTypes: true }).catch(() => []);
    const folders = found.filter((item) => item.isDirectory()).map(({ name }) => path.join(this.storage, name));
    for (const folder of this.#settled.keys()) if (!folders.includes(folder)) this.#settled.delete(folder);
    const entries: ExperimentEntry[] = [];
    // One after the other: parsing many results at once would hold up the event loop.
    for (const folder of folders) entries.push(await this.#entry(folder));
    return entries.sort((a, b) => createdAt(b).localeCompare(createdAt(a)));
  }

  async #entry(folder: string): Promise<ExperimentEntry> {
    const known = this.#settled.get(folder);
    if (known && known.stamp === (await stampOf(known.entry))) return known.entry;
    this.#settled.delete(folder);
    const entry = withoutSeries(await this.read(folder));
    if (isSettled(entry)) this.#settled.set(folder, { stamp: await stampOf(entry), entry });
    return entry;
  }
}

function createdAt({ folder, overview }: ExperimentEntry): string {
  return overview?.record.createdAt ?? path.basename(folder);
}

/** Nothing more happens by itself to an experiment whose runs have all ended and been judged. */
function isSettled({ overview }: ExperimentEntry): boolean {
  return (
    overview !== null &&
    overview.runs.every(({ result }) => result && (result.state !== 'finished' || result.findings.length > 0))
  );
}

/** Changes when a run gets another attempt. */
async function stampOf({ folder, overview }: ExperimentEntry): Promise<string> {
  const runs = overview?.runs ?? [];
  const times = await Promise.all(
    runs.map(({ index }) =>
      stat(path.join(folder, 'runs', String(index))).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.join(' ');
}

/** The series are most of what is read and nothing of what is listed. */
function withoutSeries(entry: ExperimentEntry): ExperimentEntry {
  if (!entry.overview) return entry;
  const strip = (run: RunOverview): RunOverview =>
    run.result ? { ...run, result: { ...run.result, series: [] } } : run;
  return { ...entry, overview: { ...entry.overview, runs: entry.overview.runs.map(strip) } };
}
