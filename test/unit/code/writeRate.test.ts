import assert from 'node:assert/strict';
import { writeExactRate, writeRate } from '../../../src/code/writeRate.ts';

describe('a rate in the manner of the number that it replaces', () => {
  const ROWS: ReadonlyArray<readonly [rate: number, like: string, written: string]> = [
    [0.003, '0.1', '0.003'],
    [0.003, '1e-1', '3e-3'],
    [0.003, '1E-1', '3E-3'],
    [0.003, '1e-01', '3e-03'],
    [0.003, '1.0e-1', '3.0e-3'],
    [0.003, '1.e-1', '3.e-3'],
    [0.0025, '1e-1', '2.5e-3'],
    [0.003, '.1', '.003'],
    [0.01, '10**-1', '10**-2'],
    [0.01, '10 ** -1', '10 ** -2'],
    [0.003, '10**-1', '0.003'],
    [0.003, '1 / 10', '0.003'],
    [0.00003, '0.1', '3e-5'],
    [0.0003, '0.1', '0.0003'],
    [0.0031623, '0.1', '0.0032'],
    [3, '100', '3'],
    [3, '0.1', '3.0'],
    [1, '.5', '1.0'],
    [0.3, '10', '0.3'],
    [1, '10**-1', '1.0'],
    [10, '10 ** -1', '10.0'],
    [3, '1 / 10', '3.0'],
    [30, '1_000', '30'],
    [30, '1e-3', '3e1'],
  ];

  for (const [rate, like, written] of ROWS)
    it(`writes ${rate} like ${like} as ${written}`, () => assert.equal(writeRate(rate, like), written));

  it('keeps all digits where the number has to be that rate', () => {
    assert.equal(writeExactRate(0.0031623, '0.1'), '0.0031623');
    assert.equal(writeExactRate(0.0031623, '1e-1'), '3.1623e-3');
  });

  it('keeps a number in YAML that PyYAML would take for text without its dot or sign', () => {
    assert.equal(writeRate(0.00003, '0.1', true), '3.0e-5');
    assert.equal(writeRate(0.003, '1.0e-1', true), '3.0e-3');
    assert.equal(writeRate(30, '1.0e-3', true), '3.0e+1');
  });
});
