import type { ParameterTensor } from '../../domain/network.ts';
import { parameterTensors, sizeOf } from '../../domain/network.ts';
import type { Engine, EngineConfig, EngineState, Evaluation, Split } from '../engine.ts';
import { meanLoss, outputsOf } from './forwardPass.ts';
import type { LoadedTensorflow, Tensor, Tensor4D, Tensorflow } from './load.ts';
import { requireSupported } from './support.ts';
import { findRule } from './updateRules.ts';
import type { UpdateRule } from './updateRules.ts';
import { fromPytorch, toPytorch, weightLayouts } from './weightLayout.ts';
import type { WeightLayout } from './weightLayout.ts';

/** The input value of each byte of an image. */
const INTENSITIES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Trains with TensorFlow's native library: forward pass and gradients are TensorFlow's own, the update is made of its operations. */
export class TensorflowEngine implements Engine {
  readonly name = 'tensorflow';
  readonly build: string;
  readonly parameters: readonly ParameterTensor[];
  readonly #tf: Tensorflow;
  readonly #rule: UpdateRule;
  readonly #layouts: readonly WeightLayout[];
  readonly #images: Readonly<Record<Split, Uint8Array>>;
  readonly #labels: Readonly<Record<Split, Uint8Array>>;
  readonly #weights: Tensor[];
  readonly #gradients: Tensor[];
  /** By parameter tensor, then by moment. */
  readonly #moments: Tensor[][];
  #order = new Uint32Array();
  /** Optimizer steps done. */
  #steps = 0;

