import { EventEmitter } from 'node:events';
import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import type { Finding } from '../../domain/finding.ts';
import type { RunSite, SiteKey } from '../../domain/runSite.ts';
import type { ExperimentEntry } from '../experimentEntry.ts';
import type { ExperimentLibrary } from '../experimentLibrary.ts';
import type { TrainingRun } from '../liveTraining.ts';
import { measurementOf } from './measuredRates.ts';
import type { Measurement } from './measuredRates.ts';
import { moveSites } from './moveSites.ts';
import type { FileMove } from './moveSites.ts';
import { builtInResult } from './builtInResult.ts';
import type { BuiltInResult, TriedRate } from './builtInResult.ts';

/** The file that a number is in. */
export type SiteFileKey = Pick<SiteKey, 'folder' | 'path'>;

/** A file with which a run was started, and its content then, see contentMark. */
export interface StartedContent {
  readonly file: SiteFileKey;
  readonly content: string;
}

/** What a run of the user's own program showed about a number in it. */
export interface SiteResult {
  /** Of the experiment. */
  readonly folder: string;
  /** What was started, for the user. */
  readonly program: string;
  readonly run: RunOverview;
  readonly site: RunSite;
  /** So far, the most important first. */
  readonly findings: readonly Finding[];
}

interface SiteResultEvents {
  /** The results of runs with a number in this file have changed; null where those of any file may have. */
  changed: [file: SiteFileKey | null];
}

/**
 * What the runs of the user's own programs showed about the numbers that they were trained with: those on disk, and those that are
 * followed now; and, apart from it, what the built-in network showed at such numbers. Reads the library when it is first asked.
 */
export class SiteResults extends EventEmitter<SiteResultEvents> {
  #entries: readonly ExperimentEntry[] = [];
  #stored: readonly SiteResult[] = [];
  #measured: readonly Measurement[] = [];
  #loading: Promise<void> | null = null;
  /** Each run that is followed, as it was told last. */
  readonly #told = new WeakMap<TrainingRun, { readonly key: SiteKey | undefined; readonly shown: string }>();

  constructor(
    private readonly library: ExperimentLibrary,
    private readonly onProblem: (error: unknown) => void,
  ) {
    super();
    for (const event of ['ended', 'deleted', 'listingChanged'] as const) library.on(event, () => this.#reload());
    library.on('run', (_, run, { type }) => {
      if (type === 'finding' || type === 'facts' || type === 'started') this.#onRun(run);
    });
  }

  /** The results of runs with a number in this file, the newest first. */
  async of(file: SiteFileKey): Promise<readonly SiteResult[]> {
    await (this.#loading ??= this.#load());
    const { active } = this.library;
    const followed = active.flatMap(({ training }) =>
      training.runs.some(({ record }) => record.site)
        ? resultsIn(
            training.experiment.folder,
            training.overview(),
            ({ index }) => training.runs[index].tracker.findings,
          )
        : [],
    );
    const isFollowed = new Set(active.map(({ training }) => training.experiment.folder));
    return [...followed.reverse(), ...this.#stored.filter(({ folder }) => !isFollowed.has(folder))].filter(
      ({ site: { key } }) => key.path === file.path && key.folder === file.folder,
    );
  }

  /** The files, other than this one, with which runs were started, and their contents then, see contentMark. */
  async filesBeside({ folder, path }: SiteFileKey): Promise<readonly StartedContent[]> {
    await (this.#loading ??= this.#load());
    const found = new Map<string, StartedContent>();
    for (const { site } of this.#stored)
      if (site.content !== undefined && (site.key.path !== path || site.key.folder !== folder))
        found.set(JSON.stringify([site.key.folder, site.key.path, site.content]), {
          file: site.key,
          content: site.content,
        });
    return [...found.values()];
  }

  /**
   * Keeps the results of programs whose files were moved.
   * @throws ExperimentError if an experiment can't be written
   */
  async move(moved: FileMove): Promise<void> {
    await moveSites(this.library, moved);
    this.#reload();
  }

  /** What experiments with programs have shown of numbers in this file, the newest first. */
  async measuredIn({ folder, path }: SiteFileKey): Promise<readonly Measurement[]> {
    await (this.#loading ??= this.#load());
    return this.#measured.filter(({ site: { key } }) => key.path === path && key.folder === folder);
  }

  /** What the built-in network showed at a rate; null if it was not tried. */
  async builtIn(tried: TriedRate): Promise<BuiltInResult | null> {
    await (this.#loading ??= this.#load());
    return builtInResult(tried, this.#entries);
  }

  /**
   * With its rate a run may move to another number, or away from all: the number that it leaves has changed too. A program that prints on
   * after its loss broke changes nothing.
   */
  #onRun(run: TrainingRun): void {
    const before = this.#told.get(run);
    const key = run.record.site?.key;
    if (!key && !before?.key) return;
    const shown = JSON.stringify([key, run.tracker.facts, run.tracker.findings.map(shownOf)]);
    if (shown === before?.shown) return;
    this.#told.set(run, { key, shown });
    for (const each of new Set([before?.key, key])) if (each) this.emit('changed', each);
  }

  /** Only what was asked for once. */
  #reload(): void {
    if (!this.#loading) return;
    this.#loading = this.#load();
    this.#loading.then(() => this.emit('changed', null), this.onProblem);
  }

  async #load(): Promise<void> {
    this.#entries = await this.library.list();
    this.#stored = this.#entries.flatMap(storedResults);
    this.#measured = this.#entries.flatMap((entry) => measurementOf(entry) ?? []);
  }
}

function storedResults({ folder, overview }: ExperimentEntry): readonly SiteResult[] {
  return overview ? resultsIn(folder, overview, ({ result }) => result?.findings ?? []) : [];
}

/** The newest run first. */
function resultsIn(
  folder: string,
  { record, runs }: ExperimentOverview,
  findingsOf: (run: RunOverview) => readonly Finding[],
): SiteResult[] {
  const program = record.name;
  return runs
    .flatMap((run) => (run.site ? [{ folder, program, run, site: run.site, findings: findingsOf(run) }] : []))
    .reverse();
}

/** What views show of a finding: not how far it reaches by now. */
function shownOf({ symptom, fromStep, cause, args, evidence, remedies }: Finding): readonly unknown[] {
  return [symptom, fromStep, cause, args, evidence, remedies];
}
