import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ColumnRoles, validationMetricOf } from '../columnRoles.ts';
import { readHead, toLogError } from '../logHead.ts';
import { Log } from '../log.ts';
import type { LogFolder } from '../logStore.ts';
import type { LogRow } from '../logRow.ts';
import type { RowStream } from '../rowStream.ts';
import { eventFile, EventReader } from './eventFile.ts';
import type { TimedRow } from './eventFile.ts';

const EVENT_FILE = /(?:^|\.)tfevents\./;
/** Folders in which Keras writes one training: what it trains on, and what it validates on. */
const TRAINING = 'train';
const VALIDATION = 'validation';
/** Bytes that are read at once: few enough that their rows have died when the collector of new objects comes, which copies the living. */
const CHUNK = 1 << 18;

/**
 * A run as TensorBoard sees it: all event files of a folder, in the order of their names; those of the folders `train` and `validation`
 * that Keras writes are one training.
 */
export const eventFolder: LogFolder = {
  name: 'tensorboard',
  async find(folder, files, folders) {
    const name = path.basename(folder);
    if (folders.includes(TRAINING) && folders.includes(VALIDATION)) {
      const both = [TRAINING, VALIDATION].map((part) => path.join(folder, part));
      const [training, validation] = await Promise.all(both.map(eventFilesIn));
      if (training.length > 0 && validation.length > 0) {
        const log = new Log(folder, 'tensorboard', name, () => new EventFolderRows(both[0], both[1]));
        return { logs: [log], claimed: [TRAINING, VALIDATION] };
      }
    }
    const own = files.filter((file) => EVENT_FILE.test(file));
    if (own.length < 2 || !(await areEventFiles(folder, own))) return { logs: [], claimed: [] };
    return { logs: [new Log(folder, 'tensorboard', name, () => new EventFolderRows(folder, null))], claimed: own };
  },
};

/** Git LFS pointers have the names of event files. */
async function areEventFiles(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const head = await readHead(path.join(folder, name)).catch(() => null);
    if (head && eventFile.recognizes(head)) return true;
  }
  return false;
}

async function eventFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => EVENT_FILE.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/** One file of a run, read up to some place. */
class EventFileRows {
  #offset = 0;

  constructor(
    readonly file: string,
    readonly isValidation: boolean,
    readonly reader: EventReader,
  ) {}

  async *read(): AsyncGenerator<TimedRow[]> {
    const handle = await open(this.file).catch((error: unknown) => Promise.reject(toLogError(error)));
    try {
      const buffer = new Uint8Array(CHUNK);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, CHUNK, this.#offset);
        if (bytesRead === 0) {
          yield this.reader.flushTimed();
          return;
        }
        this.#offset += bytesRead;
        yield this.reader.pushTimed(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  async isReplaced(): Promise<boolean> {
    const found = await stat(this.file).catch(() => null);
    return !found || found.size < this.#offset;
  }
}

/** The rows of all event files of a run. Files only grow, and new ones are added. */
class EventFolderRows implements RowStream {
  readonly columns = new ColumnRoles();
  readonly #files: EventFileRows[] = [];

  constructor(
    private readonly folder: string,
    private readonly validationFolder: string | null,
  ) {}

  get names(): readonly string[] {
    return [...new Set(this.#files.flatMap(({ reader }) => reader.names))];
  }

  get badRows(): number {
    return this.#files.reduce((sum, { reader }) => sum + reader.badRows, 0);
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    await this.#findFiles();
    if (this.validationFolder === null) {
      for (const file of this.#files) {
        for await (const rows of file.read()) yield rows.map(({ row }) => row);
      }
      return;
    }
    // Training and validation are told apart by their folders, and belong together by their times.
    const all: TimedRow[] = [];
    for (const file of this.#files) {
      for await (const rows of file.read()) all.push(...(file.isValidation ? rows.map(asValidation) : rows));
    }
    yield all.sort((a, b) => a.time - b.time).map(({ row }) => row);
  }

  end(): LogRow[] {
    return [];
  }

  async isReplaced(): Promise<boolean> {
    for (const file of this.#files) if (await file.isReplaced()) return true;
    return false;
  }

  async #findFiles(): Promise<void> {
    const known = new Set(this.#files.map(({ file }) => file));
    for (const folder of [this.folder, this.validationFolder]) {
      if (folder === null) continue;
      const isValidation = folder === this.validationFolder;
      for (const file of await eventFilesIn(folder)) {
        if (known.has(file)) continue;
        const columns = isValidation ? new ColumnRoles() : this.columns;
        this.#files.push(new EventFileRows(file, isValidation, new EventReader(columns)));
      }
    }
  }
}

/** What was measured on the data of validation. A rate there says nothing new. */
function asValidation({ time, row }: TimedRow): TimedRow {
  const { step, epoch, loss, accuracy, extra } = row;
  const others = Object.entries(extra ?? {}).map(([metric, value]) => [validationMetricOf(metric), value]);
  return {
    time,
    row: {
      time,
      step,
      ...(epoch === undefined ? {} : { epoch }),
      ...(loss === undefined ? {} : { validationLoss: loss }),
      ...(accuracy === undefined ? {} : { validationAccuracy: accuracy }),
      ...(others.length === 0 ? {} : { extra: Object.fromEntries(others) as Record<string, number> }),
    },
  };
}
