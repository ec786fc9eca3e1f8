import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sizeOf } from '../../src/domain/network.ts';
import type { EngineConfig } from '../../src/training/engine.ts';
import { enableBuild, type EngineBuild, supportedBuild } from '../../src/training/wasm/build.ts';
import { WasmEngine } from '../../src/training/wasm/wasmEngine.ts';

const compiled = new Map<EngineBuild, WebAssembly.Module>();

/** The compiled module of the built-in engine. */
export function engineModule(build: EngineBuild = supportedBuild()): WebAssembly.Module {
  let module = compiled.get(build);
  if (!module) {
    enableBuild(build);
    module = new WebAssembly.Module(readFileSync(path.resolve(`dist/engine-${build}.wasm`)));
    compiled.set(build, module);
  }
  return module;
}

/** Random numbers in [0, 1), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** An engine with random images, classes and initial weights; the images are in their order. */
export function randomEngine(config: EngineConfig, seed: number, build: EngineBuild = supportedBuild()): WasmEngine {
  const engine = new WasmEngine(engineModule(build), config, build);
  const random = randomNumbers(seed);
  for (const split of ['train', 'test'] as const) {
    const pixels = engine.images(split);
    // Half the pixels are background, as in handwriting, so that windows with equal values are frequent.
    pixels.forEach((_, index) => (pixels[index] = random() < 0.5 ? 0 : Math.floor(random() * 256)));
    const labels = engine.labels(split);
    labels.forEach((_, index) => (labels[index] = Math.floor(random() * config.network.outputs)));
  }
  engine.parameters.forEach(({ shape, fanIn }, index) => {
    const bound = 1 / Math.sqrt(fanIn);
    engine.writeWeights(
      index,
      Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * bound),
    );
  });
  engine.setOrder(Uint32Array.from({ length: config.images.train }, (_, index) => index));
  return engine;
}

/** Makes the training images black, except for noise in one rectangle of each, at most half as wide and high. */
export function drawForeground(engine: WasmEngine, random: () => number): void {
  const [height, width, channels] = engine.config.network.input;
  const pixels = engine.images('train').fill(0);
  for (let image = 0; image < engine.config.images.train; image++) {
    const [rows, columns] = [height, width].map((side) => Math.ceil((random() * side) / 2));
    const [top, left] = [height - rows, width - columns].map((most) => Math.floor(random() * (most + 1)));
    for (let row = top; row < top + rows; row++) {
      const from = ((image * height + row) * width + left) * channels;
      for (let place = from; place < from + columns * channels; place++) pixels[place] = Math.floor(random() * 256);
    }
  }
}

/** An engine of another build with the same images, classes and weights; the images are in their order. */
export function copyWithBuild(engine: WasmEngine, build: EngineBuild): WasmEngine {
  const copy = new WasmEngine(engineModule(build), engine.config, build);
  for (const split of ['train', 'test'] as const) {
    copy.images(split).set(engine.images(split));
    copy.labels(split).set(engine.labels(split));
  }
  engine.parameters.forEach((_, index) => copy.writeWeights(index, engine.readWeights(index)));
  copy.setOrder(Uint32Array.from({ length: engine.config.images.train }, (_, index) => index));
  return copy;
}

/** The largest difference between two tensors, relative to the largest value of the second. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let largest = 0;
  for (let index = 0; index < expected.length; index++) {
    difference = Math.max(difference, Math.abs(actual[index] - expected[index]));
    largest = Math.max(largest, Math.abs(expected[index]));
  }
  return difference === 0 ? 0 : difference / largest;
}
