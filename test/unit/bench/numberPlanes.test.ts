import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { joinNumbers, splitNumbers } from '../../bench/diagnosis/numberPlanes.ts';
import { readPacked } from '../../bench/diagnosis/packedJson.ts';
import { randomNumbers } from '../../support/engine.ts';

const TRUTH = path.join(import.meta.dirname, '../../bench/diagnosis/truth');

describe('packing numbers in planes', () => {
  const assertKept = (value: unknown): void => assert.deepEqual(joinNumbers(splitNumbers(value)), value);

  it('gives back what it was given, whatever the numbers', () => {
    const random = randomNumbers(1);
    for (let round = 0; round < 200; round++) {
      const size = 10 ** (round % 12);
      const losses = Array.from({ length: Math.floor(random() * 60) }, (): number | string => {
        if (random() < 0.05) return random() < 0.5 ? 'NaN' : '-Infinity';
        const value = (random() - 0.3) * size * (random() < 0.1 ? 1e9 : 1);
        return Number(value.toPrecision(1 + Math.floor(random() * 17)));
      });
      assertKept({ runs: [{ rate: 1e-5, logs: [{ loss: losses, norm: losses.slice(3) }] }], text: 'a\nb', none: null });
    }
    assertKept({ text: Array.from({ length: 40 }, () => 'Infinity'), tiny: Array.from({ length: 40 }, () => 1e-300) });
    assertKept([]);
  });

  it('takes up a tenth less at least than the digits', async () => {
    const file = path.join(TRUTH, readdirSync(TRUTH)[0]);
    const value = await readPacked(file);
    const planes = brotliCompressSync(splitNumbers(value)).length;
    const digits = brotliCompressSync(JSON.stringify(value)).length;
    assert.ok(planes < 0.9 * digits, `${planes} and ${digits} bytes`);
  });
});
