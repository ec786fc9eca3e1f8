import assert from 'node:assert/strict';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import type { EngineConfig } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { randomEngine } from '../../../support/engine.ts';

const CONFIG: EngineConfig = {
  network: SLOW_FAST_FURIOUS.network,
  optimizer: DEFAULT_OPTIMIZERS.adam,
  batchSize: 8,
  images: { train: 21, test: 0 },
};

/** Trains an epoch, with a short last batch; returns the losses. */
function trainEpoch(engine: WasmEngine): number[] {
  return [
    [0, 8],
    [8, 8],
    [16, 5],
  ].map(([start, count]) => engine.trainStep(start, count, 0.01));
}

describe('the state of the built-in engine', function () {
  this.timeout(20_000);

  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`lets another engine continue bit for bit with ${optimizer.name}`, () => {
      const engine = randomEngine({ ...CONFIG, optimizer }, 1);
      for (let epoch = 0; epoch < 3; epoch++) trainEpoch(engine);
      const state = engine.saveState();
      assert.equal(state.steps, 9);
      const other = randomEngine({ ...CONFIG, optimizer }, 1);
      trainEpoch(other);
      other.restoreState(state);
      assert.deepEqual(other.saveState(), state);
      for (let epoch = 0; epoch < 3; epoch++) assert.deepEqual(trainEpoch(other), trainEpoch(engine));
      assert.deepEqual(other.saveState(), engine.saveState());
    });
  }

  it('is a copy that further training does not change', () => {
    const engine = randomEngine(CONFIG, 2);
    const state = engine.saveState();
    const weights = state.weights.map((tensor) => tensor.slice());
    trainEpoch(engine);
    assert.deepEqual(state.weights, weights);
  });

  it('is refused by an engine with another network', () => {
    const state = randomEngine({ ...CONFIG, network: { ...CONFIG.network, hidden: [16] } }, 3).saveState();
    assert.throws(() => randomEngine(CONFIG, 3).restoreState(state), RangeError);
    assert.throws(
      () => randomEngine({ ...CONFIG, network: { ...CONFIG.network, hidden: [16, 16] } }, 3).restoreState(state),
      /another network or optimizer/,
    );
  });
});
