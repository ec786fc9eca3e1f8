import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Network } from '../../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import type { Optimizer } from '../../../../src/domain/optimizer.ts';
import { serializeOptimizer } from '../../../../src/domain/optimizerText.ts';
import { instantiate } from '../../../../src/training/wasm/kernels.ts';
import { growTo, layoutMemory } from '../../../../src/training/wasm/memoryLayout.ts';
import { momentsOf } from '../../../../src/training/wasm/optimizerMoments.ts';
import { type ParameterUpdate, parameterUpdate } from '../../../../src/training/wasm/parameterUpdate.ts';
import { engineModule, largestDifference, randomEngine } from '../../../support/engine.ts';

/** The output of test/support/python/optimizerTrajectories.py. */
interface Recording {
  readonly start: readonly number[];
  /** One row per step, one column per parameter. */
  readonly gradients: readonly (readonly number[])[];
  /** The steps, from 1, whose weights were recorded. */
  readonly recorded: readonly number[];
  readonly cases: readonly {
    readonly optimizer: Optimizer;
    readonly rates: readonly number[];
    readonly weights: readonly (readonly number[])[];
  }[];
}

const RECORDING = JSON.parse(
  readFileSync(path.resolve('test/unit/training/wasm/optimizerTrajectories.json'), 'utf8'),
) as Recording;

/** Relative to the largest value of the parameter. */
const TOLERANCE = 1e-5;

const VALUES = 16;
const BYTES = VALUES * 4;

/** The first parameters in an engine's memory, to be changed by updates only. */
interface Regions {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly moments: readonly Float32Array[];
  readonly update: ParameterUpdate;
}

function regionsFor(optimizer: Optimizer): Regions {
  const network: Network = { input: [4, 4, 1], blocks: [], hidden: [], outputs: 2, loss: 'cross-entropy' };
  const kernels = instantiate(engineModule());
  const layout = layoutMemory(
    { network, optimizer, batchSize: 1, images: { train: 1, test: 0 } },
    kernels.freeMemory(),
  );
  growTo(kernels.memory, layout.bytes);
  layout.describe(new DataView(kernels.memory.buffer));
  const valuesAt = (address: number): Float32Array => new Float32Array(kernels.memory.buffer, address, VALUES);
  return {
    parameters: valuesAt(layout.parameterRegion),
    gradients: valuesAt(layout.gradientRegion),
    moments: layout.momentRegions.map(valuesAt),
    update: parameterUpdate(optimizer, kernels, layout.model),
  };
}

describe('updates of the built-in engine', () => {
  for (const { optimizer, rates, weights } of RECORDING.cases) {
    const changes = new Set(rates).size > 1 ? ' while the rate changes' : '';
    it(`of ${serializeOptimizer(optimizer)} follow the recorded trajectory${changes}`, () => {
      const { parameters, gradients, update } = regionsFor(optimizer);
      parameters.set(RECORDING.start);
      const largest = parameters.map(Math.abs);
      RECORDING.gradients.forEach((gradient, index) => {
        gradients.set(gradient);
        update(0, BYTES, rates[index], index + 1);
        parameters.forEach((value, parameter) => (largest[parameter] = Math.max(largest[parameter], Math.abs(value))));
        const row = RECORDING.recorded.indexOf(index + 1);
        if (row < 0) return;
        weights[row].forEach((expected, parameter) => {
          const difference = Math.abs(parameters[parameter] - expected);
          assert.ok(
            difference <= TOLERANCE * largest[parameter],
            `step ${index + 1}, parameter ${parameter}: ${parameters[parameter]} instead of ${expected}`,
          );
        });
      });
    });
  }

  it('are recorded for every optimizer, with its defaults and with weight decay', () => {
    const recorded = RECORDING.cases.map(({ optimizer }) => optimizer);
    for (const defaults of Object.values(DEFAULT_OPTIMIZERS)) {
      const { name } = defaults;
      assert.ok(
        recorded.some((optimizer) => serializeOptimizer(optimizer) === name),
        name,
      );
      assert.ok(
        recorded.some((optimizer) => optimizer.name === name && optimizer.weightDecay !== undefined),
        `${name} with weight decay`,
      );
    }
  });

  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`of ${optimizer.name} change only their range`, () => {
      const { parameters, gradients, moments, update } = regionsFor(optimizer);
      const regions = [parameters, gradients, ...moments];
      for (const region of regions) region.fill(0.5);
      update(16, 32, 0.1, 1);
      for (const region of regions)
        assert.ok(region.every((value, index) => (index >= 4 && index < 8) || value === 0.5));
      assert.ok(parameters.subarray(4, 8).every((value) => value !== 0.5));
    });

    it(`of ${optimizer.name} propagate a gradient that is NaN`, () => {
      const { parameters, gradients, update } = regionsFor(optimizer);
      gradients[5] = NaN;
      update(0, BYTES, 0.1, 1);
      assert.deepEqual(
        [...parameters.keys()].filter((index) => Number.isNaN(parameters[index])),
        [5],
      );
    });

    for (const gradient of momentsOf(optimizer).length > 0 ? [0, 1e-20] : []) {
      it(`of ${optimizer.name} store no subnormal numbers, which are slow, with gradients of ${gradient}`, () => {
        const { gradients, moments, update } = regionsFor(optimizer);
        for (const moment of moments) moment.fill(2 ** -127);
        gradients.fill(gradient);
        update(0, BYTES, 0.1, 1);
        for (const moment of moments)
          assert.ok(
            moment.every((value) => value === 0 || Math.abs(value) >= 2 ** -126),
            String(moment[0]),
          );
      });
    }
  }
});

