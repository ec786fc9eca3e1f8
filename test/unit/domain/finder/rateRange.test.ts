import assert from 'node:assert/strict';
import { rangeFor } from '../../../../src/domain/finder/rateRange.ts';
import { OPTIMIZER_NAMES } from '../../../../src/domain/optimizer.ts';
import { familyOf } from '../../../../src/domain/optimizerFamily.ts';

describe('rangeFor', () => {
  it('is in powers of ten around what is usual with the optimizer', () => {
    assert.deepEqual(rangeFor('adam'), [1e-5, 1]);
    assert.deepEqual(rangeFor('sgd'), [1e-4, 100]);
    assert.deepEqual(rangeFor('momentum'), [1e-5, 10]);
    assert.deepEqual(rangeFor('adadelta'), [1e-4, 100]);
  });

  it('begins well below the rates that most trainings start with and ends well above', () => {
    for (const name of OPTIMIZER_NAMES) {
      const [from, to] = rangeFor(name);
      const { start } = familyOf(name)!;
      assert.ok(from * 10 <= start[0] && to >= start[1] * 30, name);
    }
  });
});
