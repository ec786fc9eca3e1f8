import assert from 'node:assert/strict';
import { groupId, variantId, variantsOf } from '../../../src/domain/variant.ts';
import type { LabelFormats, VariantValues } from '../../../src/domain/variant.ts';

const WRITE: LabelFormats = {
  rate: String,
  optimizer: (name) => name,
  schedule: (name) => name,
  batchSize: (size) => `batch ${size}`,
  transfer: (name) => name,
  engine: (name) => name,
};

describe('variantsOf', () => {
  const labels = (...values: VariantValues[]): string[] => variantsOf(values, WRITE).map(({ label }) => label);

  it('makes one variant of runs that differ in their seed only', () => {
    assert.equal(variantsOf([{ rate: 0.1 }, { rate: 0.01 }, { rate: 0.1 }], WRITE).length, 2);
  });

  it('sorts by ascending rate, and leaves those of one rate in their order', () => {
    assert.deepEqual(
      labels({ rate: 0.1, batchSize: 64 }, { rate: 0.1, batchSize: 16 }, { rate: 0.01, batchSize: 64 }),
      ['0.01 batch 64', '0.1 batch 64', '0.1 batch 16'],
    );
  });

  it('names what differs, and of a single variant its rate', () => {
    assert.deepEqual(labels({ rate: 0.1, batchSize: 16 }, { rate: 0.1, batchSize: 32 }), ['batch 16', 'batch 32']);
    assert.deepEqual(labels({ rate: 0.1, engine: 'wasm' }), ['0.1']);
  });

  it('tells apart batch sizes of one rate, which are no seeds of it', () => {
    const [first, second] = variantsOf(
      [
        { rate: 0.1, batchSize: 16 },
        { rate: 0.1, batchSize: 32 },
      ],
      WRITE,
    );
    assert.notEqual(first.id, second.id);
    assert.notEqual(groupId(first), groupId(second));
  });
});

describe('variantId', () => {
  it('does not depend on the order in which values are given', () => {
    assert.equal(variantId({ engine: 'wasm', rate: 0.01 }), variantId({ rate: 0.01, engine: 'wasm' }));
  });

  it('tells apart rates that print alike', () =>
    assert.notEqual(variantId({ rate: 0.1 + 0.2 }), variantId({ rate: 0.3 })));
});

describe('groupId', () => {
  it('is the same for variants that differ in their rate only', () => {
    const [low, high, other] = variantsOf(
      [
        { rate: 0.1, engine: 'wasm' },
        { rate: 0.2, engine: 'wasm' },
        { rate: 0.2, engine: 'tensorflow' },
      ],
      WRITE,
    );
    assert.equal(groupId(low), groupId(high));
    assert.notEqual(groupId(high), groupId(other));
  });
});
