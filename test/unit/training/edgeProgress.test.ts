import assert from 'node:assert/strict';
import { engineConfig } from '../../../src/training/engines.ts';
import { train } from '../../../src/training/trainer.ts';
import { EdgeProgress } from '../../../src/training/edgeProgress.ts';
import { randomEngine } from '../../support/engine.ts';
import { smallSpec } from '../../support/runs.ts';

/** A tiny network; six steps. */
const SPEC = smallSpec({
  network: { input: [8, 8, 1], blocks: [], hidden: [6], outputs: 4, loss: 'cross-entropy' },
  optimizer: { name: 'sgd' },
  batchSize: 10,
  epochs: 2,
  dataset: { name: 'MNIST', folder: null, train: 30, test: 0 },
  edge: { points: 3, images: 10 },
});

describe('the progress of a measurement of the edge', () => {
  it('is told while each point is measured, and that the training goes on in between', async () => {
    const told: { readonly done: number; readonly activity: string | null }[] = [];
    await train(SPEC, randomEngine(engineConfig(SPEC), 1), {
      onSample: () => undefined,
      onEpochEnd: () => undefined,
      onBatchEnd: async () => undefined,
      onProgress: (done, activity) => told.push({ done, activity }),
    });
    assert.deepEqual(
      told.map(({ activity }) => activity).filter((activity, index, all) => activity !== all[index - 1]),
      [1, 2, 3].flatMap((point) => [`measuring point ${point} of 3`, null]),
    );
    assert.deepEqual(
      told.filter(({ activity }) => activity === null).map(({ done }) => done),
      [1 / 3, 2 / 3, 1],
    );
    assert.ok(
      told.every(({ done }, index) => index === 0 || done > told[index - 1].done || told[index - 1].activity === null),
      'it only grows',
    );
  });

  it('expects as many rounds as the point before took, and never has a point done before its end', () => {
    const progress = new EdgeProgress(2);
    for (let round = 0; round <= 9; round++) progress.at(0, round);
    assert.equal(progress.at(1, 0).done, 0.5);
    assert.equal(progress.at(1, 5).done, (1 + 5 / 11) / 2);
    assert.ok(progress.at(1, 1000).done < 1);
  });

  it('does not count a point as short because a continued training has not measured the ones before', () => {
    const progress = new EdgeProgress(3);
    progress.at(2, 0);
    assert.ok(progress.at(2, 1).done < 0.7);
  });
});
