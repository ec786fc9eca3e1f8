import { maskedCrc32c } from './crc32c.ts';

/** Length and its checksum before the data of a record, and a checksum after it. */
const HEADER = 12;
const FOOTER = 4;
/** Bytes; a longer record holds no numbers, and its length is probably damaged. */
const MAX_RECORD = 256 * 1024 * 1024;

/** Whether bytes begin with a record: its length has the right checksum. */
export function beginsRecord(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER && viewOf(bytes).getUint32(8, true) === maskedCrc32c(bytes, 0, 8);
}

/**
 * Cuts an event file into records, as TensorFlow's record writer frames them: 8 bytes length, 4 bytes checksum of these, the data, 4 bytes
 * checksum of the data.
 */
export class EventRecords {
  #rest: Uint8Array = new Uint8Array(0);
  #bad = 0;
  /** After a damaged length nobody knows where the next record begins. */
  #isLost = false;

  /** How many records were damaged; all after a damaged length count as one. */
  get bad(): number {
    return this.#bad;
  }

  /**
   * Gives the data of each record that is complete with these bytes to a function: those from `from` to before `to`. They are valid until
   * it returns.
   */
  push(bytes: Uint8Array, onRecord: (bytes: Uint8Array, view: DataView, from: number, to: number) => void): void {
    if (this.#isLost) return;
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const view = viewOf(all);
    let at = 0;
    while (all.length - at >= HEADER) {
      const length = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
      if (view.getUint32(at + 8, true) !== maskedCrc32c(all, at, at + 8) || length > MAX_RECORD) {
        this.#bad++;
        this.#isLost = true;
        this.#rest = new Uint8Array(0);
        return;
      }
      const end = at + HEADER + length;
      if (end + FOOTER > all.length) break;
      if (view.getUint32(end, true) === maskedCrc32c(all, at + HEADER, end)) onRecord(all, view, at + HEADER, end);
      else this.#bad++;
      at = end + FOOTER;
    }
    this.#rest = all.slice(at);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
