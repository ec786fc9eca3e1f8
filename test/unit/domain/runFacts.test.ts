import assert from 'node:assert/strict';
import { factsOf } from '../../../src/domain/runFacts.ts';
import { smallSpec } from '../../support/runs.ts';

describe('factsOf', () => {
  it('says of a run what its spec says', () => {
    const { metrics, ...facts } = factsOf(smallSpec({ learningRate: 0.02, batchSize: 100 }));
    assert.deepEqual(facts, {
      rate: 0.02,
      optimizer: 'adam',
      batchSize: 100,
      classes: 10,
      unit: 'step',
      total: 6,
      stepsPerEpoch: 3,
      imagesPerEpoch: 256,
      baseline: Math.log(10),
    });
    assert.deepEqual(
      metrics.map(({ name }) => name),
      ['loss', 'validationLoss', 'validationAccuracy'],
    );
  });

  it('promises no test where nothing is tested', () => {
    const { dataset } = smallSpec();
    assert.deepEqual(
      factsOf(smallSpec({ dataset: { ...dataset, test: 0 } })).metrics.map(({ name }) => name),
      ['loss'],
    );
  });

  it('counts the steps of a run that ends in the middle of an epoch', () => {
    assert.equal(factsOf(smallSpec({ batchSize: 64, steps: 7 })).total, 7);
  });

  it('does not take the first rate of a range test for that of the run', () => {
    assert.equal(factsOf(smallSpec({ learningRate: 1e-7, stopAbove: 4 })).rate, null);
  });
});
