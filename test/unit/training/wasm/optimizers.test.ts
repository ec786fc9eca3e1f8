import assert from 'node:assert/strict';
import type { Network } from '../../../../src/domain/network.ts';
import type { Optimizer } from '../../../../src/domain/optimizer.ts';
import { largestDifference, randomEngine } from '../../../support/engine.ts';

const NETWORK: Network = {
  input: [12, 12, 1],
  blocks: [{ channels: 8, kernel: 3, same: false, pool: 2 }],
  hidden: [10],
  outputs: 5,
  loss: 'cross-entropy',
};
const STEPS = 12;
const COUNT = 8;

/** A rule in float64: changes one parameter's weights given their gradient, at step t from 1. */
type Rule = (weights: Float64Array, gradient: Float32Array, memory: { first: Float64Array; second: Float64Array }, t: number) => void;

const CASES: { optimizer: Optimizer; rate: number; rule: Rule }[] = [
  {
    optimizer: { name: 'sgd' },
    rate: 0.5,
    rule: (w, g) => w.forEach((_, i) => (w[i] -= 0.5 * g[i])),
  },
  {
    optimizer: { name: 'momentum', momentum: 0.8 },
    rate: 0.1,
    rule: (w, g, { first: v }) =>
      w.forEach((_, i) => {
        v[i] = 0.8 * v[i] + g[i];
        w[i] -= 0.1 * v[i];
      }),
  },
  {
    optimizer: { name: 'adam', beta1: 0.85, beta2: 0.99, epsilon: 1e-6 },
    rate: 0.02,
    rule: (w, g, { first: m, second: v }, t) =>
      w.forEach((_, i) => {
        m[i] = 0.85 * m[i] + 0.15 * g[i];
        v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
        const corrected = m[i] / (1 - 0.85 ** t);
        w[i] -= (0.02 * corrected) / (Math.sqrt(v[i]) / Math.sqrt(1 - 0.99 ** t) + 1e-6);
      }),
  },
];

describe('optimizers of the built-in engine', () => {
  for (const { optimizer, rate, rule } of CASES) {
    it(`${optimizer.name} follows its formula over ${STEPS} steps`, () => {
      const engine = randomEngine({ network: NETWORK, optimizer, batchSize: COUNT, images: { train: COUNT, test: 0 } }, 5);
      const weights = engine.parameters.map((_, index) => Float64Array.from(engine.readWeights(index)));
      const memories = weights.map(({ length }) => ({ first: new Float64Array(length), second: new Float64Array(length) }));
      const initial = weights.map((values) => values.slice());
      for (let t = 1; t <= STEPS; t++) {
        const lossBefore = engine.gradients(0, COUNT);
        weights.forEach((values, index) => rule(values, engine.readGradients(index), memories[index], t));
        assert.equal(engine.trainStep(0, COUNT, rate), lossBefore, 'trainStep returns the loss before the update');
      }
      weights.forEach((values, index) => {
        const moved = values.map((value, i) => value - initial[index][i]);
        const actuallyMoved = engine.readWeights(index).map((value, i) => value - initial[index][i]);
        assert.ok(largestDifference(actuallyMoved, moved) < 2e-5, engine.parameters[index].name);
      });
    });

    it(`${optimizer.name} at rate 0 leaves the weights alone`, () => {
      const engine = randomEngine({ network: NETWORK, optimizer, batchSize: COUNT, images: { train: COUNT, test: 0 } }, 6);
      const before = engine.parameters.map((_, index) => engine.readWeights(index));
      for (let step = 0; step < 3; step++) engine.trainStep(0, COUNT, 0);
      assert.deepEqual(engine.parameters.map((_, index) => engine.readWeights(index)), before);
    });

    it(`${optimizer.name} lowers the loss`, () => {
      const engine = randomEngine({ network: NETWORK, optimizer, batchSize: COUNT, images: { train: COUNT, test: 0 } }, 7);
      const first = engine.trainStep(0, COUNT, rate);
      for (let step = 0; step < 60; step++) engine.trainStep(0, COUNT, rate);
      assert.ok(engine.gradients(0, COUNT) < first / 2);
    });
  }

  it('adam takes no longer once gradients have vanished for thousands of steps', () => {
    const config = { network: NETWORK, optimizer: { name: 'adam', beta1: 0.9, beta2: 0.5, epsilon: 1e-8 } as const, batchSize: 1, images: { train: 1, test: 0 } };
    const engine = randomEngine(config, 8);
    engine.trainStep(0, 1, 0.001);
    const outputWeights = engine.parameters.findIndex(({ name }) => name === 'output.weight');
    engine.writeWeights(outputWeights, new Float32Array(10 * 5));
    for (let step = 0; step < 2000; step++) engine.trainStep(0, 1, 0);
    const moments = new Float32Array(engine.memory.buffer, region(engine, 'first moments').address, region(engine, 'first moments').bytes / 4);
    const subnormal = moments.filter((value) => value !== 0 && Math.abs(value) < 2 ** -126).length;
    assert.equal(subnormal, 0);
  });
});

function region(engine: ReturnType<typeof randomEngine>, name: string): { address: number; bytes: number } {
  const found = engine.layout.regions.find((candidate) => candidate.name === name);
  assert.ok(found);
  return found;
}
