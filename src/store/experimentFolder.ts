import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Annotation, ExperimentOverview, ExperimentRecord, RunOverview, RunRecord } from '../domain/experiment.ts';
import { rejudge } from '../domain/rejudge.ts';
import type { Sample } from '../domain/sample.ts';
import { Attempt } from './attempt.ts';
import { markChanged } from './changes.ts';
import { TEMPORARY_SUFFIX, writeJson } from './files.ts';
import { deleteLeftovers } from './leftovers.ts';
import { processState } from './processState.ts';
import { MetricsTail } from './metricsTail.ts';
import type { Claim, CheckpointReference } from './ownership.ts';
import { deleteCachedOverview } from './overviewCache.ts';
import { readRecord, RecordError, tryReadRecord } from './recordFile.ts';
import { EXPERIMENT, RUN } from './schema.ts';
import { TimeSlices } from './timeSlices.ts';

/** The version of the folder's format that this build reads and writes. */
export const FORMAT = 1;

/** A folder does not contain an experiment, or none can be created in it; the message says why in a sentence. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}

/** An experiment was deleted while its runs were trained or followed. */
export class DeletedError extends ExperimentError {}

/** An experiment of a newer format. It is never changed or deleted, because this build cannot tell whether it is running. */
export class NewerFormatError extends ExperimentError {}

/** How an overview is read. */
export interface OverviewOptions {
  /** The id of this window; running attempts of other windows are `elsewhere`. */
  readonly window?: string;
  /** Treats runs that seem to be trained elsewhere as interrupted. */
  readonly takeOver?: boolean;
  /** Whether to read the series of the runs, too; lists do without. By default true. */
  readonly series?: boolean;
  /** Asks the runner for the state of an attempt without a result; by default its process or heartbeat decides. */
  readonly reconcile?: (attempt: Attempt) => Promise<'queued' | 'running' | 'lost'>;
}

/** An experiment on disk: what was asked, and for each run its attempts with their measurements and results. */
export class ExperimentFolder {
  #record: ExperimentRecord;

  private constructor(
    readonly folder: string,
    record: ExperimentRecord,
  ) {
    this.#record = record;
  }

  /** What was asked for. */
  get record(): ExperimentRecord {
    return this.#record;
  }

