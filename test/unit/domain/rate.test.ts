import assert from 'node:assert/strict';
import { formatRate, summarizeRates } from '../../../src/domain/rate.ts';

describe('formatRate', () => {
  const cases: [number, string][] = [
    [0.01, '0.01'],
    [0.001, '0.001'],
    [0.0001, '1e-4'],
    [0.00025, '2.5e-4'],
    [1e-7, '1e-7'],
    [1, '1'],
    [30, '30'],
    [1000, '1e3'],
    [0.1 + 0.2, '0.3'],
    [0.0031622776, '0.003162'],
    [0, '0'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ];
  for (const [rate, text] of cases) {
    it(`writes ${rate} as ${text}`, () => assert.equal(formatRate(rate), text));
  }
});

describe('summarizeRates', () => {
  it('names a few rates, and of many how many and from where to where', () => {
    assert.equal(summarizeRates([0.1, 0.01, 0.0001]), '0.1, 0.01, 1e-4');
    assert.equal(summarizeRates([0.01, 0.1, 0.001, 0.0001]), '4 rates, 1e-4 to 0.1');
  });
});
