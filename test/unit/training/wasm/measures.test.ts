import assert from 'node:assert/strict';
import { MEASURES } from '../../../../src/domain/measure.ts';
import type { Network } from '../../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import type { EngineConfig, StepMeasurements } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { randomEngine } from '../../../support/engine.ts';

const NETWORK: Network = {
  input: [11, 10, 3],
  blocks: [
    { channels: 12, kernel: 3, same: true, pool: 1 },
    { channels: 8, kernel: 3, same: false, pool: 2 },
  ],
  hidden: [7, 5],
  outputs: 3,
  loss: 'cross-entropy',
};
const LAYERS = ['convolution1', 'convolution2', 'dense1', 'dense2', 'output'];
const CONFIG: EngineConfig = {
  network: NETWORK,
  optimizer: DEFAULT_OPTIMIZERS.adam,
  batchSize: 6,
  images: { train: 6, test: 0 },
};

function norm(tensors: readonly ArrayLike<number>[]): number {
  return Math.sqrt(tensors.flatMap((tensor) => Array.from(tensor)).reduce((sum, value) => sum + value ** 2, 0));
}

/** A value for each layer's tensors, and for those of all layers. */
function byLayer(tensors: readonly ArrayLike<number>[]): { overall: number; layers: number[] } {
  return { overall: norm(tensors), layers: LAYERS.map((_, layer) => norm(tensors.slice(2 * layer, 2 * layer + 2))) };
}

function assertClose(actual: number | undefined, expected: number, what: string, tolerance = 1e-9): void {
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= tolerance * Math.abs(expected),
    `${what}: ${actual}, expected ${expected}`,
  );
}

function weightsOf(engine: WasmEngine): Float32Array[] {
  return engine.parameters.map((_, index) => engine.readWeights(index));
}

function setBias(engine: WasmEngine, layer: string, changes: Readonly<Record<number, number>>): void {
  const index = engine.parameters.findIndex(({ name }) => name === `${layer}.bias`);
  const values = engine.readWeights(index);
  for (const [unit, value] of Object.entries(changes)) values[Number(unit)] = value;
  engine.writeWeights(index, values);
}

