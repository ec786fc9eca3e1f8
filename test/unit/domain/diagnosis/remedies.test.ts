import assert from 'node:assert/strict';
import { curveFeatures } from '../../../../src/domain/diagnosis/curveFeatures.ts';
import { HeldOutCurve } from '../../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../../src/domain/diagnosis/lossCurve.ts';
import { estimateRate, remediesFor } from '../../../../src/domain/diagnosis/remedies.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import type { CurvePoint } from '../../../../src/domain/diagnosis/lossCurve.ts';
import type { Cause, Remedy, Symptom } from '../../../../src/domain/finding.ts';
import { falling, noisy } from './curves.ts';
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

  describe('of a run with a curve', () => {
    const context = { optimizer: null, rate: null, batchSize: null, classes: null, baseline: null };
    function remediesOf(symptom: Symptom, cause: Cause, points: readonly CurvePoint[]): readonly Remedy[] {
      const curve = new LossCurve();
      for (const point of points) curve.add(point);
      const run = { curve, held: new HeldOutCurve(), nonFinite: 0, firstNonFinite: null, isBroken: false };
      const known = { curve, features: curveFeatures(run, context), facts: NO_FACTS };
      return remediesFor({ symptom, fromStep: curve.lastStep }, { ...VERDICT, cause }, null, known);
    }
    const learning = noisy(falling(2.3, 1.2, 200), 0.05).map((loss, step) => ({ step, loss }));

    it('clips at a norm that was seen', () => {
      const withNorm = (norm: number) => learning.map((point) => ({ ...point, norm }));
      const clips = (norm: number) => remediesOf('diverging', 'rate-too-high', withNorm(norm)).filter(({ kind }) => kind === 'clip');
      assert.deepEqual(clips(1.23), [{ kind: 'clip', norm: 1.2 }]);
      assert.deepEqual(clips(Number.MAX_VALUE), []);
      assert.deepEqual(clips(0), []);
    }); // prettier-ignore

    it('asks to check the labels, but the batches around a jump', () => {
      assert.deepEqual(remediesOf('plateau', 'not-the-rate', learning), [{ kind: 'check-data', what: 'labels' }]);
      const jump = learning.map(({ step, loss }) => ({ step, loss: step === 120 ? 30 : loss }));
      assert.deepEqual(remediesOf('plateau', 'not-the-rate', jump), [{ kind: 'check-data', what: 'spike' }]);
      assert.deepEqual(remediesOf('nan', 'not-the-rate', jump), [{ kind: 'check-data', what: 'batch' }]);
    });
  });
});
