import * as l10n from '@vscode/l10n';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { formatChoice } from '../domain/format.ts';
import { garbageCollector } from './garbageCollector.ts';

/** A data set that cannot be read. The message says in one sentence which file, what was expected and what was found. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** What an IDX file holds. */
export type IdxItems = 'images' | 'labels';

const ITEM_TEXTS = { images: 'images', labels: 'labels' } as const satisfies Record<IdxItems, string>;

/** The header of an IDX file. The dimensions are those in the header; whether the file has as much data is checked when it is read. */
export interface IdxHeader {
  readonly path: string;
  readonly items: IdxItems;
  /** Number of items, followed by the dimensions of an item. */
  readonly dimensions: readonly number[];
  /** Changes when the file is replaced or modified. */
  readonly stamp: string;
}

/** An IDX file of unsigned bytes starts with this plus the number of dimensions. */
const MAGIC = 0x800;
/** Bytes of the magic number, and of each dimension after it. */
const WORD = 4;
/** Bytes that are read and decompressed at a time. It takes a millisecond, after which the event loop continues. */
const CHUNK = 1 << 18;
/** Bytes after which the used chunks are garbage collected; a large data set would otherwise take twice its size while it is read. */
const COLLECT_INTERVAL = 1 << 22;
/** Bytes at the start of a file that always contain its header, compressed or not. */
const HEADER_READ = 1 << 12;

/**
 * Reads the header of an IDX file of unsigned bytes, compressed with gzip if its name ends with .gz.
 * @param items what the file contains, for messages
 * @param ranks the numbers of dimensions that are accepted
 * @throws DatasetError if it is not such a file, or is not compressed and shorter than its header says
 */
export async function readIdxHeader(path: string, items: IdxItems, ranks: readonly number[]): Promise<IdxHeader> {
  const { start, size, stamp } = await readStart(path);
  const magics = ranks.map((rank) => MAGIC + rank);
  const magic = start.length < WORD ? null : start.readUInt32BE(0);
  if (magic !== null && !magics.includes(magic)) {
    throw new DatasetError(
      l10n.t(
        '{0} is no IDX file of {1}: it should start with {2}, but starts with {3}.',
        path,
        l10n.t(ITEM_TEXTS[items]),
        formatChoice(magics.map(hex)),
        hex(magic),
      ),
    );
  }
  const length = WORD * (1 + (magic ?? MAGIC) - MAGIC);
  if (magic === null || start.length < length) {
    throw new DatasetError(
      l10n.t(
        '{0} is truncated: an IDX header of {1} is longer than the {2} bytes that it holds.',
        path,
        l10n.t(ITEM_TEXTS[items]),
        start.length,
      ),
    );
  }
  const dimensions = Array.from({ length: magic - MAGIC }, (_, index) => start.readUInt32BE(WORD * (1 + index)));
  const header = { path, items, dimensions, stamp };
  const available = size - length;
  if (!isCompressed(path) && available < dataBytes(header)) throw truncated(header, l10n.t('it holds {0}', available));
  return header;
}

/**
 * Reads items of an IDX file as a stream. Stops after the last one, unless these are all items of a compressed file, whose checksum
 * is verified then. What follows all items is ignored, however long it unpacks to.
 * @param which how many of the first items, or the indices of the items, ascending
 * @param into receives the items, one after the other; its length must be their number times the bytes of one
 * @throws DatasetError if the file is truncated or damaged; the signal's reason if it aborts
 */
