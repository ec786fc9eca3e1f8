import type { FileHandle } from 'node:fs/promises';

/** Bytes of the header of the file, and of that of a frame. */
const HEADER = 32;
const FRAME_HEADER = 24;
/** What the file begins with; the last bit says whether checksums are taken over big-endian words. */
const MAGIC = 0x377f0682;
/** Bytes that are read at once, about. */
const CHUNK = 1 << 20;

/** Where the newest committed pages are that have not been moved into the database yet. */
export interface WriteAheadLog {
  /** Tells whether the file has begun anew since. */
  readonly header: Uint8Array;
  /** Places of pages in the file, in bytes, by page number. */
  readonly pages: ReadonlyMap<number, number>;
}

/**
 * Reads the write-ahead log of a database (https://www.sqlite.org/fileformat.html, section 4): the frames up to the last commit
 * that have the salts and the checksums of the header. What comes after is not committed, or older than the header.
 */
export async function readWriteAheadLog(file: FileHandle, pageSize: number): Promise<WriteAheadLog> {
  const header = await readAt(file, 0, HEADER);
  const committed = new Map<number, number>();
  if (header.length < HEADER) return { header, pages: committed };
  const head = viewOf(header);
  const magic = head.getUint32(0);
  const isBigEndian = magic === MAGIC + 1;
  let sums = addTo([0, 0], header.subarray(0, 24), isBigEndian);
  const isWhole = sums[0] === head.getUint32(24) && sums[1] === head.getUint32(28);
  if ((magic & ~1) !== MAGIC || head.getUint32(8) !== pageSize || !isWhole) return { header, pages: committed };

  const frame = FRAME_HEADER + pageSize;
  const inChunk = Math.max(1, Math.floor(CHUNK / frame)) * frame;
  const pending = new Map<number, number>();
  for (let start = HEADER; ; start += inChunk) {
    const bytes = await readAt(file, start, inChunk);
    const view = viewOf(bytes);
    for (let at = 0; at + frame <= bytes.length; at += frame) {
      const hasSalts = view.getUint32(at + 8) === head.getUint32(16) && view.getUint32(at + 12) === head.getUint32(20);
      sums = addTo(sums, bytes.subarray(at, at + 8), isBigEndian);
      sums = addTo(sums, bytes.subarray(at + FRAME_HEADER, at + frame), isBigEndian);
      const isValid = hasSalts && sums[0] === view.getUint32(at + 16) && sums[1] === view.getUint32(at + 20);
      if (!isValid) return { header, pages: committed };
      pending.set(view.getUint32(at), start + at + FRAME_HEADER);
      const isCommit = view.getUint32(at + 4) > 0;
      if (!isCommit) continue;
      for (const [page, place] of pending) committed.set(page, place);
      pending.clear();
    }
    if (bytes.length < inChunk) return { header, pages: committed };
  }
}

/** The bytes at a place; fewer where the file ends. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The running checksum after more words of 32 bits; their number is even. */
function addTo([first, second]: readonly [number, number], bytes: Uint8Array, isBigEndian: boolean): [number, number] {
  const view = viewOf(bytes);
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + view.getUint32(at, !isBigEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, !isBigEndian) + a) >>> 0;
  }
  return [a, b];
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
