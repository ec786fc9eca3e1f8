import { requireLayerRates } from '../../domain/layers.ts';
import { type ParameterTensor, parameterTensors } from '../../domain/network.ts';
import type { Engine, EngineConfig, EngineState, Evaluation, Split, StepMeasurements } from '../engine.ts';
import type { EngineBuild } from './build.ts';
import { instantiate, type Kernels } from './kernels.ts';
import { growTo, layoutMemory, type MemoryLayout } from './memoryLayout.ts';
import { ParameterStep } from './parameterStep.ts';
import { requireSupported } from './support.ts';

/** An instance of the module, whose memory is all zeros but for the images and labels of the engine before, if they are to stay. */
export interface EngineMemory {
  readonly kernels: Kernels;
  readonly hasImages: boolean;
}

/** The engine that comes with the extension: SIMD kernels in WebAssembly, on one linear memory that is laid out once. */
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
   * @param module what buildEngine compiled for `build`
   * @throws UnsupportedError if the engine cannot train this network or optimizer, or not in the memory there is
   * @throws RangeError if a layer is given a factor that the network has not
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
    this.#write(this.layout.parameterPiece, index, values);
  }

  readWeights(index: number): Float32Array {
    return this.#read(this.layout.parameterPiece, index);
  }

  readGradients(index: number): Float32Array {
    return this.#read(this.layout.gradientPiece, index);
  }

  saveState(): EngineState {
    const save = (piece: number): Float32Array[] => this.parameters.map((_, index) => this.#read(piece, index));
    return {
      steps: this.#steps,
      weights: save(this.layout.parameterPiece),
      moments: this.layout.momentPieces.map(save),
    };
  }

  restoreState({ steps, weights, moments }: EngineState): void {
    const { parameterPiece, momentPieces } = this.layout;
    const tensors = this.parameters.length;
    if (moments.length !== momentPieces.length || [weights, ...moments].some(({ length }) => length !== tensors)) {
      throw new RangeError('The saved state is of another network or optimizer.');
    }
    const restore = (piece: number, values: readonly Float32Array[]): void =>
      values.forEach((tensor, index) => this.#write(piece, index, tensor));
    restore(parameterPiece, weights);
    momentPieces.forEach((piece, index) => restore(piece, moments[index]));
    this.#steps = steps;
  }

  trainStep(start: number, count: number, learningRate: number): number {
    const loss = this.gradients(start, count);
    this.#step.take(learningRate, ++this.#steps, count);
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

  #read(piece: number, index: number): Float32Array {
    const floats = this.#piece(piece);
    const places = this.layout.parameters.places[index];
    const values = new Float32Array(places.length);
    places.forEach((place, position) => (values[position] = floats[place]));
    return values;
  }

  #write(piece: number, index: number, values: Float32Array): void {
    const places = this.layout.parameters.places[index];
    if (values.length !== places.length) {
      throw new RangeError(`${this.parameters[index].name} has ${places.length} values, not ${values.length}.`);
    }
    const floats = this.#piece(piece);
    places.forEach((place, position) => (floats[place] = values[position]));
  }

  #piece(address: number): Float32Array {
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
