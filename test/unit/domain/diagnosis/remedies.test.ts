import assert from 'node:assert/strict';
import { curveFeatures } from '../../../../src/domain/diagnosis/curveFeatures.ts';
import { HeldOutCurve } from '../../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../../src/domain/diagnosis/lossCurve.ts';
import { estimateRate, remediesFor } from '../../../../src/domain/diagnosis/remedies.ts';
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
  it('puts the middle of the zone where the verdict says, and nowhere without a positive rate', () => {
    assert.equal(estimateRate(VERDICT, 0.1)!.rate.toPrecision(4), (0.1 * 10 ** -1.5).toPrecision(4));
    assert.equal(estimateRate(VERDICT, null), null);
    assert.equal(estimateRate(VERDICT, 0), null);
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
});
