import assert from 'node:assert/strict';
import { parseRates } from '../../../src/domain/rateList.ts';

describe('parseRates', () => {
  const accepted: [string, number[]][] = [
    ['0.1,0.01', [0.1, 0.01]],
    ['0.1 0.01', [0.1, 0.01]],
    [' 0.1, 0.01 ; 1e-4 ', [0.1, 0.01, 1e-4]],
    ['.5', [0.5]],
    ['3', [3]],
    ['1e-4..1e-1x4', [1e-4, 1e-3, 1e-2, 1e-1]],
    ['1e-4 .. 1e-1 x 4', [1e-4, 1e-3, 1e-2, 1e-1]],
    ['1e-1..1e-4x4', [1e-1, 1e-2, 1e-3, 1e-4]],
    ['0.001..0.1X3', [0.001, 0.01, 0.1]],
    ['[0.1, 0.01]', [0.1, 0.01]],
    ['( 0.1, 0.01, )', [0.1, 0.01]],
    ['1e38', [1e38]],
  ];
  for (const [text, rates] of accepted) {
    it(`reads "${text}"`, () => assert.deepEqual(parseRates(text), rates));
  }

  it('spaces a range evenly on a log scale, with both ends', () => {
    assert.deepEqual(parseRates('1e-4..1e-1x7'), [1e-4, 0.0003162, 1e-3, 0.003162, 1e-2, 0.03162, 1e-1]);
  });

  const refused: [string, RegExp][] = [
    ['', /No learning rate given/],
    ['0,001', /write 0\.001; commas separate rates/],
    ['0,1', /write 0\.1; commas separate rates/],
    ['0,1 0,01', /write 0\.1; commas separate rates/],
    ['fast', /"fast" is not a learning rate/],
    ['0', /"0" is not a learning rate/],
    ['-0.1', /"-0\.1" is not a learning rate/],
    ['1e999', /"1e999" is not a learning rate/],
    ['NaN', /"NaN" is not a learning rate/],
    ['0x10', /"0x10" is not a learning rate/],
    ['0.1,0.1', /0\.1 is given twice/],
    ['1e-4..1e-1', /is not a range/],
    ['1e-4...1e-1 x 3', /too many dots/],
    ['[0.1, 0.01', /"\[0\.1" is not a learning rate/],
    ['1e99', /1e99 does not fit into a 32-bit number/],
    ['1e-4..1e99x3', /1e99 does not fit/],
    ['1e-50', /1e-50 does not fit/],
    ['[]', /No learning rate given/],
    ['1e-4..1e-1x1', /2 to 100 rates, not 1/],
    ['1e-4..1e-1x101', /2 to 100 rates, not 101/],
    ['1e-4..1e-4x3', /starts and ends at 1e-4/],
    ['0.1..x3', /is not a range/],
    ['0.1..fast x 3', /"fast" is not a learning rate/],
    ['1..1.0001x9', /9 rates do not fit/],
  ];
  for (const [text, message] of refused) {
    it(`refuses "${text}" with a sentence`, () =>
      assert.throws(() => parseRates(text), { name: 'RangeError', message }));
  }
});
