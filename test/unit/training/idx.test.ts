import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DatasetError, readIdxHeader, readIdxItems } from '../../../src/training/idx.ts';

/** Three images of 2 x 2 pixels, the bytes 1 to 12. */
const IMAGES = Buffer.from([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const HEADER_BYTES = 16;

describe('IDX files', () => {
  let folder: string;
  const write = async (name: string, bytes: Uint8Array): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks idx '));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const [name, pack] of [
    ['images', (bytes: Buffer) => bytes],
    ['images.gz', gzipSync],
  ] as const) {
    it(`reads the first items of ${name}`, async () => {
      const header = await readIdxHeader(await write(name, pack(IMAGES)), 'images', [3, 4]);
      assert.deepEqual(header.dimensions, [3, 2, 2]);
      for (const count of [0, 1, 2, 3]) {
        const into = new Uint8Array(count * 4);
        await readIdxItems(header, count, into);
        assert.deepEqual(
          [...into],
          Array.from({ length: count * 4 }, (_, index) => index + 1),
        );
      }
    });

    it(`reads single items of ${name}`, async () => {
      const header = await readIdxHeader(await write(name, pack(IMAGES)), 'images', [3]);
      for (const indices of [[], [0], [1], [0, 2], [0, 1, 2]]) {
        const into = new Uint8Array(indices.length * 4);
        await readIdxItems(header, indices, into);
        assert.deepEqual(
          [...into],
          indices.flatMap((index) => [...IMAGES.subarray(HEADER_BYTES + 4 * index, HEADER_BYTES + 4 * index + 4)]),
        );
      }
    });

    it(`stops reading ${name} if the signal aborts`, async () => {
      const header = await readIdxHeader(await write(name, pack(IMAGES)), 'images', [3]);
      const reason = new Error('enough');
      await assert.rejects(
        readIdxItems(header, 3, new Uint8Array(12), AbortSignal.abort(reason)),
        (error) => error === reason,
      );
    });
  }

  const damaged: [what: string, name: string, bytes: Uint8Array, message: RegExp][] = [
    [
      'an empty file',
      'images',
      Buffer.alloc(0),
      /images is truncated: an IDX header of images is longer than the 0 bytes/,
    ],
    ['a header cut off', 'images', IMAGES.subarray(0, 10), /longer than the 10 bytes/],
    ['a packed header cut off', 'images.gz', gzipSync(IMAGES.subarray(0, 10)), /longer than the 10 bytes/],
    [
      'another magic number',
      'images',
      Buffer.from([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]),
      /should start with 0x00000803 or 0x00000804, but starts with 0x00000801/,
    ],
    ['floats instead of bytes', 'images', Buffer.from([0, 0, 13, 3, 0, 0, 0, 0]), /starts with 0x00000d03/],
    ['data cut off', 'images', IMAGES.subarray(0, -1), /its header says 3 images of 2 x 2 = 12 bytes, but it holds 11/],
    [
      'a header that lies',
      'images',
      Buffer.concat([Buffer.from([0, 0, 8, 3, 255, 255, 255, 255]), IMAGES.subarray(8)]),
      /4294967295 images of 2 x 2 = 17179869180 bytes, but it holds 12/,
    ],
    [
      'no gzip data',
      'images.gz',
      IMAGES,
      /images\.gz is damaged: it should be gzip data, but .*"incorrect header check"/,
    ],
  ];
  for (const [what, name, bytes, message] of damaged) {
    it(`refuses ${what} when reading the header`, async () => {
      const file = await write(name, bytes);
      await assert.rejects(readIdxHeader(file, 'images', [3, 4]), isDatasetError(file, message));
    });
  }

  const packed = gzipSync(IMAGES);
  const torn: [what: string, bytes: Uint8Array, message: RegExp][] = [
    [
      'packed data with less than the header says',
      gzipSync(IMAGES.subarray(0, -1)),
      /is truncated: .* = 12 bytes, but it unpacks to 11/,
    ],
    [
      'gzip data cut off',
      packed.subarray(0, -12),
      /is truncated: .* = 12 bytes, but its \d+ bytes of gzip data end before that/,
    ],
    ['a gzip checksum cut off', packed.subarray(0, -1), /is truncated/],
    ['a wrong gzip checksum', flip(packed, packed.length - 8), /is damaged: .*"incorrect data check"/],
  ];
  for (const [what, bytes, message] of torn) {
    it(`refuses ${what} when reading all items`, async () => {
      const file = await write('images.gz', bytes);
      const header = { path: file, items: 'images' as const, dimensions: [3, 2, 2], stamp: '' };
      await assert.rejects(readIdxItems(header, 3, new Uint8Array(12)), isDatasetError(file, message));
    });
  }

  it('stops unpacking after the items that the header names', async () => {
    const bomb = gzipSync(Buffer.concat([IMAGES, Buffer.alloc(1 << 22)]));
    const file = await write('images.gz', flip(bomb, bomb.length - 8));
    const into = new Uint8Array(12);
    await readIdxItems(await readIdxHeader(file, 'images', [3]), 3, into);
    assert.deepEqual(into, new Uint8Array(IMAGES.subarray(HEADER_BYTES)));
  });

  it('refuses a missing file, with the reason of the system', async () => {
    const file = path.join(folder, 'nothing');
    await assert.rejects(readIdxHeader(file, 'images', [3]), isDatasetError(file, /cannot be read: ENOENT/));
  });

  it('refuses a buffer whose size is not that of the items', async () => {
    const header = await readIdxHeader(await write('images', IMAGES), 'images', [3]);
    for (const size of [7, 9]) await assert.rejects(readIdxItems(header, 2, new Uint8Array(size)), RangeError);
  });

  it('separates the header from the items in chunks of any size', async () => {
    const long = Buffer.alloc(300_000, 7);
    const bytes = Buffer.concat([IMAGES.subarray(0, HEADER_BYTES), long]);
    bytes.writeUInt32BE(75_000, 4);
    const header = await readIdxHeader(await write('images', bytes), 'images', [3]);
    const into = new Uint8Array(299_996);
    await readIdxItems(header, 74_999, into);
    assert.ok(into.every((byte) => byte === 7));
  });
});

function flip(bytes: Buffer, index: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[index] ^= 255;
  return flipped;
}

/** A DatasetError whose sentence names the file and contains this. */
function isDatasetError(file: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof DatasetError, String(error));
    assert.match(error.message, message);
    assert.ok(error.message.startsWith(file), error.message);
    assert.match(error.message, /^[^\n]*\.$/);
    return true;
  };
}
