import assert from 'node:assert/strict';
import { withoutZeros } from '../../bench/engine/dataset.ts';
import { alternate } from '../../bench/engine/rounds.ts';
import { imagesPerSecond } from '../../bench/engine/trainer.ts';
import { smallWorkload, trainingFlops, withChannels } from '../../bench/engine/workload.ts';

describe('the benchmark workloads', () => {
  it('count the operations of a step: three products in each layer, two in the first, two for each multiply-add', () => {
    const dense = { input: [4, 4, 1], blocks: [], hidden: [5], outputs: 3, loss: 'cross-entropy' } as const;
    assert.equal(trainingFlops(dense), 2 * (2 * 16 * 5 + 3 * 5 * 3));
    const convolution = {
      input: [6, 6, 1],
      blocks: [{ channels: 4, kernel: 3, same: false, pool: 2 }],
      hidden: [],
      outputs: 2,
      loss: 'cross-entropy',
    } as const;
    assert.equal(trainingFlops(convolution), 2 * (2 * (4 * 4 * 4 * 9) + 3 * (2 * 2 * 4 * 2)));
  });

  it('have twice as many channels in each block', () => {
    assert.deepEqual(
      withChannels(smallWorkload('mnist'), 4).network.blocks.map(({ channels }) => channels),
      [4, 8],
    );
  });

  it('weight epochs by their duration', () => {
    assert.equal(
      imagesPerSecond([
        { images: 100, seconds: 1 },
        { images: 100, seconds: 3 },
      ]),
      50,
    );
  });

  it('replace zero pixels, but no others and not the header', () => {
    assert.deepEqual([...withoutZeros(Uint8Array.of(0, 8, 0, 1, 0, 255), 2)], [0, 8, 1, 1, 1, 255]);
  });

  it('alternate between contestants, in reverse every other round', async () => {
    const turns: string[] = [];
    const take = (name: string) => async () => turns.push(name);
    const results = await alternate(3, { a: take('a'), b: take('b') }, () => undefined);
    assert.equal(turns.join(''), 'abbaab');
    assert.deepEqual(results, { a: [1, 4, 5], b: [2, 3, 6] });
  });
});