  /**
   * Starts an experiment in a folder that is absent or empty. Its experiment.json is written last: a folder without one was never
   * completed.
   * @param runs those that are known already
   * @throws ExperimentError if something else is there, or the folder cannot be written
   */
  static async create(
    folder: string,
    record: ExperimentRecord,
    runs: readonly RunRecord[] = [],
  ): Promise<ExperimentFolder> {
    if (namesIn(folder).length > 0)
      throw new ExperimentError(l10n.t('{0} is not empty; name a new or empty folder for the experiment.', folder));
    const experiment = new ExperimentFolder(folder, record);
    try {
      await mkdir(folder, { recursive: true });
      // Not recursive: of two that found the folder empty at the same time, one fails here.
      await mkdir(experiment.#runsFolder);
      for (const [index, run] of runs.entries()) {
        await mkdir(experiment.#runFolder(index));
        await writeJson(experiment.#runFile(index), run);
      }
      await writeJson(experiment.#recordFile, record);
    } catch (error) {
      throw new ExperimentError(
        l10n.t('The experiment cannot be written to {0}: {1}.', folder, (error as Error).message),
        { cause: error },
      );
    }
    return experiment;
  }

  /**
   * @throws ExperimentError if there is no experiment in the folder, or its experiment.json is damaged
   * @throws NewerFormatError if this build cannot read it
   */
  static async open(folder: string): Promise<ExperimentFolder> {
    const file = path.join(folder, 'experiment.json');
    try {
      return new ExperimentFolder(folder, readRecord(file, EXPERIMENT));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const names = namesIn(folder);
      if (!names.includes('experiment.json')) throw missingError(folder, names);
      const format = tryReadRecord(file, v.object({ format: v.number() }))?.format ?? FORMAT;
      if (format <= FORMAT) throw damagedError(folder, file, error);
      throw new NewerFormatError(
        l10n.t(
          'The experiment in {0} was written by a newer Goldilocks (format {1}, this one reads {2}); update Goldilocks to open it.',
          folder,
          format,
          FORMAT,
        ),
      );
    }
  }

  /**
   * What was asked of each run, by its index.
   * @throws ExperimentError if one of them is missing or damaged
   */
  async runs(): Promise<RunRecord[]> {
    const slices = new TimeSlices();
    const records: RunRecord[] = [];
    for (let index = 0; index < this.#runCount(); index++) {
      records.push(this.#runRecord(index));
      await slices.yieldIfDue();
    }
    return records;
  }

  /**
   * Adds a run that was not known when the experiment was created.
   * @returns its index
   */
  async addRun(record: RunRecord): Promise<number> {
    // The folder gets its name when it is complete, so that no reader and no kill ever sees it without its run.json.
    const unfinished = path.join(this.#runsFolder, `${randomUUID()}${TEMPORARY_SUFFIX}`);
    try {
      await mkdir(unfinished);
      await writeJson(path.join(unfinished, 'run.json'), record);
      for (let index = this.#runCount(); ; index++) {
        if (!(await tryRename(unfinished, this.#runFolder(index)))) continue;
        await markChanged(this.#runsFolder);
        return index;
      }
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
  }

  /** Replaces what is known of a run that another program trains. */
  async updateRun(index: number, record: RunRecord): Promise<void> {
    await writeJson(this.#runFile(index), record);
    await markChanged(this.#runsFolder);
  }

  /**
   * Creates the folder of a run's next attempt and claims it.
   * @param continues the checkpoint to continue from; null to start from step 0
   * @throws ExperimentError if another process creates the folder at the same time
   */
  async startAttempt(index: number, claim: Claim, continues: CheckpointReference | null = null): Promise<Attempt> {
    const newest = await this.attempt(index);
    const attempt = this.#attempt(index, (newest?.number ?? 0) + 1);
    await createAttemptFolder(attempt.folder);
    await attempt.claim(claim, continues);
    return attempt;
  }

  /** The newest attempt of a run; null before the first. */
  async attempt(index: number): Promise<Attempt | null> {
    return (await this.attempts(index)).at(0) ?? null;
  }

  /** The attempts of a run, newest first. */
  async attempts(index: number): Promise<Attempt[]> {
    const numbers = numberedNames(this.#runFolder(index), /^attempt-([1-9]\d*)$/);
    return numbers.reverse().map((number) => this.#attempt(index, number));
  }

  /** The samples of a run's newest attempt and of those that it continues, readable while they grow; null before the first attempt. */
  async metricsTail(index: number): Promise<MetricsTail | null> {
    const attempt = await this.attempt(index);
    return attempt && this.#tail(index, attempt);
  }

  /** The samples of a run up to a checkpoint. What its attempt measured after that no longer counts. */
  async samplesUntil(index: number, { attempt, step }: CheckpointReference): Promise<Sample[]> {
    const tail = await this.#tail(index, this.#attempt(index, attempt));
    await tail.read();
    // A checkpoint is that of a batch: the test images, measured after the last batch of an epoch, are measured again.
    return tail.samples.filter(
      (sample) => sample.step < step || (sample.step === step && sample.validationLoss === undefined),
    );
  }

  /**
   * Everything that lists, reports and panels show. If the series are read, results of an older detector are judged again.
   * @throws ExperimentError if a run.json is missing or damaged
   */
  async overview(options: OverviewOptions = {}): Promise<ExperimentOverview> {
    const { window, takeOver = false, series = true, reconcile = processState } = options;
    const slices = new TimeSlices();
    const variants = new Map(this.record.variants.map((variant) => [variant.id, variant]));
    const runs: RunOverview[] = [];
    const count = this.#runCount();
    // One after the other: all at once would open more files than a process may have.
    for (let index = 0; index < count; index++) {
      const record = this.#runRecord(index);
      if (!variants.has(record.variant.id)) variants.set(record.variant.id, record.variant);
      const run = await this.#runOverview(index, record, { window, series, reconcile });
      runs.push(takeOver && run.elsewhere ? { ...run, state: 'interrupted', elsewhere: false } : run);
      await slices.yieldIfDue();
    }
    const isRunning = runs.some(({ state, elsewhere }) => state === 'running' || elsewhere);
    return {
      record: this.record,
      variants: [...variants.values()],
      // A run without an attempt is queued only while other runs are being trained.
      runs: runs.map((run) => (run.state === 'queued' && !isRunning ? { ...run, state: 'interrupted' } : run)),
    };
  }

  async #runOverview(
    index: number,
    { variant, seed, facts, spec, site }: RunRecord,
    { window, series, reconcile }: { window?: string; series: boolean; reconcile: typeof processState },
  ): Promise<RunOverview> {
    const known = { index, variant: variant.id, seed, facts, spec, ...(site ? { site } : {}) };
    const run = { ...known, elsewhere: false, result: null };
    const attempt = await this.attempt(index);
    if (!attempt) return { ...run, state: 'queued' };
    const result = await attempt.result({ series });
    if (result) return { ...run, state: result.state, result: series ? rejudge(result, facts) : result };
    const owner = await attempt.owner();
    const state = owner ? await reconcile(attempt) : 'lost';
    if (state === 'lost') return { ...run, state: 'interrupted' };
    return { ...run, state, elsewhere: owner?.window !== window };
  }

  /**
   * Changes what the user has added to the experiment.
   * @param changes a property that is undefined is removed; one that is missing stays
   * @throws ExperimentError if it cannot be written
   */
  async annotate(changes: Annotation): Promise<void> {
    // What is undefined is not written as JSON.
    const record = { ...this.#record, ...changes };
    try {
      await writeJson(this.#recordFile, record);
    } catch (error) {
      throw new ExperimentError(l10n.t('{0} cannot be written: {1}.', this.#recordFile, (error as Error).message), {
        cause: error,
      });
    }
    this.#record = record;
    await markChanged(this.#runsFolder);
  }

  /** Asks whoever trains the experiment to cancel it; see isCancelRequested. */
  async requestCancel(): Promise<void> {
    await writeFile(this.#cancelFile, '');
  }

  /** Whether cancellation has been requested since prepareForTraining. The process that trains checks every second. */
  async isCancelRequested(): Promise<boolean> {
    return existsSync(this.#cancelFile);
  }

  /** Whether it is still there: somebody may delete it while it is trained. A disk that can't be read now, as over a network, doesn't tell. */
  get exists(): boolean {
    try {
      return statSync(this.#recordFile, { throwIfNoEntry: false }) !== undefined;
    } catch {
      return true;
    }
  }

  /** Deletes what earlier trainings of the experiment have left: temporary files, a request to cancel, and what lists have cached. */
  async prepareForTraining(): Promise<void> {
    await rm(this.#cancelFile, { force: true });
    await deleteCachedOverview(this.folder);
    await deleteLeftovers(this.folder);
    await deleteLeftovers(this.#runsFolder);
    for (let index = 0; index < this.#runCount(); index++) {
      await deleteLeftovers(this.#runFolder(index));
      for (const attempt of await this.attempts(index)) await deleteLeftovers(attempt.folder, await attempt.owner());
    }
  }

  /** Removes the experiment if it has no runs; see remove. */
  async removeIfWithoutRuns(): Promise<void> {
    if (this.#runCount() === 0) await this.remove();
  }

  /** Removes the experiment, and nothing that another program may have put beside it; its folder only if it is empty then. */
  async remove(): Promise<void> {
    for (let index = this.#runCount() - 1; index >= 0; index--)
      await rm(this.#runFolder(index), { recursive: true, force: true });
    await rm(this.#recordFile, { force: true });
    await deleteCachedOverview(this.folder);
    for (const folder of [this.#runsFolder, this.folder]) await rmdir(folder).catch(() => undefined);
  }

  async #tail(index: number, attempt: Attempt): Promise<MetricsTail> {
    const continues = await attempt.continues();
    return new MetricsTail(attempt.metricsFile, continues ? await this.samplesUntil(index, continues) : []);
  }

  get #recordFile(): string {
    return path.join(this.folder, 'experiment.json');
  }

  get #runsFolder(): string {
    return path.join(this.folder, 'runs');
  }

  get #cancelFile(): string {
    return path.join(this.folder, 'cancel');
  }

  #runFolder(index: number): string {
    return path.join(this.#runsFolder, String(index));
  }

  #runFile(index: number): string {
    return path.join(this.#runFolder(index), 'run.json');
  }

  /** One more than the highest index, so that a folder that is lost in between is noticed. */
  #runCount(): number {
    return (numberedNames(this.#runsFolder, /^(0|[1-9]\d*)$/).at(-1) ?? -1) + 1;
  }

  /** @throws ExperimentError if it is missing or damaged */
  #runRecord(index: number): RunRecord {
    try {
      return readRecord(this.#runFile(index), RUN);
    } catch (error) {
      throw error instanceof RecordError ? damagedError(this.folder, this.#runFile(index), error) : error;
    }
  }

  #attempt(index: number, number: number): Attempt {
    return new Attempt(path.join(this.#runFolder(index), `attempt-${number}`), number);
  }
}

/** @throws ExperimentError if another process creates the folder at the same time */
async function createAttemptFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ExperimentError(
      l10n.t('{0} was just taken over by another Goldilocks process, which is now training the run.', folder),
    );
  }
}

/** Renames a folder; false if another one already has the name. */
async function tryRename(folder: string, name: string): Promise<boolean> {
  try {
    await rename(folder, name);
    return true;
  } catch (error) {
    // The error for a folder that is not empty differs from system to system.
    if (existsSync(name)) return false;
    throw error;
  }
}

/** The numbers in the names in a folder that match, ascending. */
function numberedNames(folder: string, pattern: RegExp): number[] {
  return namesIn(folder)
    .flatMap((name) => pattern.exec(name)?.slice(1).map(Number) ?? [])
    .sort((a, b) => a - b);
}

/** Names in a folder; none if it does not exist. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new ExperimentError(l10n.t('{0} is a file, not a folder.', folder));
    throw new ExperimentError(l10n.t('{0} cannot be read: {1}.', folder, message));
  }
}

function missingError(folder: string, names: readonly string[]): ExperimentError {
  return new ExperimentError(
    names.includes('runs')
      ? l10n.t('The experiment in {0} was never completely written; delete it and start it again.', folder)
      : l10n.t('{0} holds no experiment: there is no experiment.json.', folder),
  );
}

function damagedError(folder: string, file: string, { message }: RecordError): ExperimentError {
  return new ExperimentError(
    l10n.t('The experiment in {0} is damaged. {1}: {2}.', folder, path.relative(folder, file), message),
  );
}
