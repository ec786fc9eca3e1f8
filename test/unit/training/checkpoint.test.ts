import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint, writeCheckpoint } from '../../../src/training/checkpoint.ts';
import type { CheckpointOrigin } from '../../../src/training/checkpoint.ts';
import type { TrainingState } from '../../../src/training/trainingState.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { smallSpec } from '../../support/runs.ts';

const ORIGIN: CheckpointOrigin = { spec: smallSpec(), engine: 'wasm simd' };
const STATE: TrainingState = {
  step: 7,
  epoch: 2,
  trained: 192,
  lossSum: 0.1 + 0.2,
  seconds: 1 / 3,
  epochs: [{ epoch: 1, step: 4, loss: 1 / 7, accuracy: 0.25, validationLoss: Infinity, seconds: 0.5, images: 256 }],
  schedule: null,
  divergence: { count: 7, average: 0.1, best: 0.7 },
  random: [3, -5, 2 ** 31 - 1],
  order: Uint32Array.of(2, 0, 1, 2 ** 32 - 1),
  engine: {
    steps: 7,
    weights: [Float32Array.of(0.1, -0, 1e-45), Float32Array.of(3.4e38)],
    moments: [
      [Float32Array.of(1, NaN, 3), Float32Array.of(-Infinity)],
      [Float32Array.of(4, 5, 6), Float32Array.of(7)],
    ],
  },
};

/** Bytes of "GLDLOCKS", and of everything before the header: checksum, version and the header's length. */
const [MAGIC_BYTES, FIXED_BYTES] = [8, 48];

/** The bytes of a checkpoint with the checksum that belongs to them. */
function withChecksum(bytes: Buffer): Buffer {
  createHash('sha256').update(bytes.subarray(40)).digest().copy(bytes, MAGIC_BYTES);
  return bytes;
}

describe('a checkpoint', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  async function written(state = STATE): Promise<string> {
    const file = path.join(newFolder(), 'checkpoint.bin');
    await writeCheckpoint(file, ORIGIN, state);
    return file;
  }

  it('is read as it was written, to the bit', async () => {
    assert.deepEqual(await readCheckpoint(await written(), ORIGIN), STATE);
  });

  it('stores tensors that are a part of a larger buffer', async () => {
    const weights = [Float32Array.of(9, 1, 2, 9).subarray(1, 3), new Float32Array(0)];
    const state = await readCheckpoint(await written({ ...STATE, engine: { ...STATE.engine, weights } }), ORIGIN);
    assert.deepEqual(state!.engine.weights, [Float32Array.of(1, 2), new Float32Array(0)]);
  });

  it('is replaced by the next one, with no other file beside it', async () => {
    const file = await written();
    await writeCheckpoint(file, ORIGIN, { ...STATE, step: 8 });
    assert.equal((await readCheckpoint(file, ORIGIN))!.step, 8);
    assert.deepEqual(readdirSync(path.dirname(file)), ['checkpoint.bin']);
  });

  it('is null if the file does not exist', async () => {
    assert.equal(await readCheckpoint(path.join(newFolder(), 'checkpoint.bin'), ORIGIN), null);
  });

  it('is refused with a sentence, whichever bit of it has changed', async () => {
    const file = await written();
    const whole = readFileSync(file);
    for (let byte = 0; byte < whole.length; byte++) {
      const bits = byte < FIXED_BYTES ? [0, 1, 2, 3, 4, 5, 6, 7] : [byte % 8];
      for (const bit of bits) {
        const bytes = Buffer.from(whole);
        bytes[byte] ^= 1 << bit;
        writeFileSync(file, bytes);
        await assert.rejects(readCheckpoint(file, ORIGIN), {
          name: 'CheckpointError',
          message: byte < MAGIC_BYTES ? `${file} is no checkpoint.` : `The checkpoint ${file} is damaged.`,
        });
      }
    }
  });

  it('is refused with a sentence, wherever it is cut off, and with anything after its end', async () => {
    const file = await written();
    const whole = readFileSync(file);
    const damaged = [
      ...Array.from({ length: whole.length }, (_, length) => whole.subarray(0, length)),
      Buffer.concat([whole, Buffer.alloc(4)]),
    ];
    for (const bytes of damaged) {
      writeFileSync(file, bytes);
      await assert.rejects(readCheckpoint(file, ORIGIN), {
        name: 'CheckpointError',
        message: bytes.length < MAGIC_BYTES ? `${file} is no checkpoint.` : `The checkpoint ${file} is damaged.`,
      });
    }
  });

  it('is refused if its header makes no sense, although its checksum is right', async () => {
    const file = await written();
    const whole = readFileSync(file);
    const headerLength = whole.readUInt32LE(44);
    const header = whole.toString('utf8', FIXED_BYTES, FIXED_BYTES + headerLength);
    const withHeader = (text: string): Buffer => {
      const bytes = Buffer.from(whole);
      bytes.write(text.padEnd(headerLength), FIXED_BYTES);
      return bytes;
    };
    const replaced = (from: string, to: string): Buffer => {
      assert.ok(header.includes(from), from);
      return withHeader(header.replace(from, to));
    };
    const beyondTheEnd = Buffer.from(whole);
    beyondTheEnd.writeUInt32LE(whole.length, 44);
    for (const bytes of [
      beyondTheEnd,
      withHeader('no JSON'),
      withHeader('null'),
      withHeader('{}'),
      replaced('"order":4', '"order":5'),
      replaced('"order":4', '"order":0.5'),
      replaced('"order":4', '"order":-4'),
      replaced('"order":4', '"order":4e9'),
      replaced('"order":4', '"order":""'),
      replaced('"weights":[3,1]', '"weights":31'),
      replaced('"moments":[[3,1],[3,1]]', '"moments":[3,1,3,1,1]'),
    ]) {
      writeFileSync(file, withChecksum(bytes));
      await assert.rejects(readCheckpoint(file, ORIGIN), {
        name: 'CheckpointError',
        message: `The checkpoint ${file} is damaged.`,
      });
    }
  });

  it('is refused if it has another format, or is another file', async () => {
    const file = await written();
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(99, 40);
    writeFileSync(file, withChecksum(bytes));
    await assert.rejects(readCheckpoint(file, ORIGIN), {
      name: 'CheckpointError',
      message: /has format 99, but this version of Goldilocks reads format \d+\.$/,
    });
    writeFileSync(file, 'my thesis');
    await assert.rejects(readCheckpoint(file, ORIGIN), {
      name: 'CheckpointError',
      message: `${file} is no checkpoint.`,
    });
    await assert.rejects(readCheckpoint(path.dirname(file), ORIGIN), {
      name: 'CheckpointError',
      message: /cannot be read: EISDIR/,
    });
  });

  it('is refused by a run with other settings or another build of the engine', async () => {
    const file = await written();
    await assert.rejects(readCheckpoint(file, { ...ORIGIN, spec: smallSpec({ seed: 2 }) }), {
      name: 'CheckpointError',
      message: /belongs to a run with other settings/,
    });
    await assert.rejects(readCheckpoint(file, { ...ORIGIN, engine: 'wasm relaxed' }), {
      name: 'CheckpointError',
      message: /was written by the engine "wasm simd"; "wasm relaxed" computes slightly different numbers/,
    });
  });

  it('still belongs to its spec after the spec was stored as JSON', async () => {
    const spec = JSON.parse(JSON.stringify(ORIGIN.spec, null, 1)) as CheckpointOrigin['spec'];
    assert.equal((await readCheckpoint(await written(), { ...ORIGIN, spec }))!.step, 7);
  });
});
