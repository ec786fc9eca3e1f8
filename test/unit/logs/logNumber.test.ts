import assert from 'node:assert/strict';
import { readNumber } from '../../../src/logs/logNumber.ts';

describe('numbers of logs', () => {
  const cases: [text: unknown, expected: number | null | undefined][] = [
    ['0.5', 0.5],
    [' 1e-3 ', 1e-3],
    ['1.500000E-05', 1.5e-5],
    ['.5', 0.5],
    ['+2', 2],
    [7, 7],
    ['nan', NaN],
    ['NaN', NaN],
    ['-nan', NaN],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['98.5%', 0.985],
    ['[0.001]', 0.001],
    ['[0.001, 0.01]', 0.001],
    ["tensor(0.91, device='cuda:0')", 0.91],
    ['tensor(nan)', NaN],
    ['', undefined],
    ['NA', undefined],
    ['None', undefined],
    ['-', undefined],
    [null, undefined],
    [undefined, undefined],
    ['abc', null],
    ['1/10', null],
    ['0x10', null],
    ['1\n2', null],
    ['1\u20282', null],
    ['0,5', null],
    [true, null],
    [{}, null],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => assert.equal(readNumber(text), expected));
  }

  it('reads a decimal comma where it is asked to', () => {
    assert.equal(readNumber('0,5', true), 0.5);
    assert.equal(readNumber('1,5e-3', true), 1.5e-3);
    assert.equal(readNumber('1,2,3', true), null);
  });
});
