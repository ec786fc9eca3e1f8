import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { stampOf } from '../store/changes.ts';
import type { Stamp } from '../store/changes.ts';
import { cacheOverview, readCachedOverview } from '../store/overviewCache.ts';
import { TimeSlices } from '../store/timeSlices.ts';
import { createEntry } from './experimentEntry.ts';
import type { ExperimentEntry } from './experimentEntry.ts';
import { isSettled, withoutSeries } from './listCache.ts';

/** Milliseconds within which a folder without an experiment.json, which is written last, may be one that is being created. */
const CREATION = 10_000;

type ReadableEntry = Extract<ExperimentEntry, { problem: null }>;

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
  /** What was read in full and is to be cached, with the stamp taken before, by folder. */
  readonly #uncached = new Map<string, { readonly stamp: Stamp; readonly overview: ExperimentOverview }>();
  #caching: Promise<void> = Promise.resolve();

  /** @param opened folders elsewhere that are listed too */
  constructor(
    private readonly storage: string,
    private readonly reader: ExperimentReader,
    private readonly opened: () => readonly string[] = () => [],
  ) {}

  /**
   * All experiments of the storage folder and of the opened ones, newest first, without the series of their runs. Caches of what was read in full are written
   * after it has resolved, see cached.
   */
  async list(): Promise<ExperimentEntry[]> {
    const slices = new TimeSlices();
    const found = await readdir(this.storage, { withFileTypes: true }).catch(() => []);
    const folders = new Set([
      ...found.filter((item) => item.isDirectory()).map(({ name }) => path.join(this.storage, name)),
      ...this.opened(),
    ]);
    for (const folder of this.#settled.keys()) if (!folders.has(folder)) this.#settled.delete(folder);
    const entries: ExperimentEntry[] = [];
    for (const folder of folders) {
      await slices.yieldIfDue();
      const entry = await this.#entry(folder);
      if (entry) entries.push(entry);
    }
    await slices.yieldIfDue();
    if (this.#uncached.size > 0) this.#caching = this.#caching.then(() => this.#writeCaches());
    return entries
      .map((entry) => ({ entry, key: sortKey(entry) }))
      .sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0))
      .map(({ entry }) => entry);
  }

  /** Resolves when the caches of everything listed so far are written. */
  cached(): Promise<void> {
    return this.#caching;
  }

  async #writeCaches(): Promise<void> {
    const slices = new TimeSlices();
    // Whoever waits for the list goes first.
    await slices.yield();
    for (const [folder, { stamp, overview }] of this.#uncached) {
      this.#uncached.delete(folder);
      cacheOverview(folder, overview, stamp);
      await slices.yieldIfDue();
    }
  }

  /** Null while the experiment is being created. */
  async #entry(folder: string): Promise<ExperimentEntry | null> {
    if (this.reader.isActive(folder)) {
      this.#settled.delete(folder);
      return this.#read(folder);
    }
    // Before the experiment is read: a change meanwhile gives another stamp next time.
    const stamp = stampOf(folder);
    const known = this.#settled.get(folder);
    if (known && known.stamp === stamp?.text) return known.entry;
    this.#settled.delete(folder);
    const cached = stamp && readCachedOverview(folder, stamp);
    const entry = cached ? createLazyEntry(folder, cached) : await this.#read(folder);
    if (!entry.overview && isBeingCreated(folder)) return null;
    const { overview } = entry;
    if (!stamp?.isCertain || !overview || !isSettled(overview)) return entry;
    // Without the description, which would take more memory than the overview.
    const kept = cached ? entry : createLazyEntry(folder, overview);
    this.#settled.set(folder, { stamp: stamp.text, entry: kept });
    if (!cached) this.#uncached.set(folder, { stamp, overview });
    return kept;
  }

  async #read(folder: string): Promise<ExperimentEntry> {
    const entry = await this.reader.read(folder);
    return entry.overview ? { ...entry, overview: withoutSeries(entry.overview) } : entry;
  }
}

/**
 * As createEntry, but summarizes and describes the experiment when somebody first asks: that takes longer than reading it, and of
 * thousands only a few are seen. It succeeded when the overview was cached.
 */
function createLazyEntry(folder: string, overview: ExperimentOverview): ExperimentEntry {
  let entry: ExperimentEntry | undefined;
  const readable = (): ReadableEntry => (entry ??= createEntry(folder, overview)) as ReadableEntry;
  return {
    folder,
    overview,
    get summary() {
      return readable().summary;
    },
    get description() {
      return readable().description;
    },
    problem: null,
  };
}

/** By time: names of folders begin with it. */
function sortKey({ folder, overview }: ExperimentEntry): string {
  return overview?.record.createdAt ?? path.basename(folder);
}

function isBeingCreated(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  const isNew = found !== undefined && Date.now() - found.mtimeMs < CREATION;
  return isNew && !existsSync(path.join(folder, 'experiment.json'));
}
