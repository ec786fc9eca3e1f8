import assert from 'node:assert/strict';
import { DecimalReader } from '../../../src/logs/decimal.ts';

/** A number that is the whole of a text. Texts in front of and behind it do not matter. */
function read(text: string): number {
  const reader = new DecimalReader();
  const value = reader.read(Buffer.from(`7${text}e`), 1, 1 + text.length);
  return reader.end === 1 + text.length ? value : NaN;
}

describe('decimal numbers in bytes', () => {
  const numbers = ['0', '-0', '0.0', '7', '+2', '.5', '-1.5e-3', '1.500000E-05', '1e22', '0.000001', '123456789012345'];
  for (const text of numbers)
    it(`are read as ${text}`, () => assert.ok(Object.is(read(text), Number(text)))); // prettier-ignore

  for (const text of ['', '-', '.', '5.', 'e5', '1e', '1e-', '1e+x', '1.2.3', 'nan', '0x10', '1 2', '1e9999', '12345678901234567890'])
    it(`are left to others as "${text}"`, () => assert.ok(Number.isNaN(read(text)))); // prettier-ignore

  const beginnings = {
    '0.25,7': '0.25',
    '5.': '5',
    '5.e3': '5',
    '1.2.3': '1.2',
    '3e': '3',
    '3e-x': '3',
    '2e-5s': '2e-5',
    '-x': '',
    loss: '',
    '12345678901234567890 ': '12345678901234567890',
    '1e9999;': '1e9999',
  };
  for (const [text, number] of Object.entries(beginnings))
    it(`end behind "${number}" of "${text}"`, () => {
      const reader = new DecimalReader();
      reader.read(Buffer.from(text), 0, text.length);
      assert.equal(reader.end, number.length);
    });

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
