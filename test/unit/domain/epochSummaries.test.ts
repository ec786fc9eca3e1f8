import assert from 'node:assert/strict';
import { summarizeEpochs } from '../../../src/domain/epochSummaries.ts';
import { factsOf, NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import { smallSpec } from '../../support/runs.ts';

/** Two steps an epoch: 64 images, then 36. */
const SPEC = smallSpec({ batchSize: 64, dataset: { ...smallSpec().dataset, train: 100 } });
const FACTS = factsOf(SPEC);
const UNTESTED = factsOf({ ...SPEC, dataset: { ...SPEC.dataset, test: 0 } });
const SAMPLES: readonly Sample[] = [
  { step: 0, loss: 9 },
  { step: 1, loss: 2 },
  { step: 2, loss: 1, seconds: 0.5 },
  { step: 2, epoch: 1, validationLoss: 1.5, validationAccuracy: 0.4 },
  { step: 3, loss: 0.5, seconds: 0.9 },
  { step: 4, loss: 0.25, seconds: 1.2 },
];

describe('summarizeEpochs', () => {
  it('averages losses over images, without the one before training', () => {
    assert.deepEqual(summarizeEpochs(SAMPLES.slice(0, 4), FACTS), [
      { epoch: 1, step: 2, loss: (2 * 64 + 36) / 100, accuracy: 0.4, validationLoss: 1.5, seconds: 0.5, images: 100 },
    ]);
  });

  it('leaves out an epoch whose test is missing, unless nothing is tested', () => {
    assert.equal(summarizeEpochs(SAMPLES, FACTS).length, 1);
    const [, second] = summarizeEpochs(SAMPLES, UNTESTED);
    assert.deepEqual([second.epoch, second.accuracy, second.validationLoss], [2, null, null]);
    assert.ok(Math.abs(second.seconds - 0.7) < 1e-12);
  });

  it('takes an epoch as complete once the next one has begun', () => {
    assert.equal(
      summarizeEpochs(SAMPLES.filter(({ validationLoss }) => validationLoss === undefined).slice(0, 4), FACTS).length,
      1,
    );
  });

  it('has nothing to say of a run whose epochs are unknown', () => {
    assert.deepEqual(summarizeEpochs(SAMPLES, NO_FACTS), []);
  });
});
