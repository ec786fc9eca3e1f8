import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExperimentOverview, ExperimentRecord, RunOverview } from '../domain/experiment.ts';
import { OPTIMIZER_NAMES } from '../domain/optimizer.ts';
import type { RunSpec, Sample } from '../domain/run.ts';
import { Attempt } from './attempt.ts';
import type { Continuation } from './attempt.ts';
import { readJson, writeJson } from '../store/files.ts';
import { MetricsTail } from './metricsTail.ts';
import { isAlive } from './ownership.ts';

/** The version of the folder's format that this build reads and writes. */
export const FORMAT = 1;

/** A folder that is no experiment, or cannot become one; the message says why in a sentence. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}

/** An experiment of a newer format: what it means, and whether it runs, cannot be told, so it is left alone. */
export class NewerFormatError extends ExperimentError {}

/** An experiment on disk: what was asked, and for each run its attempts with their measurements and results. */
export class ExperimentFolder {
  private constructor(
    readonly folder: string,
    readonly record: ExperimentRecord,
  ) {}

  /**
   * Starts an experiment in a folder that is absent or empty.
   * @throws ExperimentError if something else is there, or the folder cannot be written
   */
  static async create(folder: string, record: ExperimentRecord): Promise<ExperimentFolder> {
    const present = await entries(folder);
    if (present.length > 0)
      throw new ExperimentError(`${folder} is not empty; name a new or empty folder for the experiment.`);
    try {
      await mkdir(folder, { recursive: true });
      // Not recursive: of two that found the folder empty at the same time, one fails here.
      await mkdir(path.join(folder, 'runs'));
      await writeJson(path.join(folder, 'experiment.json'), record);
    } catch (error) {
      throw new ExperimentError(`The experiment cannot be written to ${folder}: ${(error as Error).message}.`);
    }
    return new ExperimentFolder(folder, record);
  }

  /**
   * @throws ExperimentError if there is no experiment in the folder
   * @throws NewerFormatError if this build cannot read it
   */
  static async open(folder: string): Promise<ExperimentFolder> {
    await entries(folder);
    const record = await readJson(path.join(folder, 'experiment.json'));
    if (!isRecord(record))
      throw new ExperimentError(`${folder} holds no experiment: its experiment.json is missing or damaged.`);
    if (record.format > FORMAT) {
      throw new NewerFormatError(
        `The experiment in ${folder} was written by a newer Goldilocks (format ${record.format}, this one reads ${FORMAT}); update Goldilocks to open it.`,
      );
    }
    if (!isWhole(record))
      throw new ExperimentError(
        `The experiment in ${folder} is damaged: its experiment.json does not say what was trained.`,
      );
    return new ExperimentFolder(folder, record);
  }

  /**
   * Makes the folder of a run's next attempt and claims it for a window (an editor window, or one command line call).
   * @param continues what it goes on from, if not from the beginning
   */
  async startAttempt(index: number, window: string, continues: Continuation | null = null): Promise<Attempt> {
    const newest = await this.attempt(index);
    const attempt = this.#attempt(index, (newest?.number ?? 0) + 1);
    await mkdir(path.dirname(attempt.folder), { recursive: true });
    await makeOwnFolder(attempt.folder);
    await attempt.claim(window, continues);
    return attempt;
  }

  /** The newest attempt of a run; null before the first. */
  async attempt(index: number): Promise<Attempt | null> {
    return (await this.attempts(index)).at(0) ?? null;
  }

  /** The attempts of a run, newest first. */
  async attempts(index: number): Promise<Attempt[]> {
    const names = await entries(path.join(this.folder, 'runs', String(index)));
    const numbers = names
      .map((name) => Number(/^attempt-([1-9]\d*)$/.exec(name)?.[1] ?? 0))
      .filter((number) => number > 0);
    return numbers.sort((a, b) => b - a).map((number) => this.#attempt(index, number));
  }

  /** Follows what a run measures, in its newest attempt and before that in those that it continues; null before the first. */
  async measurements(index: number): Promise<MetricsTail | null> {
    const attempt = await this.attempt(index);
    return attempt && this.#tail(index, attempt);
  }

  /** What a run had measured when the checkpoint of a step was taken; what its attempt measured after that counts no more. */
  async samplesUntil(index: number, { attempt, step }: Continuation): Promise<Sample[]> {
    const tail = await this.#tail(index, this.#attempt(index, attempt));
    await tail.read();
    // A checkpoint is that of a batch: the test images, measured after the last batch of an epoch, are measured again.
    return tail.samples.filter(
      (sample) => sample.step < step || (sample.step === step && sample.validationLoss === undefined),
    );
  }

  async #tail(index: number, attempt: Attempt): Promise<MetricsTail> {
    const continues = await attempt.continues();
    return new MetricsTail(attempt.metricsFile, continues ? await this.samplesUntil(index, continues) : []);
  }

  /**
   * Everything that lists, reports and panels show, from the small files alone.
   * @param window whose runs are not elsewhere
   */
  async overview(window?: string): Promise<ExperimentOverview> {
    const runs = await Promise.all(this.record.specs.map((_, index) => this.#runOverview(index, window)));
    const underWay = runs.some(({ state }) => state === 'running');
    return {
      record: this.record,
      // A run that no one took up waits only as long as somebody works on the others.
      runs: runs.map((run) => (run.state === 'queued' && !underWay ? { ...run, state: 'interrupted' } : run)),
    };
  }

  async #runOverview(index: number, window: string | undefined): Promise<RunOverview> {
    const spec = this.record.specs[index];
    const attempt = await this.attempt(index);
    if (!attempt) return { index, spec, state: 'queued', elsewhere: false, result: null };
    const result = await attempt.result();
    if (result) return { index, spec, state: result.state, elsewhere: false, result };
    const owner = await attempt.owner();
    const running = owner !== null && (await isAlive(owner, attempt.metricsFile));
    return {
      index,
      spec,
      state: running ? 'running' : 'interrupted',
      elsewhere: running && owner.window !== window,
      result: null,
    };
  }

  #attempt(index: number, number: number): Attempt {
    return new Attempt(path.join(this.folder, 'runs', String(index), `attempt-${number}`), number);
  }
}

/** @throws ExperimentError if somebody else makes the folder at the same time */
async function makeOwnFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ExperimentError(`${folder} was just taken by another Goldilocks; the run is trained there.`);
  }
}

/** Names in a folder; none if it does not exist. */
async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new ExperimentError(`${folder} is a file, not a folder.`);
    throw new ExperimentError(`${folder} cannot be read: ${(error as Error).message}.`);
  }
}

function isRecord(value: unknown): value is ExperimentRecord {
  const record = value as ExperimentRecord | null;
  return (
    typeof record === 'object' &&
    record !== null &&
    typeof record.format === 'number' &&
    (record.format > FORMAT || Array.isArray(record.specs))
  );
}

/** Whether the record has everything that those who show it rely on. */
function isWhole({ specs, createdAt, name }: ExperimentRecord): boolean {
  const isSpec = (spec: RunSpec | null): boolean =>
    Boolean(
      spec?.network &&
      spec.dataset &&
      OPTIMIZER_NAMES.includes(spec.optimizer?.name) &&
      Number.isFinite(spec.learningRate),
    );
  return specs.length > 0 && specs.every(isSpec) && typeof name === 'string' && typeof createdAt === 'string';
}
