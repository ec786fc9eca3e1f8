import assert from 'node:assert/strict';
import { poolEstimates, roundRate, suggestionFrom } from '../../../../src/domain/diagnosis/rateEstimate.ts';

describe('estimates of the zone', () => {
  for (const [rate, rounded] of [
    [0.0031, 0.003],
    [0.0042, 0.005],
    [0.0075, 0.01],
    [1.3e-7, 1e-7],
    [900, 1000],
  ]) {
    it(`writes ${rate} as ${rounded}`, () => assert.equal(roundRate(rate), rounded));
  }

  it('become a suggestion with the range that holds the middle in 80 % of the cases', () => {
    assert.deepEqual(suggestionFrom({ rate: 0.1 * 10 ** -1.5, margin: 0.5 }), { rate: 0.003, range: [0.001, 0.01] });
  });

  it('of several runs are averaged by their precision', () => {
    const pooled = poolEstimates([
      { rate: 0.01, margin: 0.5 },
      { rate: 1, margin: 1 },
    ])!;
    // Weights 4 and 1 on -2 and 0.
    assert.equal(pooled.rate.toPrecision(6), (10 ** -1.6).toPrecision(6));
    assert.equal(pooled.margin.toFixed(6), '0.600000');
  });

  it('are left alone where there is one, and none where there is none', () => {
    assert.deepEqual(poolEstimates([{ rate: 0.01, margin: 0.5 }]), { rate: 0.01, margin: 0.5 });
    assert.equal(poolEstimates([]), null);
  });

  it('that claim no error do not outweigh all others', () => {
    const pooled = poolEstimates([
      { rate: 0.01, margin: 0 },
      { rate: 1, margin: 0.1 },
    ])!;
    assert.equal(pooled.rate.toPrecision(6), (0.1).toPrecision(6));
  });
});
