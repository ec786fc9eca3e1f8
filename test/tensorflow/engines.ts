import path from 'node:path';
import { engineConfig } from '../../src/training/engines.ts';
import { openDataset } from '../../src/training/dataset.ts';
import type { Engine, EngineConfig } from '../../src/training/engine.ts';
import { loadTensorflow } from '../../src/training/tensorflow/load.ts';
import type { LoadedTensorflow } from '../../src/training/tensorflow/load.ts';
import { TensorflowEngine } from '../../src/training/tensorflow/tensorflowEngine.ts';
import { tensorflowFolder } from '../../src/training/tensorflow/installation.ts';
import { supportedBuild } from '../../src/training/wasm/build.ts';
import { WasmEngine } from '../../src/training/wasm/wasmEngine.ts';
import type { RunSpec } from '../../src/domain/run.ts';
import { engineModule, randomEngine } from '../support/engine.ts';

const ROOT = path.resolve(__dirname, '..', '..');

/** Both engines for the same run. */
export interface Pair {
  readonly wasm: Engine;
  readonly tensorflow: TensorflowEngine;
}

/** The TensorFlow of this clone. */
export function loadOwnTensorflow(): Promise<LoadedTensorflow> {
  return loadTensorflow(tensorflowFolder({ named: null, root: ROOT }));
}

/** Creates both engines for a run, with its images. */
export async function enginesFor(loaded: LoadedTensorflow, spec: RunSpec): Promise<Pair> {
  const config = engineConfig(spec);
  const pair = {
    wasm: new WasmEngine(engineModule(), config, supportedBuild()),
    tensorflow: new TensorflowEngine(loaded, config),
  };
  const dataset = await openDataset(path.join(ROOT, 'media', 'mnist'));
  for (const split of ['train', 'test'] as const) {
    await dataset.read(
      split,
      { count: spec.dataset[split], classes: spec.network.outputs },
      { images: pair.wasm.images(split), labels: pair.wasm.labels(split) },
    );
    copyImages(pair.wasm, pair.tensorflow);
  }
  return pair;
}

/** Creates both engines with the same random images, classes and weights. */
export function randomPair(loaded: LoadedTensorflow, config: EngineConfig, seed: number): Pair {
  const pair = { wasm: randomEngine(config, seed), tensorflow: new TensorflowEngine(loaded, config) };
  copyImages(pair.wasm, pair.tensorflow);
  copyWeights(pair.wasm, pair.tensorflow);
  pair.tensorflow.setOrder(Uint32Array.from({ length: config.images.train }, (_, index) => index));
  return pair;
}

/** Copies the weights of one engine to another. */
export function copyWeights(from: Engine, to: Engine): void {
  from.parameters.forEach((_, index) => to.writeWeights(index, from.readWeights(index)));
}

function copyImages(from: Engine, to: Engine): void {
  for (const split of ['train', 'test'] as const) {
    to.images(split).set(from.images(split));
    to.labels(split).set(from.labels(split));
  }
}
