import assert from 'node:assert/strict';
import { formatRate } from '../../../src/domain/rate.ts';

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
