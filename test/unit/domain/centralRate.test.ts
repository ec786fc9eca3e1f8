import assert from 'node:assert/strict';
import { centralRate } from '../../../src/domain/centralRate.ts';
import { OPTIMIZER_NAMES } from '../../../src/domain/optimizer.ts';
import { usualRates } from '../../../src/domain/usualRates.ts';

describe('the rate to look around', () => {
  it('is what was measured on small networks, in one digit', () => {
    assert.deepEqual(
      (['sgd', 'momentum', 'nesterov', 'adam', 'lion'] as const).map(centralRate),
      [0.2, 0.04, 0.04, 0.01, 0.003],
    );
  });

  it('is known for every optimizer, and no more than three times above what is usual anywhere', () => {
    for (const name of OPTIMIZER_NAMES) {
      const [low, high] = usualRates({ optimizer: name, framework: 'other' })!;
      const rate = centralRate(name);
      assert.ok(rate >= low && rate <= 3 * high, `${name}: ${rate}`);
    }
  });
});
