import assert from 'node:assert/strict';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import type { EngineConfig } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { largestDifference, randomEngine } from '../../../support/engine.ts';

const CONFIG: EngineConfig = {
  network: SLOW_FAST_FURIOUS.network,
  optimizer: { name: 'sgd' },
  batchSize: 6,
  images: { train: 6, test: 0 },
};

function tensorsOf(read: (index: number) => Float32Array, { parameters }: WasmEngine): Float32Array[] {
  return parameters.map((_, index) => read(index));
}

function gradientsOf(engine: WasmEngine): Float32Array[] {
  return tensorsOf((index) => engine.readGradients(index), engine);
}

function weightsOf(engine: WasmEngine): Float32Array[] {
  return tensorsOf((index) => engine.readWeights(index), engine);
}

describe('clipping in the built-in engine', () => {
  it('scales a large gradient down to the norm like PyTorch, and updates with it', () => {
    const engine = randomEngine({ ...CONFIG, clip: 0.05, measures: ['gradient-norm'] }, 1);
    engine.gradients(0, 6);
    const full = gradientsOf(engine);
    const norm = Math.hypot(...full.flatMap((values) => [...values]));
    assert.ok(norm > 0.5, 'there is something to clip');
    const before = weightsOf(engine);
    engine.trainStep(0, 6, 0.5);
    const after = weightsOf(engine);
    const factor = 0.05 / (norm + 1e-6);
    gradientsOf(engine).forEach((clipped, index) => {
      assert.ok(
        largestDifference(
          clipped,
          full[index].map((value) => value * factor),
        ) < 1e-6,
      );
      after[index].forEach((value, position) =>
        assert.equal(value, Math.fround(before[index][position] - Math.fround(0.5 * clipped[position]))),
      );
    });
    assert.ok(Math.abs(engine.measurements().gradientNorm! - norm) < 1e-9 * norm, 'the norm is that before clipping');
  });

  it('does not change a small gradient', () => {
    const [clipping, plain] = [randomEngine({ ...CONFIG, clip: 1e3 }, 2), randomEngine(CONFIG, 2)];
    for (const engine of [clipping, plain]) engine.trainStep(0, 6, 0.1);
    assert.deepEqual(weightsOf(clipping), weightsOf(plain));
    assert.deepEqual(clipping.measurements(), plain.measurements());
  });

  it('does not change gradients that are computed without an update', () => {
    const [clipping, plain] = [randomEngine({ ...CONFIG, clip: 1e-3 }, 3), randomEngine(CONFIG, 3)];
    for (const engine of [clipping, plain]) engine.gradients(0, 6);
    assert.deepEqual(gradientsOf(clipping), gradientsOf(plain));
  });

  it('makes all gradients NaN if the norm is NaN', () => {
    const engine = randomEngine({ ...CONFIG, clip: 1 }, 4);
    const last = engine.parameters.length - 1;
    engine.writeWeights(last, engine.readWeights(last).fill(NaN, 0, 1));
    engine.trainStep(0, 6, 0.1);
    for (const values of weightsOf(engine)) assert.ok(values.every(Number.isNaN));
  });
});
