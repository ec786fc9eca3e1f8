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
    let data = Buffer.from(record);
    for (let isFirst = true; ; isFirst = false) {
      const left = 32768 - (this.#bytes.length % 32768);
      if (left < 7) this.#append(Buffer.alloc(left));
      const part = data.subarray(0, (left < 7 ? 32768 : left) - 7);
      data = data.subarray(part.length);
      const type = isFirst ? (data.length === 0 ? 1 : 2) : data.length === 0 ? 4 : 3;
      const header = Buffer.alloc(7);
      header.writeUInt32LE(crc32(Buffer.concat([Buffer.from([type]), part])));
      header.writeUInt16LE(part.length, 4);
      header[6] = type;
      this.#append(Buffer.concat([header, part]));
      if (data.length === 0) return;
    }
  }

  #append(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
  }
}
