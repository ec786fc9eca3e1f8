import assert from 'node:assert/strict';
import path from 'node:path';
import { trainingSeconds } from '../../../../src/app/agents/trainingCost.ts';

const HOST = { datasetFolder: () => null, mnistFolder: path.resolve(__dirname, '../../../../media/mnist') };
const SWEEP = { rates: '0.1,0.01', epochs: 2 };

describe('what a call of a training tool costs', () => {
  const sweep = (input: object, workers = 1) =>
    trainingSeconds('goldilocks_run_sweep', { ...SWEEP, ...input }, HOST, workers);
  const find = (input: object) => trainingSeconds('goldilocks_find_rate', { ...input }, HOST, 1);

  it('grows with rates and epochs, and falls with runs at the same time', async () => {
    const once = await sweep({});
    assert.ok(once > 0);
    for (const [more, times] of [
      [await sweep({ epochs: 4 }), 2],
      [await sweep({ rates: '0.1,0.01,0.001,0.0001' }), 2],
      [await sweep({}, 2), 1 / 2],
    ])
      assert.ok(Math.abs(more / once - times) < 1e-9, `${more / once} times`);
  });

  it('has the confirmation in it, unless that is not asked for', async () => {
    const [with3, without] = [await find({}), await find({ confirm: false })];
    assert.ok(without > 0 && with3 > without, `${with3} s, without ${without} s`);
  });

  it('is refused for arguments that the tool refuses, which are named', async () => {
    await assert.rejects(sweep({ epochs: 0 }), /^RangeError: epochs: /);
    await assert.rejects(find({ from: -1 }), /^RangeError: from: /);
  });
});
