import assert from 'node:assert/strict';
import { MEASURES } from '../../../../src/domain/measure.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import type { EngineConfig } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { randomEngine } from '../../../support/engine.ts';

const configs: Record<string, EngineConfig> = Object.fromEntries(
  PRESETS.map(({ name, network }) => [
    name,
    { network, optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 4, images: { train: 4, test: 0 } },
  ]),
);
configs['a network without pooling'] = {
  ...configs[PRESETS[0].name],
  network: {
    input: [9, 9, 1],
    blocks: [{ channels: 8, kernel: 3, same: true, pool: 1 }],
    hidden: [6],
    outputs: 4,
    loss: 'cross-entropy',
  },
};

describe('numbers that are not finite in the built-in engine', () => {
  for (const [name, config] of Object.entries(configs)) {
    it(`a NaN in any tensor of ${name} makes this and all later losses NaN`, () => {
      randomEngine(config, 1).parameters.forEach((parameter, index) => {
        const engine = randomEngine(config, 1);
        const values = engine.readWeights(index);
        values[values.length - 1] = NaN;
        engine.writeWeights(index, values);
        assert.ok(Number.isNaN(engine.trainStep(0, 4, 0.1)), parameter.name);
        assert.ok(Number.isNaN(engine.trainStep(0, 4, 0.1)), parameter.name);
        assert.ok(Number.isNaN(engine.evaluate('train', 0, 4).lossSum), parameter.name);
      });
    });

    it(`an infinite weight in any tensor of ${name} never gives a lower finite loss`, () => {
      randomEngine(config, 2).parameters.forEach((parameter, index) => {
        const engine = randomEngine(config, 2);
        const values = engine.readWeights(index);
        values[0] = Infinity;
        engine.writeWeights(index, values);
        const loss = engine.trainStep(0, 4, 0.1);
        assert.ok(!Number.isFinite(loss), `${parameter.name}: ${loss}`);
      });
    });
  }

  it('a NaN at one position of a pooling window is preserved', () => {
    // An infinite weight makes NaN of a zero pixel and infinity of any other.
    for (let hole = 0; hole < 4; hole++) {
      const network = {
        input: [2, 2, 1],
        blocks: [{ channels: 4, kernel: 1, same: false, pool: 2 }],
        hidden: [],
        outputs: 2,
        loss: 'cross-entropy',
      } as const;
      const engine = randomEngine(
        { network, optimizer: { name: 'sgd' }, batchSize: 1, images: { train: 1, test: 0 } },
        3,
      );
      engine.images('train').fill(200)[hole] = 0;
      engine.writeWeights(0, Float32Array.of(-Infinity, 1, 1, 1));
      assert.ok(Number.isNaN(engine.evaluate('train', 0, 1).lossSum), `position ${hole}`);
    }
  });

  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    for (const loss of ['cross-entropy', 'squared'] as const) {
      const engineWithLoss = (): WasmEngine => {
        const config = configs[PRESETS[0].name];
        return randomEngine({ ...config, network: { ...config.network, loss }, optimizer, measures: MEASURES }, 4);
      };

      it(`${optimizer.name} with huge rates throws no exception, and NaN stays NaN, ${loss}`, () => {
        for (const rate of [1e6, 1e30, Infinity, NaN]) {
          const engine = engineWithLoss();
          const losses: number[] = [];
          for (let step = 0; step < 30; step++) {
            losses.push(engine.trainStep(0, 4, rate));
            const { gradientNorm, updateRatio } = engine.measurements();
            if (Number.isNaN(losses[step])) assert.deepEqual([gradientNorm, updateRatio], [NaN, NaN], `rate ${rate}`);
          }
          const first = losses.findIndex(Number.isNaN);
          if (first >= 0) assert.ok(losses.slice(first).every(Number.isNaN), `rate ${rate}`);
          if (!Number.isFinite(rate)) assert.ok(Number.isNaN(losses[29]), `rate ${rate}`);
          assert.ok(
            losses.some((value) => !(value < 1e6)),
            `at rate ${rate} the loss grows beyond measure`,
          );
        }
      });

      it(`${optimizer.name} with a tiny rate does not change the weights, ${loss}`, () => {
        const [still, creeping] = [engineWithLoss(), engineWithLoss()];
        for (let step = 0; step < 10; step++) {
          const loss = still.trainStep(0, 4, 0);
          assert.equal(still.measurements().updateRatio, 0);
          assert.ok(Math.abs(creeping.trainStep(0, 4, 1e-12) - loss) < 1e-6 * loss);
          assert.ok(creeping.measurements().updateRatio! < 1e-9);
        }
      });
    }
  }
});
