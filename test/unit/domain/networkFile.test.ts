import assert from 'node:assert/strict';
import { parseNetwork } from '../../../src/domain/networkFile.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';

const WHOLE = SLOW_FAST_FURIOUS.network;

describe('parseNetwork', () => {
  it('reads what a preset is made of', () => assert.deepEqual(parseNetwork(JSON.parse(JSON.stringify(WHOLE))), WHOLE));

  it('fills in what is usual: 3 x 3 kernels, pooling by 2, cross-entropy', () => {
    assert.deepEqual(parseNetwork({ input: [28, 28, 1], blocks: [{ channels: 8 }], outputs: 10 }), {
      input: [28, 28, 1],
      blocks: [{ channels: 8, kernel: 3, same: false, pool: 2 }],
      hidden: [],
      outputs: 10,
      loss: 'cross-entropy',
    });
  });

  const wrong: [string, unknown, RegExp][] = [
    ['a list', [], /must be a JSON object/],
    ['an unknown field', { ...WHOLE, layers: [] }, /unknown field "layers"; allowed are input/],
    ['an input of two numbers', { ...WHOLE, input: [28, 28] }, /\[height, width, channels\]/],
    [
      'a huge image',
      { ...WHOLE, input: [640, 28, 1] },
      /height in "input" must be a whole number from 1 to 64, not 640/,
    ],
    ['no outputs', { ...WHOLE, outputs: undefined }, /"outputs" must be a whole number from 2 to 100, not missing/],
    ['one output', { ...WHOLE, outputs: 1 }, /"outputs" must be a whole number from 2 to 100, not 1/],
    ['an unknown loss', { ...WHOLE, loss: 'hinge' }, /"loss" must be "cross-entropy" or "squared", not "hinge"/],
    [
      'text for channels',
      { ...WHOLE, blocks: [{ channels: '8' }] },
      /"channels" of block 1 must be a whole number from 1 to 1024, not "8"/,
    ],
    ['text for same', { ...WHOLE, blocks: [{ channels: 8, same: 'yes' }] }, /"same" of block 1 must be true or false/],
    ['images that vanish', { ...WHOLE, blocks: Array(5).fill({ channels: 8 }) }, /Block 4 .* too small/],
  ];
  for (const [what, value, message] of wrong) {
    it(`refuses ${what}`, () => assert.throws(() => parseNetwork(value), { name: 'RangeError', message }));
  }
});
