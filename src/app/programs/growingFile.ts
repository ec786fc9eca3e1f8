import { open, stat } from 'node:fs/promises';

/** Bytes that are read at once. */
export const MAX_READ = 256 << 10;

/** A file that another process appends to, read as it grows. */
export class GrowingFile {
  #offset = 0;

  /** @param file absolute path; there need be nothing yet */
  constructor(private readonly file: string) {}

  /** What was written since the last look, at most MAX_READ bytes; of a file that was emptied, from its beginning. */
  async read(): Promise<Buffer> {
    const handle = await open(this.file, 'r').catch(() => null);
    if (!handle) return Buffer.alloc(0);
    try {
      if ((await handle.stat()).size < this.#offset) this.#offset = 0;
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(MAX_READ), 0, MAX_READ, this.#offset);
      this.#offset += bytesRead;
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /**
   * Passes over all but the last bytes.
   * @param from nothing before this offset is passed over
   */
  async skip(last: number, from = 0): Promise<void> {
    if (this.#offset < from) return;
    this.#offset = Math.max(this.#offset, (await sizeOf(this.file)) - last);
  }
}

/** Bytes of a file; 0 if there is none. */
export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
