import assert from 'node:assert/strict';
import { readDecimal } from '../../../src/logs/decimal.ts';

/** Texts in front of and behind a number do not matter. */
function read(text: string): number {
  return readDecimal(Buffer.from(`7${text}e`), 1, 1 + text.length);
}

describe('decimal numbers in bytes', () => {
  const numbers = [
    '0',
    '-0',
    '0.0',
    '7',
    '+2',
    '.5',
    '5.',
    '-1.5e-3',
    '1.500000E-05',
    '1e22',
    '0.000001',
    '123456789012345',
  ];
  for (const text of numbers)
    it(`are read as ${text}`, () => assert.ok(Object.is(read(text), Number(text)))); // prettier-ignore

  for (const text of ['', '-', '.', 'e5', '1e', '1e-', '1e+x', '1.2.3', 'nan', '0x10', '1 2', '1e9999', '12345678901234567890'])
    it(`are left to others as "${text}"`, () => assert.ok(Number.isNaN(read(text)))); // prettier-ignore

  it('are the same doubles that Number gives, with any number of digits', () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    let readable = 0;
    for (let round = 0; round < 100_000; round++) {
      const value = (random() + random() / 2 ** 31) * 10 ** Math.floor(random() * 12 - 8);
      const text = round % 2 === 0 ? String(value) : value.toPrecision(1 + Math.floor(random() * 19));
      const found = read(text);
      if (Number.isNaN(found)) continue;
      readable++;
      assert.equal(found, Number(text), text);
    }
    assert.ok(readable > 80_000, `${readable}`);
  });

  it('are rounded as Number does it where they lie halfway between two doubles', () => {
    for (let exponent = 0; exponent < 9; exponent++) {
      const halfway = (2 ** 53 + 1).toString().replace(/.$/, '3');
      for (const digits of [halfway, '9007199254740993', '9007199254740995', '18014398509481990']) {
        const text = `${digits}0e-${exponent + 1}`;
        const found = read(text);
        if (!Number.isNaN(found)) assert.equal(found, Number(text), text);
      }
    }
  });
});
