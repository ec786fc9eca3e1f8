import assert from 'node:assert/strict';
import { curveFeatures } from '../../../../src/domain/diagnosis/curveFeatures.ts';
import { HeldOutCurve } from '../../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../../src/domain/diagnosis/lossCurve.ts';
import { remediesFor, roundRate, suggestRateFor } from '../../../../src/domain/diagnosis/remedies.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
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

  it('divides a rate that is unknown by a round number', () => {
    const run = {
      curve: new LossCurve(),
      held: new HeldOutCurve(),
      nonFinite: 0,
      firstNonFinite: null,
      isBroken: false,
    };
    const context = { optimizer: null, rate: null, batchSize: null, classes: null, baseline: null };
    const known = { curve: run.curve, features: curveFeatures(run, context), facts: NO_FACTS };
    const [remedy] = remediesFor({ symptom: 'oscillating', fromStep: 0 }, { ...VERDICT, offset: -0.5 }, null, known);
    assert.deepEqual(remedy, { kind: 'scale-rate', factor: 1 / 3 });
  });

  it('suggests no rate where that of the run is unknown or not positive', () => {
    assert.equal(suggestRateFor(VERDICT, null), null);
    assert.equal(suggestRateFor(VERDICT, 0), null);
  });
});
