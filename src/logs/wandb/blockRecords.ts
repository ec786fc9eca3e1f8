import { crc32 } from 'node:zlib';

/** Bytes of a block, counted from the beginning of the file. */
const BLOCK = 32_768;
/** Checksum, length and type before the data of a chunk. */
const CHUNK_HEADER = 7;
/** Types of chunks: a whole record, or a part of one. */
const CHUNK = { full: 1, first: 2, middle: 3, last: 4 } as const;
/** Bytes; a longer record holds no numbers. */
const MAX_RECORD = 64 * 1024 * 1024;

/**
 * Cuts a file of blocks into records, as LevelDB's log does it and W&B with it, whose checksum is the plain CRC-32 of type and data
 * (wandb/sdk/internal/datastore.py). A damaged chunk is skipped to the next block.
 */
export class BlockRecords {
  #rest: Uint8Array = new Uint8Array(0);
  /** Place of the rest in the file. */
  #position = 0;
  /** Bytes after the rest that are passed over when they arrive. */
  #skipped: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  #bad = 0;

  /** @param headerLength bytes before the first chunk */
  constructor(headerLength: number) {
    this.#skipped = headerLength;
  }

  /** How many chunks were damaged. */
  get bad(): number {
    return this.#bad;
  }

  /** The records that are complete with these bytes. */
  push(bytes: Uint8Array): Uint8Array[] {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const records: Uint8Array[] = [];
    let at = this.#skipped;
    while (at < all.length) {
      const left = BLOCK - ((this.#position + at) % BLOCK);
      if (left < CHUNK_HEADER) {
        at += left;
        continue;
      }
      if (at + CHUNK_HEADER > all.length) break;
      const length = view.getUint16(at + 4, true);
      const type = all[at + 6];
      const end = at + CHUNK_HEADER + length;
      if (CHUNK_HEADER + length > left) {
        this.#skip();
        at += left;
        continue;
      }
      if (end > all.length) break;
      if (view.getUint32(at, true) !== crc32(all.subarray(at + 6, end))) {
        this.#skip();
        at += left;
        continue;
      }
      const record = this.#take(type, all.slice(at + CHUNK_HEADER, end));
      if (record) records.push(record);
      at = end;
    }
    const used = Math.min(at, all.length);
    this.#rest = all.slice(used);
    this.#position += used;
    this.#skipped = at - used;
    return records;
  }

  #skip(): void {
    this.#bad++;
    this.#parts = [];
    this.#length = 0;
  }

  #take(type: number, data: Uint8Array): Uint8Array | null {
    if (type === CHUNK.full) return data;
    if (type === CHUNK.first) {
      this.#parts = [];
      this.#length = 0;
    }
    this.#length += data.length;
    if (this.#length <= MAX_RECORD) this.#parts.push(data);
    if (type !== CHUNK.last) return null;
    const record = this.#length <= MAX_RECORD ? Buffer.concat(this.#parts) : null;
    this.#parts = [];
    return record;
  }
}
