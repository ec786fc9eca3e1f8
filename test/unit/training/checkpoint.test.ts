import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
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

describe('a checkpoint', () => {
  const newFolder = temporaryFolders();

  async function written(state = STATE): Promise<string> {
    const file = path.join(newFolder(), 'checkpoint.bin');
    await writeCheckpoint(file, ORIGIN, state);
    return file;
  }

  it('gives back what was written, to the bit', async () => {
    assert.deepEqual(await readCheckpoint(await written(), ORIGIN), STATE);
  });

  it('takes tensors that are a part of a larger buffer', async () => {
    const weights = [Float32Array.of(9, 1, 2, 9).subarray(1, 3), new Float32Array(0)];
    const state = await readCheckpoint(await written({ ...STATE, engine: { ...STATE.engine, weights } }), ORIGIN);
    assert.deepEqual(state!.engine.weights, [Float32Array.of(1, 2), new Float32Array(0)]);
  });

  it('is replaced by the next one, with nothing left beside it', async () => {
    const file = await written();
    await writeCheckpoint(file, ORIGIN, { ...STATE, step: 8 });
    assert.equal((await readCheckpoint(file, ORIGIN))!.step, 8);
    assert.deepEqual(readdirSync(path.dirname(file)), ['checkpoint.bin']);
  });

  it('is null where there is none', async () => {
    assert.equal(await readCheckpoint(path.join(newFolder(), 'checkpoint.bin'), ORIGIN), null);
  });

  it('is refused when it is torn, wherever', async () => {
    const whole = readFileSync(await written()).length;
    for (const length of [10, 40, 100, whole - 1]) {
      const file = await written();
      truncateSync(file, length);
      await assert.rejects(readCheckpoint(file, ORIGIN), {
        name: 'CheckpointError',
        message: `The checkpoint ${file} is damaged.`,
      });
    }
  });

  it('is refused when a bit of it has changed', async () => {
    const file = await written();
    const bytes = readFileSync(file);
    bytes[bytes.length - 3] ^= 1;
    writeFileSync(file, bytes);
    await assert.rejects(readCheckpoint(file, ORIGIN), /is damaged/);
  });

  it('is refused when it is another file, or of a newer format', async () => {
    const file = await written();
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(2, 8);
    writeFileSync(file, bytes);
    await assert.rejects(readCheckpoint(file, ORIGIN), {
      name: 'CheckpointError',
      message: /written by a newer Goldilocks \(format 2, this one reads 1\)/,
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

  it('is refused by a run of other settings or another build of the engine', async () => {
    const file = await written();
    await assert.rejects(readCheckpoint(file, { ...ORIGIN, spec: smallSpec({ seed: 2 }) }), {
      name: 'CheckpointError',
      message: /is of a run with other settings/,
    });
    await assert.rejects(readCheckpoint(file, { ...ORIGIN, engine: 'wasm relaxed' }), {
      name: 'CheckpointError',
      message: /of the engine "wasm simd".*those of "wasm relaxed"/,
    });
  });

  it('fits the spec again after that was read from experiment.json', async () => {
    const spec = JSON.parse(JSON.stringify(ORIGIN.spec, null, 1)) as CheckpointOrigin['spec'];
    assert.equal((await readCheckpoint(await written(), { ...ORIGIN, spec }))!.step, 7);
  });
});