export async function readIdxItems(
  header: IdxHeader,
  which: number | readonly number[],
  into: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const [available, ...shape] = header.dimensions;
  const itemBytes = shape.reduce((product, length) => product * length, 1);
  const [count, end] = typeof which === 'number' ? [which, which] : [which.length, (which.at(-1) ?? -1) + 1];
  if (into.length !== count * itemBytes)
    throw new RangeError(`${count} ${header.items} need ${count * itemBytes} bytes of room, not ${into.length}.`);

  const wanted = end * itemBytes;
  const verifiesChecksum = end === available && isCompressed(header.path);
  const collect = wanted > COLLECT_INTERVAL ? garbageCollector() : null;
  const blocks = typeof which === 'number' ? new Blocks([0], into.length, into) : new Blocks(which, itemBytes, into);
  let position = -headerBytes(header);
  let collectedAt = 0;
  try {
    for await (const chunk of openBytes(header.path, signal)) {
      const skipped = Math.max(0, -position);
      blocks.copyFrom(chunk.subarray(skipped), position + skipped);
      position += chunk.length;
      if (position - collectedAt >= COLLECT_INTERVAL) {
        collect?.('minor');
        collectedAt = position;
      }
      if (position > wanted || (position === wanted && !verifiesChecksum)) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (isUnexpectedEnd(error))
      throw truncated(header, l10n.t('its {0} bytes of gzip data end before that', await sizeOf(header.path)));
    throw unreadable(header.path, error);
  }
  // The minor collections leave those chunks that survived several of them.
  collect?.('major');
  if (position < wanted) throw truncated(header, l10n.t('it unpacks to {0}', Math.max(0, position)));
}

/** Blocks of equal length that are picked out of a stream of bytes. */
class Blocks {
  /** The first block of which something is missing. */
  #next = 0;

  /**
   * @param indices where the blocks are in the stream, in blocks, ascending
   * @param length of a block in bytes
   * @param into receives the blocks, one after the other
   */
  constructor(
    private readonly indices: readonly number[],
    private readonly length: number,
    private readonly into: Uint8Array,
  ) {}

  /** @param position of the bytes in the stream; they follow those of the last call */
  copyFrom(bytes: Uint8Array, position: number): void {
    const { indices, length, into } = this;
    const end = position + bytes.length;
    for (; this.#next < indices.length; this.#next++) {
      const start = indices[this.#next] * length;
      const from = Math.max(start, position);
      const to = Math.min(start + length, end);
      if (from < to) into.set(bytes.subarray(from - position, to - position), this.#next * length + from - start);
      if (start + length > end) return;
    }
  }
}

/** The first bytes of a file, decompressed, and its stamp. */
async function readStart(path: string): Promise<{ start: Buffer; size: number; stamp: string }> {
  try {
    const file = await open(path);
    try {
      const { size, mtimeMs, ctimeMs, ino } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_READ), 0, HEADER_READ, 0);
      const bytes = buffer.subarray(0, bytesRead);
      const start =
        isCompressed(path) && bytesRead > 0 ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
      return { start, size, stamp: [path, size, mtimeMs, ctimeMs, ino].join(' ') };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The bytes of a file, decompressed. Ending the iteration closes the file. */
function openBytes(path: string, signal?: AbortSignal): AsyncIterable<Buffer> {
  const file: Readable = createReadStream(path, { signal, highWaterMark: CHUNK });
  // The callback has nothing to do, because the iteration throws errors of the file, too.
  return isCompressed(path) ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => undefined) : file;
}

function isCompressed(path: string): boolean {
  return path.endsWith('.gz');
}

async function sizeOf(path: string): Promise<number> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

function headerBytes({ dimensions }: IdxHeader): number {
  return WORD * (1 + dimensions.length);
}

function dataBytes({ dimensions }: IdxHeader): number {
  return dimensions.reduce((product, length) => product * length, 1);
}

function truncated(header: IdxHeader, found: string): DatasetError {
  const [count, ...shape] = header.dimensions;
  const items =
    header.items === 'labels'
      ? count === 1
        ? l10n.t('1 label')
        : l10n.t('{0} labels', count)
      : count === 1
        ? l10n.t('1 image of {0}', shape.join(' x '))
        : l10n.t('{0} images of {1}', count, shape.join(' x '));
  return new DatasetError(
    l10n.t('{0} is truncated: its header says {1} = {2} bytes, but {3}.', header.path, items, dataBytes(header), found),
  );
}

function isUnexpectedEnd(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
}

function unreadable(path: string, error: unknown): DatasetError {
  const { message, code = '' } = error as NodeJS.ErrnoException;
  if (code.startsWith('Z_'))
    return new DatasetError(
      l10n.t('{0} is damaged: it should be gzip data, but unpacking it fails with "{1}".', path, message),
    );
  return new DatasetError(l10n.t('{0} cannot be read: {1}.', path, message));
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
