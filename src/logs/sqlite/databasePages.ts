import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { LogError } from '../logError.ts';
import { toLogError } from '../logHead.ts';
import { readAt, readWriteAheadLog } from './writeAheadLog.ts';
import type { WriteAheadLog } from './writeAheadLog.ts';

/** What a database begins with: "SQLite format 3" and a byte of zero. */
export const MAGIC = Buffer.from('53514c69746520666f726d6174203300', 'hex');
/** Bytes of the header, which is on page 1. */
export const HEADER = 100;
/** Bytes that are read at once: a multiple of every size of a page. */
const BLOCK = 1 << 16;
/** Blocks that are kept. */
const MAX_BLOCKS = 64;
/** A larger database is not read: to find the runs in it would take minutes. */
const MAX_BYTES = 2 ** 30;

/** What the bytes of a database say is not possible: it is damaged, or was written while it was read. */
export class DamagedDatabase extends Error {}

/**
 * The pages of a SQLite database at one moment, with what is committed in its write-ahead log. The files are only read: no lock is
 * taken, so that the program that writes them never waits and never fails because of this.
 */
export class DatabasePages {
  readonly #blocks = new Map<number, Uint8Array>();

  private constructor(
    private readonly file: FileHandle,
    private readonly logFile: FileHandle | null,
    private readonly log: WriteAheadLog | null,
    readonly pageSize: number,
    /** No database has more pages than this. */
    readonly count: number,
  ) {}

  /** @throws LogError if it cannot be read, is too large, or was left in the middle of a change */
  static async open(path: string): Promise<DatabasePages> {
    const { size } = await stat(path).catch((error: unknown) => Promise.reject(toLogError(error)));
    if (size > MAX_BYTES)
      throw new LogError(l10n.t('This database is larger than 1 GB, which is too large to be read.'));
    if (await isBeingChanged(path)) {
      throw new LogError(
        l10n.t(
          'This database is in the middle of a change. If its program was killed, let that program open it again first.',
        ),
      );
    }
    const file = await open(path).catch((error: unknown) => Promise.reject(toLogError(error)));
    // Programs that end delete the log.
    const logFile = await open(`${path}-wal`).catch(() => null);
    try {
      const header = Buffer.from(await readAt(file, 0, HEADER));
      if (header.length < HEADER || !header.subarray(0, MAGIC.length).equals(MAGIC)) throw new DamagedDatabase();
      const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
      if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new DamagedDatabase();
      const log = logFile && (await readWriteAheadLog(logFile, pageSize));
      const count = Math.ceil(size / pageSize) + (log?.pages.size ?? 0);
      return new DatabasePages(file, logFile, log, pageSize, count);
    } catch (error) {
      await file.close();
      await logFile?.close();
      throw error;
    }
  }

  /**
   * The bytes of a page; pages are counted from 1.
   * @throws DamagedDatabase if there is no such page
   */
  async page(number: number): Promise<Uint8Array> {
    const place = this.log?.pages.get(number);
    const page = place === undefined ? await this.#ownPage(number) : await readAt(this.logFile!, place, this.pageSize);
    if (page.length < this.pageSize) throw new DamagedDatabase();
    return page;
  }

  /** Whether pages may have been read from a log that has begun anew meanwhile. */
  async isStale(): Promise<boolean> {
    if (!this.log || this.log.pages.size === 0) return false;
    return Buffer.compare(await readAt(this.logFile!, 0, this.log.header.length), this.log.header) !== 0;
  }

  async close(): Promise<void> {
    await this.file.close();
    await this.logFile?.close();
  }

  async #ownPage(number: number): Promise<Uint8Array> {
    const offset = (number - 1) * this.pageSize;
    if (offset < 0 || number > this.count) throw new DamagedDatabase();
    const index = Math.floor(offset / BLOCK);
    const block = this.#blocks.get(index) ?? (await readAt(this.file, index * BLOCK, BLOCK));
    // What was used last stands last, and what stands first is forgotten.
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    if (this.#blocks.size > MAX_BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value!);
    return block.subarray(offset % BLOCK, (offset % BLOCK) + this.pageSize);
  }
}

/** A journal holds what a transaction that has not ended overwrites; its first bytes are zero once it has. */
async function isBeingChanged(path: string): Promise<boolean> {
  const journal = await open(`${path}-journal`).catch(() => null);
  if (!journal) return false;
  try {
    return (await readAt(journal, 0, 8)).some((byte) => byte !== 0);
  } finally {
    await journal.close();
  }
}
