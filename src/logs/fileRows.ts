import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { RunEnd } from '../domain/runEvent.ts';
import type { MetricFact } from '../domain/runFacts.ts';
import { toLogError } from './logHead.ts';
import type { RowReader } from './logFormat.ts';
import type { ColumnRoles, MetricRole } from './columnRoles.ts';
import type { LogOptions } from './logOptions.ts';
import type { LogRow } from './logRow.ts';
import { rotatedFile } from './rotation.ts';
import type { RowStream } from './rowStream.ts';

/** Bytes that are read at once: few enough that their rows have died when the collector of new objects comes, which copies the living. */
const CHUNK = 1 << 18;
/** Bytes at the beginning, and before the place read to, from which it is told that a file was rewritten. */
const MARK = 512;

/** The rows of a file that may be growing. */
export class FileRows implements RowStream {
  #offset = 0;
  /** Tells the file from one that takes its name. */
  #inode: number | null = null;
  /** When the file was changed last before it was read, as Date.now() gives it. */
  #readUntil: number | null = null;
  #head: Uint8Array = new Uint8Array(0);
  #tail: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly file: string,
    private readonly reader: RowReader,
  ) {}

  get columns(): ColumnRoles {
    return this.reader.columns;
  }

  get names(): readonly string[] {
    return this.reader.names;
  }

  get badRows(): number {
    return this.reader.badRows;
  }

  get outcome(): RunEnd | null {
    return this.reader.outcome ?? null;
  }

  get known(): LogOptions | undefined {
    return this.reader.known;
  }

  averagingOf(role: MetricRole): MetricFact['averaged'] {
    return this.reader.averagingOf?.(role);
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    const rotated = await this.#rotatedTo();
    if (rotated !== null) {
      yield* this.#readOn(rotated);
      this.#beginAnew();
    }
    if (!(await this.#isUnchanged())) yield* this.#readOn(this.file);
  }

  async *#readOn(file: string): AsyncGenerator<readonly LogRow[]> {
    const handle = await open(file).catch((error: unknown) => Promise.reject(toLogError(error)));
    try {
      const buffer = new Uint8Array(CHUNK);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, CHUNK, this.#offset);
        if (bytesRead === 0) {
          yield this.reader.flush?.() ?? [];
          return;
        }
        const bytes = buffer.subarray(0, bytesRead);
        this.#remember(bytes);
        yield this.reader.push(bytes);
      }
    } catch (error) {
      throw toLogError(error);
    } finally {
      await handle.close();
    }
  }

  end(): LogRow[] {
    return this.reader.end();
  }

  async isReplaced(): Promise<boolean> {
    if ((await this.#rotatedTo()) !== null) return false;
    const found = await stat(this.file).catch(() => null);
    if (!found || found.size < this.#offset) return true;
    if (found.mtimeMs === this.#readUntil) return false;
    const handle = await open(this.file).catch(() => null);
    if (!handle) return true;
    try {
      return (
        !(await holds(handle, this.#head, 0)) || !(await holds(handle, this.#tail, this.#offset - this.#tail.length))
      );
    } finally {
      await handle.close();
    }
  }

  /** Of hundreds of files that are followed, few change between two looks. */
  async #isUnchanged(): Promise<boolean> {
    const found = await stat(this.file).catch(() => null);
    const isUnchanged = found?.size === this.#offset && found.mtimeMs === this.#readUntil;
    this.#readUntil = found?.mtimeMs ?? null;
    this.#inode = found?.ino ?? null;
    return isUnchanged;
  }

  /** Where what was read is now, if a new file has taken its place; null where it is still in place. */
  async #rotatedTo(): Promise<string | null> {
    if (this.#inode === null) return null;
    const found = await stat(this.file).catch(() => null);
    return found && found.ino !== this.#inode ? rotatedFile(this.file, this.#inode) : null;
  }

  #beginAnew(): void {
    this.#offset = 0;
    this.#head = new Uint8Array(0);
    this.#tail = new Uint8Array(0);
  }

  #remember(bytes: Uint8Array): void {
    if (this.#head.length < MARK) {
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, MARK - this.#head.length)]);
    }
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-MARK)]).subarray(-MARK);
    this.#offset += bytes.length;
  }
}

async function holds(handle: FileHandle, expected: Uint8Array, position: number): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(expected.length), 0, expected.length, position);
  return bytesRead === expected.length && Buffer.compare(buffer, expected) === 0;
}
