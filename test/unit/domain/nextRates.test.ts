import assert from 'node:assert/strict';
import { refinedRates, widenedRates } from '../../../src/domain/nextRates.ts';

describe('refined rates', () => {
  it('lie evenly spaced on a log scale between the best rate and its neighbours', () => {
    assert.deepEqual(refinedRates([0.1, 1e-3, 0.01, 1], 0.01), [0.0022, 0.0046, 0.022, 0.046]);
  });

  it('reach as far on the side where the best rate has no neighbour', () => {
    assert.deepEqual(refinedRates([1e-3, 0.01], 0.01), [0.0022, 0.0046, 0.022, 0.046]);
    assert.deepEqual(refinedRates([0.01, 0.08], 0.01), [0.0025, 0.005, 0.02, 0.04]);
  });

  it('stay within one step of the grid and are none that were tried, however close the rates are', () => {
    const rates = [0.01, 0.0105, 0.011];
    const refined = refinedRates(rates, 0.0105);
    assert.deepEqual(refined, []);
    assert.deepEqual(refinedRates([0.01, 0.011, 0.014], 0.011), [0.012, 0.013]);
  });

  it('are none around a single rate', () => {
    assert.deepEqual(refinedRates([0.01], 0.01), []);
  });
});

describe('widened rates', () => {
  it('go on with the factor between the last two, below or above', () => {
    assert.deepEqual(widenedRates([0.2, 0.1, 0.4], 'low'), [0.013, 0.025, 0.05]);
    assert.deepEqual(widenedRates([0.4, 0.1, 0.2], 'high'), [0.8, 1.6, 3.2]);
  });

  it('are at most a decade apart, so that they do not jump over the zone', () => {
    assert.deepEqual(widenedRates([1e-4, 0.01, 0.1], 'low'), [1e-7, 1e-6, 1e-5]);
  });

  it('are none beyond a single rate', () => {
    assert.deepEqual(widenedRates([0.01], 'low'), []);
  });
});