const NETWORK: Network = {
  input: [12, 12, 1],
  blocks: [{ channels: 8, kernel: 3, same: false, pool: 2 }],
  hidden: [10],
  outputs: 5,
  loss: 'cross-entropy',
};
const COUNT = 8;
const RATES: Record<Optimizer['name'], number> = {
  sgd: 0.5,
  momentum: 0.1,
  nesterov: 0.1,
  adam: 0.02,
  adamw: 0.02,
  rmsprop: 0.01,
  adagrad: 0.05,
  adadelta: 5,
  adamax: 0.02,
  nadam: 0.02,
  radam: 0.02,
  lion: 0.003,
};

describe('optimizers of the built-in engine', () => {
  it('update every tensor with its own gradient, and count the steps', () => {
    const optimizer: Optimizer = { name: 'adam', beta1: 0.85, beta2: 0.99, epsilon: 1e-6 };
    const engine = randomEngine(
      { network: NETWORK, optimizer, batchSize: COUNT, images: { train: COUNT, test: 0 } },
      5,
    );
    const initial = engine.parameters.map((_, index) => engine.readWeights(index));
    const moved = initial.map(({ length }) => new Float64Array(length));
    const memories = initial.map(({ length }) => ({ m: new Float64Array(length), v: new Float64Array(length) }));
    for (let t = 1; t <= 12; t++) {
      const lossBefore = engine.gradients(0, COUNT);
      memories.forEach(({ m, v }, index) =>
        engine.readGradients(index).forEach((g, i) => {
          m[i] = 0.85 * m[i] + 0.15 * g;
          v[i] = 0.99 * v[i] + 0.01 * g * g;
          moved[index][i] -= (0.02 * m[i]) / (1 - 0.85 ** t) / (Math.sqrt(v[i] / (1 - 0.99 ** t)) + 1e-6);
        }),
      );
      assert.equal(engine.trainStep(0, COUNT, 0.02), lossBefore, 'trainStep returns the loss before the update');
    }
    initial.forEach((before, index) => {
      const actuallyMoved = engine.readWeights(index).map((value, i) => value - before[i]);
      assert.ok(largestDifference(actuallyMoved, moved[index]) < 2e-5, engine.parameters[index].name);
    });
  });

  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`${optimizer.name} with rate 0 does not change the weights`, () => {
      const engine = randomEngine(
        { network: NETWORK, optimizer, batchSize: COUNT, images: { train: COUNT, test: 0 } },
        6,
      );
      const before = engine.parameters.map((_, index) => engine.readWeights(index));
      for (let step = 0; step < 3; step++) engine.trainStep(0, COUNT, 0);
      assert.deepEqual(
        engine.parameters.map((_, index) => engine.readWeights(index)),
        before,
      );
    });

    it(`${optimizer.name} lowers the loss`, () => {
      const engine = randomEngine(
        { network: NETWORK, optimizer, batchSize: COUNT, images: { train: COUNT, test: 0 } },
        7,
      );
      const first = engine.trainStep(0, COUNT, RATES[optimizer.name]);
      for (let step = 0; step < 60; step++) engine.trainStep(0, COUNT, RATES[optimizer.name]);
      assert.ok(engine.gradients(0, COUNT) < first / 2);
    });
  }
});
