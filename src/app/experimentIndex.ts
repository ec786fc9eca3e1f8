import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { isEndState } from '../domain/run.ts';
import { stampOf } from '../store/changes.ts';
import { cacheOverview, readCachedOverview } from '../store/overviewCache.ts';
import { TimeSlices } from '../store/timeSlices.ts';
import { needsSeries } from '../kinds/kinds.ts';
import { present } from './experimentEntry.ts';
import type { ExperimentEntry } from './experimentEntry.ts';

/** Milliseconds within which a folder without an experiment.json, which is written last, may be one that is being created. */
const CREATION = 10_000;

type PresentedExperiment = Extract<ExperimentEntry, { problem: null }>;

/** How the index reads experiments. */
export interface ExperimentReader {
  /** Reads one experiment from disk or from memory; its series are not needed. Never rejects. */
  read(folder: string): Promise<ExperimentEntry>;
  /** Whether this window trains it, so that what is on disk is not the newest. */
  isActive(folder: string): boolean;
}

/**
 * Lists a storage folder again and again. An experiment in which nothing happens any more is read once, and after that only looked at
 * for changes, so that a list of thousands can be kept fresh.
 */
export class ExperimentIndex {
  readonly #settled = new Map<string, { readonly stamp: string; readonly entry: ExperimentEntry }>();

  constructor(
    private readonly storage: string,
    private readonly reader: ExperimentReader,
  ) {}

  /** All experiments of the storage folder, newest first, without the series of their runs. */
  async list(): Promise<ExperimentEntry[]> {
    const found = await readdir(this.storage, { withFileTypes: true }).catch(() => []);
    const folders = new Set(
      found.filter((item) => item.isDirectory()).map(({ name }) => path.join(this.storage, name)),
    );
    for (const folder of this.#settled.keys()) if (!folders.has(folder)) this.#settled.delete(folder);
    const slices = new TimeSlices();
    const entries: ExperimentEntry[] = [];
    for (const folder of folders) {
      const entry = await this.#entry(folder);
      if (entry) entries.push(entry);
      await slices.pauseIfDue();
    }
    return entries
      .map((entry) => ({ entry, key: createdAt(entry) }))
      .sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0))
      .map(({ entry }) => entry);
  }

  /** Null while the experiment is being created. */
  async #entry(folder: string): Promise<ExperimentEntry | null> {
    if (this.reader.isActive(folder)) {
      this.#settled.delete(folder);
      return withoutSeries(await this.reader.read(folder));
    }
    // Before the experiment is read: a change meanwhile gives another stamp next time.
    const stamp = stampOf(folder);
    const known = this.#settled.get(folder);
    if (known && known.stamp === stamp?.text) return known.entry;
    this.#settled.delete(folder);
    const cached = stamp && readCachedOverview(folder, stamp);
    const entry = cached ? presentLater(folder, cached) : withoutSeries(await this.reader.read(folder));
    if (!entry.overview && isBeingCreated(folder)) return null;
    if (stamp?.isCertain && isSettled(entry)) {
      this.#settled.set(folder, { stamp: stamp.text, entry });
      if (!cached) cacheOverview(folder, entry.overview!, stamp);
    }
    return entry;
  }
}

/**
 * As present, but the experiment is put into words when somebody asks for them: that takes longer than reading it, and of thousands
 * only a few are seen. It succeeded when the overview was cached.
 */
function presentLater(folder: string, overview: ExperimentOverview): ExperimentEntry {
  let entry: ExperimentEntry | undefined;
  const presented = (): PresentedExperiment => (entry ??= present(folder, overview)) as PresentedExperiment;
  return {
    folder,
    overview,
    get summary() {
      return presented().summary;
    },
    get description() {
      return presented().description;
    },
    problem: null,
  };
}

function createdAt({ folder, overview }: ExperimentEntry): string {
  return overview?.record.createdAt ?? path.basename(folder);
}

/** Nothing more happens by itself to an experiment whose runs have all ended. */
function isSettled({ overview }: ExperimentEntry): boolean {
  return overview !== null && overview.runs.every(({ state }) => isEndState(state));
}

function isBeingCreated(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  const isNew = found !== undefined && Date.now() - found.mtimeMs < CREATION;
  return isNew && !existsSync(path.join(folder, 'experiment.json'));
}

/** The series are most of what is kept of a run, and nothing of what is listed. */
function withoutSeries(entry: ExperimentEntry): ExperimentEntry {
  if (!entry.overview || needsSeries(entry.overview.record)) return entry;
  const strip = (run: RunOverview): RunOverview =>
    run.result ? { ...run, result: { ...run.result, series: {} } } : run;
  return { ...entry, overview: { ...entry.overview, runs: entry.overview.runs.map(strip) } };
}
