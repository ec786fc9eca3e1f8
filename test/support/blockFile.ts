import { crc32 } from 'node:zlib';

/** Writes records into blocks, as LevelDB's log has them, with the plain CRC-32 of W&B and SwanLab. */
export class BlockFile {
  #bytes: Buffer;

  /** @param header the first bytes of the file */
  constructor(header: readonly number[]) {
    this.#bytes = Buffer.from(header);
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  add(record: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, ...blocksOf(record, this.#bytes.length)]);
  }
}

/**
 * A record in chunks that end where blocks of 32 KiB do.
 * @param position of the record in its file, in bytes
 */
export function blocksOf(record: Uint8Array, position: number): Buffer[] {
  const parts: Buffer[] = [];
  let data = Buffer.from(record);
  for (let isFirst = true, at = position; ; isFirst = false) {
    const left = 32768 - (at % 32768);
    if (left < 7) {
      parts.push(Buffer.alloc(left));
      at += left;
    }
    const part = data.subarray(0, (left < 7 ? 32768 : left) - 7);
    data = data.subarray(part.length);
    const type = isFirst ? (data.length === 0 ? 1 : 2) : data.length === 0 ? 4 : 3;
    const header = Buffer.alloc(7);
    header.writeUInt32LE(crc32(Buffer.concat([Buffer.from([type]), part])));
    header.writeUInt16LE(part.length, 4);
    header[6] = type;
    parts.push(header, part);
    at += 7 + part.length;
    if (data.length === 0) return parts;
  }
}
