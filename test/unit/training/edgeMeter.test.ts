import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EDGE_METRICS, hasEdge } from '../../../src/domain/edge.ts';
import type { EdgeOptimizer } from '../../../src/domain/edge.ts';
import type { Network } from '../../../src/domain/network.ts';
import { serializeOptimizer } from '../../../src/domain/optimizerText.ts';
import { measureEdge } from '../../../src/training/edgeMeter.ts';
import { supportedBuild } from '../../../src/training/wasm/build.ts';
import { WasmEngine } from '../../../src/training/wasm/wasmEngine.ts';
import { engineModule } from '../../support/engine.ts';

/** The output of test/support/python/edgeEigenvalues.py. */
interface Recording {
  readonly labels: readonly number[];
  readonly pixels: readonly (readonly number[])[];
  /** By parameter tensor. */
  readonly start: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly optimizer: EdgeOptimizer;
    readonly rate: number;
    readonly steps: number;
    readonly loss: Network['loss'];
    readonly eigenvalue: number;
  }[];
}

const RECORDING = JSON.parse(
  readFileSync(path.resolve('test/unit/training/edgeEigenvalues.json'), 'utf8'),
) as Recording;

const IMAGES = RECORDING.labels.length;

function networkWith(loss: Network['loss']): Network {
  return {
    input: [6, 6, 1],
    blocks: [{ channels: 4, kernel: 3, same: true, pool: 2 }],
    hidden: [8],
    outputs: 4,
    loss,
  };
}

/** The recorded network after its training, with all images in each batch. */
function trained({ optimizer, rate, steps, loss }: Recording['cases'][number]): WasmEngine {
  const images = { train: IMAGES, test: 0 };
  const config = { network: networkWith(loss), optimizer, batchSize: IMAGES, images };
  const engine = new WasmEngine(engineModule(), config, supportedBuild());
  engine.images('train').set(RECORDING.pixels.flat());
  engine.labels('train').set(RECORDING.labels);
  RECORDING.start.forEach((values, index) => engine.writeWeights(index, Float32Array.from(values)));
  engine.setOrder(Uint32Array.from({ length: IMAGES }, (_, index) => index));
  for (let step = 0; step < steps; step++) engine.trainStep(0, IMAGES, rate);
  return engine;
}

async function eigenvalueOf(engine: WasmEngine, images: number): Promise<number> {
  const { network, optimizer } = engine.config;
  assert.ok(hasEdge(optimizer));
  const { extra } = await measureEdge(engine, { network, optimizer, images }, 1, 0.1, async () => undefined);
  return extra![EDGE_METRICS.eigenvalue];
}

/** Stopping early leaves the power iteration some thousandths below the eigenvalue. */
const TOLERANCE = 0.01;

describe('the edge of a training', () => {
  for (const example of RECORDING.cases) {
    const { optimizer, steps, loss, eigenvalue } = example;
    it(`is PyTorch's after ${steps} steps with ${serializeOptimizer(optimizer)} and the loss ${loss}`, async () => {
      const ours = await eigenvalueOf(trained(example), IMAGES);
      assert.ok(Math.abs(ours / eigenvalue - 1) < TOLERANCE, `${ours}, not ${eigenvalue}`);
    });
  }

  it('gives the limit and the rate with the eigenvalue', async () => {
    const engine = trained(RECORDING.cases[1]);
    const settings = { network: engine.config.network, optimizer: { name: 'sgd' } as const, images: IMAGES };
    const { step, extra } = await measureEdge(engine, settings, 7, 0.3, async () => undefined);
    assert.equal(step, 7);
    assert.equal(extra![EDGE_METRICS.limit], 2 / extra![EDGE_METRICS.eigenvalue]);
    assert.equal(extra![EDGE_METRICS.rate], 0.3);
  });

  it('leaves the training as it is', async () => {
    const engine = trained(RECORDING.cases[6]);
    const before = engine.saveState();
    await eigenvalueOf(engine, 20);
    assert.deepEqual(engine.saveState(), before);
    const undisturbed = trained(RECORDING.cases[6]);
    assert.equal(engine.trainStep(0, IMAGES, 0.01), undisturbed.trainStep(0, IMAGES, 0.01));
    assert.deepEqual(engine.saveState(), undisturbed.saveState());
  });

  it('ends when the caller throws between two images', async () => {
    const engine = trained(RECORDING.cases[0]);
    const settings = { network: engine.config.network, optimizer: { name: 'sgd' } as const, images: IMAGES };
    let images = 0;
    const stop = async (): Promise<void> => {
      if (++images === 3) throw new Error('stopped');
    };
    await assert.rejects(measureEdge(engine, settings, 1, 0.1, stop), /stopped/);
    assert.equal(images, 3);
  });
});
