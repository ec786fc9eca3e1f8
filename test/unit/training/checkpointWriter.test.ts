import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../../src/training/checkpoint.ts';
import { CheckpointWriter } from '../../../src/training/checkpointWriter.ts';
import type { TrainingState } from '../../../src/training/trainingState.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { smallSpec } from '../../support/runs.ts';

const ORIGIN = { spec: smallSpec(), engine: 'wasm simd' };
const STATE: TrainingState = {
  step: 1,
  epoch: 1,
  trained: 64,
  lossSum: 1,
  seconds: 1,
  epochs: [],
  schedule: null,
  divergence: null,
  random: [],
  order: new Uint32Array(),
  engine: { steps: 1, weights: [], moments: [] },
};

describe('CheckpointWriter', () => {
  const newFolder = temporaryFolders();

  it('is due five seconds after it was created and after each checkpoint', async () => {
    const before = performance.now();
    const writer = new CheckpointWriter(path.join(newFolder(), 'checkpoint.bin'), ORIGIN);
    assert.equal(writer.isDue(before + 4_999), false);
    assert.equal(writer.isDue(performance.now() + 5_000), true);
    const written = performance.now();
    await writer.write(STATE);
    assert.equal(writer.isDue(written + 4_999), false);
  });

  it('writes each step once', async () => {
    const file = path.join(newFolder(), 'checkpoint.bin');
    const writer = new CheckpointWriter(file, ORIGIN);
    assert.equal(await writer.write(STATE), true);
    rmSync(file);
    assert.equal(await writer.write(STATE), false);
    assert.equal(await readCheckpoint(file, ORIGIN), null);
    assert.equal(await writer.write({ ...STATE, step: 2 }), true);
    assert.equal((await readCheckpoint(file, ORIGIN))!.step, 2);
  });

  it('waits before the next checkpoint if one cannot be written', async () => {
    const writer = new CheckpointWriter(path.join(newFolder(), 'missing', 'checkpoint.bin'), ORIGIN);
    const started = performance.now();
    await assert.rejects(writer.write(STATE), /ENOENT/);
    assert.equal(writer.isDue(started + 4_999), false);
  });
});
