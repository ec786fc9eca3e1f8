import assert from 'node:assert/strict';
import { DEFAULT_OPTIMIZERS, OPTIMIZER_NAMES } from '../../../../src/domain/optimizer.ts';
import type { OptimizerName } from '../../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { requireSupported } from '../../../../src/training/tensorflow/support.ts';

/** Optimizers that TensorFlow.js does not have. */
const REFUSED: readonly OptimizerName[] = ['adamw', 'nadam', 'radam', 'lion'];
const { network } = SLOW_FAST_FURIOUS;

describe('the TensorFlow engine', () => {
  for (const name of OPTIMIZER_NAMES) {
    const isRefused = REFUSED.includes(name);
    it(`${isRefused ? 'refuses' : 'accepts'} ${name}`, () => {
      const check = (): void => requireSupported({ network, optimizer: DEFAULT_OPTIMIZERS[name] });
      if (isRefused)
        assert.throws(check, { name: 'UnsupportedError', message: new RegExp(`doesn't support ${name}:`) });
      else check();
    });
  }

  it('accepts networks that the built-in engine refuses', () => {
    requireSupported({
      network: { ...network, blocks: [{ channels: 5, kernel: 4, same: true, pool: 3 }] },
      optimizer: { name: 'sgd' },
    });
  });

  it('refuses more classes than fit a label of one byte', () => {
    assert.throws(
      () => requireSupported({ network: { ...network, outputs: 257 }, optimizer: { name: 'sgd' } }),
      /at most 256 classes, not 257/,
    );
  });
});
