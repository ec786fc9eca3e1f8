import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { LogOptions } from '../../logs/logOptions.ts';
import { keptFiles, OWNER_NAME, SIGN_INTERVAL } from '../../programs/keptFiles.ts';
import type { KeptFiles } from '../../programs/keptFiles.ts';
import { TEMPORARY_SUFFIX, writeJson } from '../../store/files.ts';
import { deleteLeftovers } from '../../store/leftovers.ts';
import { createOwner, hasRecentHeartbeat, isAlive } from '../../store/ownership.ts';
import { tryReadRecord } from '../../store/recordFile.ts';
import { OWNER } from '../../store/schema.ts';
import type { Schema } from '../../store/schema.ts';
import type { KeyedPlace } from '../sites/siteKey.ts';

/** What a window has to know of a program that another one has started. */
export interface KeptRecord {
  /** What its terminal is called. */
  readonly title: string;
  /** What its runs are called. */
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Absolute path. */
  readonly cwd: string;
  /** What is known of its training. */
  readonly log: LogOptions;
  /** Whether a session trains experiments with it; absent for a program that trains by itself. */
  readonly isSession?: true;
  /** Absolute path of its newest experiment; absent before it has trained. */
  readonly experiment?: string;
  /** The places in its code when it was started; absent while they are looked for. */
  readonly places?: readonly KeyedPlace[];
}

const RECORD: Schema<KeptRecord> = v.object({
  title: v.string(),
  name: v.string(),
  command: v.tupleWithRest([v.string()], v.string()),
  cwd: v.string(),
  log: v.object({
    optimizer: v.optional(v.string()),
    rate: v.optional(v.number()),
    batchSize: v.optional(v.number()),
    classes: v.optional(v.number()),
  }),
  isSession: v.optional(v.literal(true)),
  experiment: v.optional(v.string()),
  places: v.optional(v.array(v.custom<KeyedPlace>((place) => typeof place === 'object' && place !== null))),
});

/** Who "trains" a kept program, in its owner's record. */
const RUNNER = 'programs';

/**
 * A folder that a program is kept in, as long as this window owns it. Each window that takes it over leaves a record of its own, with
 * the next number, so that of two that try at the same time one fails.
 */
export class KeptFolder {
  readonly files: KeptFiles;
  readonly #signs: NodeJS.Timeout;
  #record: KeptRecord;
  /** Resolves when what was noted is written: each note waits for the one before. */
  #noted: Promise<void> = Promise.resolve();

  private constructor(
    folder: string,
    private readonly ownerFile: string,
    record: KeptRecord,
  ) {
    this.files = keptFiles(folder);
    this.#record = record;
    this.#signs = setInterval(() => void this.#giveSign(), SIGN_INTERVAL);
    this.#signs.unref();
  }

  /**
   * Makes a folder, which others see when it is complete.
   * @param root absolute path of the folder of all kept programs of a workspace
   * @param window identifies the window that owns it
   * @throws Error if it cannot be written
   */
  static async create(root: string, record: KeptRecord, window: string): Promise<KeptFolder> {
    const folder = path.join(root, randomUUID());
    const unfinished = `${folder}${TEMPORARY_SUFFIX}`;
    await mkdir(keptFiles(unfinished).channel, { recursive: true, mode: 0o700 });
    await writeJson(recordFile(unfinished), record);
    await writeJson(ownerFile(unfinished, 1), await createOwner({ window, runner: RUNNER }, null));
    await rename(unfinished, folder);
    return new KeptFolder(folder, ownerFile(folder, 1), record);
  }

  /**
   * Takes a folder over from a window that is gone.
   * @returns null if its window is there, if another one was faster, or if there is no such folder
   */
  static async takeOver(folder: string, window: string): Promise<KeptFolder | null> {
    const names = await readdir(folder).catch(() => []);
    const newest = Math.max(0, ...names.map((name) => Number(OWNER_NAME.exec(name)?.[1] ?? 0)));
    if (newest === 0 || (await isOwned(ownerFile(folder, newest)))) return null;
    const own = ownerFile(folder, newest + 1);
    const owner = await createOwner({ window, runner: RUNNER }, null);
    const isTaken = await writeFile(own, JSON.stringify(owner), { flag: 'wx' }).then(
      () => true,
      () => false,
    );
    if (!isTaken) return null;
    const record = tryReadRecord(recordFile(folder), RECORD);
    if (record) return new KeptFolder(folder, own, record);
    // Nobody can follow a program of which nothing is known: its guard ends it when the folder is gone.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    return null;
  }

  get record(): KeptRecord {
    return this.#record;
  }

  /** Notes what was learned, for a window that takes the program over. Never fails: what is missing is learned again. */
  async note(learned: Pick<KeptRecord, 'experiment' | 'places'>): Promise<void> {
    this.#record = { ...this.#record, ...learned };
    this.#noted = this.#noted.then(() => writeJson(recordFile(this.files.folder), this.#record)).catch(() => undefined);
    await this.#noted;
  }

  /** Gives the folder up and deletes it. */
  async delete(): Promise<void> {
    clearInterval(this.#signs);
    const { folder } = this.files;
    const gone = `${folder}${TEMPORARY_SUFFIX}`;
    // At once: a window that came while a part is deleted would record that the program was ended. Windows refuses where a file is open.
    await rename(folder, gone).catch(() => undefined);
    for (const rest of [gone, folder])
      await rm(rest, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }

  async #giveSign(): Promise<void> {
    const now = new Date();
    await utimes(this.ownerFile, now, now).catch(() => undefined);
  }
}

/**
 * Deletes what windows have left in a root that were killed while they made or deleted a folder.
 * @param root absolute path; there need be nothing
 */
export async function deleteUnfinished(root: string): Promise<void> {
  await deleteLeftovers(root).catch(() => undefined);
}

/** Absolute paths of the folders in a root, whoever owns them. */
export async function keptFoldersIn(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  return names.filter((name) => !name.endsWith(TEMPORARY_SUFFIX)).map((name) => path.join(root, name));
}

function recordFile(folder: string): string {
  return path.join(folder, 'program.json');
}

function ownerFile(folder: string, number: number): string {
  return path.join(folder, `owner-${number}.json`);
}

/** Whether there is a window that owns a folder, or is just writing that it does. */
async function isOwned(file: string): Promise<boolean> {
  const owner = tryReadRecord(file, OWNER);
  return owner ? isAlive(owner, file) : hasRecentHeartbeat(file);
}