describe('measurements of the built-in engine', () => {
  it('are made only if requested, and change no weight', () => {
    const [silent, asked] = [randomEngine(CONFIG, 1), randomEngine({ ...CONFIG, measures: MEASURES }, 1)];
    for (let step = 0; step < 3; step++) assert.equal(silent.trainStep(0, 6, 0.01), asked.trainStep(0, 6, 0.01));
    assert.deepEqual(silent.measurements(), {});
    assert.deepEqual(weightsOf(silent), weightsOf(asked));
    const { extra, ...overall } = asked.measurements();
    assert.deepEqual(Object.keys(overall).sort(), ['deadShare', 'gradientNorm', 'updateRatio']);
    assert.equal(Object.keys(extra ?? {}).length, 5 + 5 + 4);
  });

  for (const [measure, metric] of [
    ['gradient-norm', 'gradientNorm'],
    ['update-ratio', 'updateRatio'],
    ['dead-share', 'deadShare'],
  ] as const) {
    it(`are only ${measure} if only that is requested`, () => {
      const engine = randomEngine({ ...CONFIG, measures: [measure] }, 1);
      engine.trainStep(0, 6, 0.01);
      const { extra, ...overall } = engine.measurements();
      assert.deepEqual(Object.keys(overall), [metric]);
      assert.ok(Object.keys(extra ?? {}).every((name) => name.startsWith(`${metric}.`)));
      assert.equal(
        engine.layout.regions.some(({ name }) => name === 'previous parameters'),
        measure === 'update-ratio',
        'room for a copy',
      );
    });
  }

  it('include the norm of the gradient, of all layers and of each', () => {
    const engine = randomEngine({ ...CONFIG, measures: ['gradient-norm'] }, 2);
    for (const count of [6, 1]) {
      engine.trainStep(0, count, 0.01);
      const expected = byLayer(engine.parameters.map((_, index) => engine.readGradients(index)));
      const { gradientNorm, extra } = engine.measurements();
      assertClose(gradientNorm, expected.overall, 'overall');
      LAYERS.forEach((layer, index) => assertClose(extra?.[`gradientNorm.${layer}`], expected.layers[index], layer));
    }
  });

  it('include the size of the update relative to that of the weights', () => {
    const engine = randomEngine({ ...CONFIG, measures: ['update-ratio'] }, 3);
    for (const rate of [0.01, 0.3]) {
      const before = weightsOf(engine);
      engine.trainStep(0, 6, rate);
      const moved = byLayer(
        weightsOf(engine).map((values, index) => values.map((value, position) => value - before[index][position])),
      );
      const size = byLayer(before);
      const { updateRatio, extra } = engine.measurements();
      assertClose(updateRatio, moved.overall / size.overall, 'overall', 1e-6);
      LAYERS.forEach((layer, index) =>
        assertClose(extra?.[`updateRatio.${layer}`], moved.layers[index] / size.layers[index], layer, 1e-6),
      );
    }
  });

  it('include an update ratio of 0 if neither the update nor the weights are different from 0', () => {
    const engine = randomEngine({ ...CONFIG, measures: ['update-ratio'] }, 3);
    engine.parameters.forEach((_, index) =>
      engine.writeWeights(index, new Float32Array(engine.readWeights(index).length)),
    );
    engine.trainStep(0, 6, 0);
    assert.equal(engine.measurements().updateRatio, 0);
    engine.trainStep(0, 6, 0.1);
    assert.equal(engine.measurements().updateRatio, Infinity);
  });

  it('include the share of dead ReLU units', () => {
    const engine = randomEngine({ ...CONFIG, measures: ['dead-share'] }, 4);
    const alive = Object.fromEntries(Array.from({ length: 12 }, (_, unit) => [unit, 10]));
    setBias(engine, 'convolution1', { ...alive, 0: -1e3, 5: -1e3, 11: -1e3 });
    setBias(engine, 'convolution2', { 0: 1e3, 1: 1e3, 2: 1e3, 3: -1e3, 4: 1e3, 5: 1e3, 6: 1e3, 7: -1e3 });
    setBias(engine, 'dense1', { 0: 1e5, 1: 1e5, 2: 1e5, 3: 1e5, 4: 1e5, 5: 1e5, 6: -1e5 });
    setBias(engine, 'dense2', { 0: -1e7, 1: -1e7, 2: -1e7, 3: -1e7, 4: -1e7 });
    engine.trainStep(0, 6, 0);
    assert.deepEqual(engine.measurements(), {
      deadShare: (3 + 2 + 1 + 5) / (12 + 8 + 7 + 5),
      extra: {
        'deadShare.convolution1': 3 / 12,
        'deadShare.convolution2': 2 / 8,
        'deadShare.dense1': 1 / 7,
        'deadShare.dense2': 1,
      },
    });
  });

  /** Dead share of a channel or unit that copies its input, if a single pixel of a single image is not 0. */
  function shareOfCopier(
    network: Pick<Network, 'blocks' | 'hidden'>,
    image: number,
    pixel: number,
    count: number,
  ): number | undefined {
    const config = {
      ...CONFIG,
      network: { ...network, input: [4, 4, 1], outputs: 2, loss: 'squared' } as Network,
      measures: ['dead-share'] as const,
    };
    const engine = randomEngine(config, 5);
    engine.images('train').fill(0)[image * 16 + pixel] = 1;
    engine.writeWeights(0, new Float32Array(engine.readWeights(0).length).fill(1));
    engine.writeWeights(1, new Float32Array(engine.readWeights(1).length));
    engine.trainStep(0, count, 0);
    return engine.measurements().deadShare;
  }

  const copiers: Record<string, Pick<Network, 'blocks' | 'hidden'>> = {
    'a channel': { blocks: [{ channels: 4, kernel: 1, same: false, pool: 1 }], hidden: [] },
    'a channel that is pooled': { blocks: [{ channels: 4, kernel: 1, same: false, pool: 2 }], hidden: [] },
    'a hidden unit': { blocks: [], hidden: [3] },
  };
  for (const [what, network] of Object.entries(copiers)) {
    it(`do not count ${what} as dead that is active for a single pixel of a single image`, () => {
      for (const [image, pixel] of [
        [0, 0],
        [0, 15],
        [3, 6],
        [4, 15],
      ])
        assert.equal(shareOfCopier(network, image, pixel, 5), 0, `image ${image}, pixel ${pixel}`);
      assert.equal(shareOfCopier(network, 5, 0, 5), 1, 'an image beyond a short batch wakes nobody');
    });
  }

  it('include no dead share without ReLU', () => {
    const engine = randomEngine(
      { ...CONFIG, network: { ...NETWORK, blocks: [], hidden: [] }, measures: ['dead-share', 'gradient-norm'] },
      6,
    );
    engine.trainStep(0, 6, 0.1);
    assert.equal(engine.measurements().deadShare, undefined);
    assert.ok(engine.measurements().gradientNorm! > 0);
  });

  it('are NaN, and nothing is dead, if the weights are NaN', () => {
    const engine = randomEngine({ ...CONFIG, measures: MEASURES }, 7);
    engine.writeWeights(1, engine.readWeights(1).fill(NaN));
    assert.ok(Number.isNaN(engine.trainStep(0, 6, 0.1)));
    const { gradientNorm, updateRatio, deadShare }: StepMeasurements = engine.measurements();
    assert.deepEqual([gradientNorm, updateRatio, deadShare], [NaN, NaN, 0]);
  });

  it('are those of the newest step, even after evaluations and gradients', () => {
    const engine = randomEngine({ ...CONFIG, measures: MEASURES }, 8);
    engine.trainStep(0, 6, 0.01);
    const before = engine.measurements();
    engine.gradients(0, 2);
    engine.evaluate('train', 0, 3);
    assert.deepEqual(engine.measurements(), before);
  });
});
