import { requireLayerRates } from '../../domain/layers.ts';
import { type ParameterTensor, parameterTensors } from '../../domain/network.ts';
import type { Engine, EngineConfig, EngineState, Evaluation, Split, StepMeasurements } from '../engine.ts';
import type { EngineBuild } from './build.ts';
import { instantiate, type Kernels } from './kernels.ts';
import { growTo, layoutMemory, type MemoryLayout } from './memoryLayout.ts';
import { ParameterStep } from './parameterStep.ts';
import { requireSupported } from './support.ts';

/** An instance of the module. Its memory is filled with zeros, except for the images and labels of the previous engine if they are reused. */
export interface EngineMemory {
  readonly kernels: Kernels;
  readonly hasImages: boolean;
}

/** The built-in engine: SIMD kernels in WebAssembly, with one linear memory that is laid out once. */
export class WasmEngine implements Engine {
  readonly name = 'wasm';
  readonly parameters: readonly ParameterTensor[];
  readonly hasImages: boolean;
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  readonly #step: ParameterStep;
  #orderLength = 0;
  /** Optimizer steps done. */
  #steps = 0;

  /**
   * @param module compiled from engine-<build>.wasm
   * @throws UnsupportedError if the engine cannot train this network or optimizer, or there is not enough memory
   * @throws RangeError if rateFactors names a layer that the network does not have
   */
  constructor(
    module: WebAssembly.Module,
    readonly config: EngineConfig,
    readonly build: EngineBuild,
    { kernels, hasImages }: EngineMemory = { kernels: instantiate(module), hasImages: false },
  ) {
    requireSupported(config);
    requireLayerRates(config.network, config.rateFactors ?? {});
    this.kernels = kernels;
    this.hasImages = hasImages;
    this.memory = kernels.memory;
    this.layout = layoutMemory(config, kernels.freeMemory());
    this.#step = new ParameterStep(config, kernels, this.layout);
    growTo(this.memory, this.layout.bytes);
    this.layout.describe(new DataView(this.memory.buffer));
    this.parameters = parameterTensors(config.network);
  }

  images(split: Split): Uint8Array {
    const [height, width, channels] = this.config.network.input;
    return new Uint8Array(
      this.memory.buffer,
      this.layout.splits[split].images,
      this.config.images[split] * height * width * channels,
    );
  }

  labels(split: Split): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.layout.splits[split].labels, this.config.images[split]);
  }

  setOrder(order: Uint32Array): void {
    const images = this.config.images.train;
    if (order.length > images)
      throw new RangeError(`An order has at most one entry for each of the ${images} images, not ${order.length}.`);
    const stray = order.find((index) => index >= images);
    if (stray !== undefined) throw new RangeError(`An order names the images 0 to ${images - 1}, not ${stray}.`);
    new Uint32Array(this.memory.buffer, this.layout.order, order.length).set(order);
    this.#orderLength = order.length;
  }

  writeWeights(index: number, values: Float32Array): void {
    this.#write(this.layout.parameterRegion, index, values);
  }

  readWeights(index: number): Float32Array {
    return this.#read(this.layout.parameterRegion, index);
  }

  readGradients(index: number): Float32Array {
    return this.#read(this.layout.gradientRegion, index);
  }

  saveState(): EngineState {
    const save = (region: number): Float32Array[] => this.parameters.map((_, index) => this.#read(region, index));
    return {
      steps: this.#steps,
      weights: save(this.layout.parameterRegion),
      moments: this.layout.momentRegions.map(save),
    };
  }

  restoreState({ steps, weights, moments }: EngineState): void {
    const { parameterRegion, momentRegions } = this.layout;
    const tensors = this.parameters.length;
    if (moments.length !== momentRegions.length || [weights, ...moments].some(({ length }) => length !== tensors)) {
      throw new RangeError('The saved state is of another network or optimizer.');
    }
    const restore = (region: number, values: readonly Float32Array[]): void =>
      values.forEach((tensor, index) => this.#write(region, index, tensor));
    restore(parameterRegion, weights);
    momentRegions.forEach((region, index) => restore(region, moments[index]));
    this.#steps = steps;
  }

  trainStep(start: number, count: number, learningRate: number): number {
    const loss = this.gradients(start, count);
    this.#step.apply(learningRate, ++this.#steps, count);
    return loss;
  }

  measurements(): StepMeasurements {
    return this.#step.measurements;
  }

  gradients(start: number, count: number): number {
    this.#requireBatch(start, count, this.#orderLength);
    return this.kernels.gradients(this.layout.model, start, count);
  }

  evaluate(split: Split, start: number, count: number): Evaluation {
    this.#requireBatch(start, count, this.config.images[split]);
    const lossSum = this.kernels.evaluate(this.layout.model, this.layout.splits[split].descriptor, start, count);
    return { lossSum, correct: new Uint32Array(this.memory.buffer, this.layout.correct, 1)[0] };
  }

  #read(region: number, index: number): Float32Array {
    const floats = this.#floatsOf(region);
    const indices = this.layout.parameters.indices[index];
    const values = new Float32Array(indices.length);
    indices.forEach((index, position) => (values[position] = floats[index]));
    return values;
  }

  #write(region: number, index: number, values: Float32Array): void {
    const indices = this.layout.parameters.indices[index];
    if (values.length !== indices.length) {
      throw new RangeError(`${this.parameters[index].name} has ${indices.length} values, not ${values.length}.`);
    }
    const floats = this.#floatsOf(region);
    indices.forEach((index, position) => (floats[index] = values[position]));
  }

  #floatsOf(address: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, this.layout.parameters.bytes / 4);
  }

  #requireBatch(start: number, count: number, available: number): void {
    const { batchSize } = this.config;
    if (!(
      Number.isInteger(start) &&
      Number.isInteger(count) &&
      start >= 0 &&
      count >= 1 &&
      count <= batchSize &&
      start + count <= available
    )) {
      throw new RangeError(
        `A batch takes 1 to ${batchSize} of the ${available} images that there are, not ${count} from number ${start} on.`,
      );
    }
  }
}
