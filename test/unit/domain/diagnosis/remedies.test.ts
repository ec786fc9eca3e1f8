import assert from 'node:assert/strict';
import { roundRate, suggestRateFor } from '../../../../src/domain/diagnosis/remedies.ts';
import type { CauseVerdict } from '../../../../src/domain/diagnosis/causeVerdict.ts';

const VERDICT: CauseVerdict = {
  cause: 'rate-too-high',
  confidence: 0.9,
  offset: -1.5,
  margin: 0.5,
  restsOnUsualRates: false,
};

describe('remedies', () => {
  for (const [rate, rounded] of [
    [0.0031, 0.003],
    [0.0042, 0.005],
    [0.0075, 0.01],
    [1.3e-7, 1e-7],
    [900, 1000],
  ]) {
    it(`writes ${rate} as ${rounded}`, () => assert.equal(roundRate(rate), rounded));
  }

  it('suggests the middle of the zone with the range that holds it in 80 % of the cases', () => {
    assert.deepEqual(suggestRateFor(VERDICT, 0.1), { rate: 0.003, range: [0.001, 0.01] });
  });

  it('suggests no rate where that of the run is unknown or not positive', () => {
    assert.equal(suggestRateFor(VERDICT, null), null);
    assert.equal(suggestRateFor(VERDICT, 0), null);
  });
});
