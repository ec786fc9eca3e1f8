import assert from 'node:assert/strict';
import { edgeLimit, edgeSteps, hasEdge } from '../../../src/domain/edge.ts';
import type { EdgeOptimizer } from '../../../src/domain/edge.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';

/** How far from the minimum of λ/2 x² an optimizer is after many steps from 1, if its preconditioner stays at 1. */
function distanceAfter(optimizer: EdgeOptimizer, eigenvalue: number, rate: number): number {
  let [x, velocity] = [1, 0];
  for (let step = 0; step < 5000 && Math.abs(x) < 1e6; step++) {
    const gradient = eigenvalue * x;
    switch (optimizer.name) {
      case 'sgd':
        x -= rate * gradient;
        break;
      case 'momentum':
      case 'rmsprop':
        velocity = optimizer.momentum * velocity + gradient;
        x -= rate * velocity;
        break;
      case 'nesterov':
        velocity = optimizer.momentum * velocity + gradient;
        x -= rate * (gradient + optimizer.momentum * velocity);
        break;
      case 'adam':
      case 'adamw':
        velocity = optimizer.beta1 * velocity + (1 - optimizer.beta1) * gradient;
        x -= rate * velocity;
    }
  }
  return Math.abs(x);
}

describe('edgeLimit', () => {
  const { sgd, momentum, nesterov, adam, adamw, rmsprop } = DEFAULT_OPTIMIZERS;
  const optimizers: EdgeOptimizer[] = [
    sgd,
    momentum,
    { ...momentum, momentum: 0.5 },
    nesterov,
    adam,
    { ...adam, beta1: 0.5 },
    adamw,
    rmsprop,
    { ...rmsprop, momentum: 0.7 },
  ];
  for (const optimizer of optimizers) {
    it(`is where ${JSON.stringify(optimizer)} begins to diverge`, () => {
      for (const eigenvalue of [0.5, 20]) {
        const limit = edgeLimit(optimizer, eigenvalue);
        assert.ok(distanceAfter(optimizer, eigenvalue, 0.99 * limit) < 1e-3, 'below it converges');
        assert.ok(distanceAfter(optimizer, eigenvalue, 1.01 * limit) > 1e3, 'above it diverges');
      }
    });
  }

  it('is 2, 3.8 and 38 over the eigenvalue for SGD, momentum 0.9 and Adam', () => {
    assert.deepEqual(
      [sgd, momentum, adam].map((optimizer) => Number(edgeLimit(optimizer, 4).toPrecision(12))),
      [0.5, 0.95, 9.5],
    );
  });

  it('is infinite where the loss curves upwards nowhere', () => {
    assert.equal(edgeLimit(sgd, 0), Infinity);
    assert.equal(edgeLimit(sgd, -3), Infinity);
  });

  it('is known for some optimizers only', () => {
    assert.ok(hasEdge(adam));
    assert.ok(!hasEdge(DEFAULT_OPTIMIZERS.lion));
  });
});

describe('edgeSteps', () => {
  const { sgd, adam } = DEFAULT_OPTIMIZERS;

  it('has both ends, and most points in the beginning', () => {
    assert.deepEqual(edgeSteps(100, 5, sgd), [0, 6, 25, 56, 100]);
  });

  it('begins after the first step where the optimizer knows no gradients before', () => {
    assert.deepEqual(edgeSteps(101, 3, adam), [1, 26, 101]);
  });

  it('has no step twice', () => {
    assert.deepEqual(edgeSteps(3, 10, sgd), [0, 1, 2, 3]);
  });
});
