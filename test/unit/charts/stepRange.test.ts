import assert from 'node:assert/strict';
import { stepRange } from '../../../src/charts/stepRange.ts';

describe('the steps in a part of an axis', () => {
  const axis = (kind: 'step' | 'epoch' | 'seconds' | 'rate', unit: 'step' | 'epoch' = 'step') => {
    return { kind, unit, stepsPerEpoch: 100 } as const;
  };
  const seconds = { steps: Float64Array.of(0, 100, 200, 300), values: Float64Array.of(0, 1, 2, 3) };

  it('are the ends themselves, or those of the epochs', () => {
    assert.deepEqual(stepRange([5, 9], axis('step'), []), [5, 9]);
    assert.deepEqual(stepRange([0.5, 2], axis('epoch'), []), [50, 200]);
    assert.deepEqual(stepRange([1, 2], axis('epoch', 'epoch'), []), [1, 2]);
    assert.equal(stepRange([1, 2], { ...axis('epoch'), stepsPerEpoch: null }, []), null);
  });

  it('are those that any run took in these seconds', () => {
    const slow = { ...seconds, values: seconds.values.map((second) => 2 * second) };
    assert.deepEqual(stepRange([1.5, 2.5], axis('seconds'), [{ seconds }, { seconds: slow }]), [0, 300]);
    assert.deepEqual(stepRange([-1, 99], axis('seconds'), [{ seconds }, {}]), [0, 300]);
    assert.equal(stepRange([1, 2], axis('seconds'), [{}]), null);
  });

  it('are none on an axis of rates', () => {
    assert.equal(stepRange([1e-3, 1], axis('rate'), [{ seconds }]), null);
  });
});