  /** @throws UnsupportedError if TensorFlow.js cannot train this network or has no such optimizer */
  constructor({ tf, build }: LoadedTensorflow, readonly config: EngineConfig) {
    const { network, optimizer, images } = config;
    requireSupported(config);
    this.build = build;
    this.parameters = parameterTensors(network);
    this.#tf = tf;
    this.#rule = findRule(optimizer)!;
    this.#layouts = weightLayouts(network, this.parameters);
    this.#images = { train: new Uint8Array(images.train * sizeOf(network.input)), test: new Uint8Array(images.test * sizeOf(network.input)) };
    this.#labels = { train: new Uint8Array(images.train), test: new Uint8Array(images.test) };
    const zeros = (): Tensor[] => this.#layouts.map(({ shape }) => tf.zeros(shape));
    this.#weights = zeros();
    this.#gradients = zeros();
    const moments = Array.from({ length: this.#rule.moments }, zeros);
    this.#moments = this.#layouts.map((_, index) => moments.map((tensors) => tensors[index]));
  }

  images(split: Split): Uint8Array {
    return this.#images[split];
  }

  labels(split: Split): Uint8Array {
    return this.#labels[split];
  }

  setOrder(order: Uint32Array): void {
    const images = this.config.images.train;
    if (order.some((image) => image >= images)) throw new RangeError(`An order names the images 0 to ${images - 1} only.`);
    this.#order = order.slice();
  }

  writeWeights(index: number, values: Float32Array): void {
    this.#weights[index] = this.#replace(this.#weights[index], index, values);
  }

  readWeights(index: number): Float32Array {
    return toPytorch(this.#tf, this.#layouts[index], this.#weights[index]);
  }

  readGradients(index: number): Float32Array {
    return toPytorch(this.#tf, this.#layouts[index], this.#gradients[index]);
  }

  saveState(): EngineState {
    const read = (tensor: Tensor, index: number): Float32Array => toPytorch(this.#tf, this.#layouts[index], tensor);
    return {
      steps: this.#steps,
      weights: this.#weights.map(read),
      moments: Array.from({ length: this.#rule.moments }, (_, moment) => this.#moments.map((tensors, index) => read(tensors[moment], index))),
    };
  }

  restoreState({ steps, weights, moments }: EngineState): void {
    const fits = (tensors: readonly Float32Array[]): boolean =>
      tensors.length === this.parameters.length && tensors.every(({ length }, index) => length === sizeOf(this.parameters[index].shape));
    if (moments.length !== this.#rule.moments || ![weights, ...moments].every(fits)) {
      throw new RangeError('The saved state is of another network or optimizer.');
    }
    weights.forEach((values, index) => this.writeWeights(index, values));
    moments.forEach((tensors, moment) => {
      tensors.forEach((values, index) => (this.#moments[index][moment] = this.#replace(this.#moments[index][moment], index, values)));
    });
    this.#steps = steps;
  }

  trainStep(start: number, count: number, learningRate: number): number {
    const loss = this.gradients(start, count);
    this.#steps++;
    this.#weights.forEach((weight, index) => {
      const old = { weight, gradient: this.#gradients[index], moments: this.#moments[index] };
      const updated = this.#tf.tidy(() => this.#rule.apply({ ...old, rate: learningRate, step: this.#steps }));
      this.#tf.dispose([weight, ...old.moments]);
      this.#weights[index] = updated.weight;
      this.#moments[index] = updated.moments;
    });
    return loss;
  }

  gradients(start: number, count: number): number {
    this.#requireBatch(start, count, this.#order.length);
    const batch = this.#order.subarray(start, start + count);
    const labels = Uint8Array.from(batch, (image) => this.#labels.train[image]);
    const lossOf = (...weights: Tensor[]) => meanLoss(this.#tf, this.config.network.loss, this.#forward(this.#batchOf('train', batch), weights), labels);
    const { value, grads } = this.#tf.tidy(() => this.#tf.valueAndGrads(lossOf)(this.#weights));
    this.#tf.dispose(this.#gradients);
    grads.forEach((gradient, index) => (this.#gradients[index] = gradient));
    const [loss] = value.dataSync();
    value.dispose();
    return loss;
  }

  evaluate(split: Split, start: number, count: number): Evaluation {
    this.#requireBatch(start, count, this.config.images[split]);
    const batch = Uint32Array.from({ length: count }, (_, index) => start + index);
    const labels = this.#labels[split].slice(start, start + count);
    const { outputs, mean } = this.#tf.tidy(() => {
      const outputs = this.#forward(this.#batchOf(split, batch), this.#weights);
      return { outputs, mean: meanLoss(this.#tf, this.config.network.loss, outputs, labels) };
    });
    const evaluation = { lossSum: mean.dataSync()[0] * count, correct: countCorrect(outputs.dataSync(), labels) };
    this.#tf.dispose([outputs, mean]);
    return evaluation;
  }

  dispose(): void {
    this.#tf.dispose([this.#weights, this.#gradients, ...this.#moments].flat());
  }

  #forward(images: Tensor4D, weights: readonly Tensor[]) {
    return outputsOf(this.#tf, this.config.network, images, weights);
  }

  /** The images with these numbers, [images, height, width, channels]. */
  #batchOf(split: Split, numbers: Uint32Array): Tensor4D {
    const { input } = this.config.network;
    const size = sizeOf(input);
    const values = new Float32Array(numbers.length * size);
    numbers.forEach((image, place) => {
      const bytes = this.#images[split].subarray(image * size, (image + 1) * size);
      bytes.forEach((byte, pixel) => (values[place * size + pixel] = INTENSITIES[byte]));
    });
    return this.#tf.tensor4d(values, [numbers.length, ...input]);
  }

  #replace(old: Tensor, index: number, values: Float32Array): Tensor {
    const { name, shape } = this.parameters[index];
    if (values.length !== sizeOf(shape)) throw new RangeError(`${name} has ${sizeOf(shape)} values, not ${values.length}.`);
    old.dispose();
    return fromPytorch(this.#tf, this.#layouts[index], values);
  }

  #requireBatch(start: number, count: number, available: number): void {
    const { batchSize } = this.config;
    if (!(Number.isInteger(start) && Number.isInteger(count) && start >= 0 && count >= 1 && count <= batchSize && start + count <= available)) {
      throw new RangeError(`A batch takes 1 to ${batchSize} of the ${available} images that there are, not ${count} from number ${start} on.`);
    }
  }
}

/** Images whose largest output, the first of equals, is at their label. */
function countCorrect(outputs: Float32Array | Int32Array | Uint8Array, labels: Uint8Array): number {
  const classes = outputs.length / labels.length;
  return labels.reduce((correct, label, image) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (outputs[image * classes + c] > outputs[image * classes + best]) best = c;
    return correct + (best === label ? 1 : 0);
  }, 0);
}
