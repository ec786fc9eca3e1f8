import type { ParameterTensor } from '../../domain/network.ts';
import { parameterTensors, sizeOf } from '../../domain/network.ts';
import type { Engine, EngineConfig, EngineState, Evaluation, Split, StepMeasurements } from '../engine.ts';
import { layerNames } from '../../domain/layers.ts';
import { countDead, forwardPass, meanLoss } from './forwardPass.ts';
import type { LoadedTensorflow, Tensor, Tensor4D, Tensorflow } from './load.ts';
import { merge, ParameterStep } from './parameterStep.ts';
import type { Tensors } from './parameterStep.ts';
import { requireSupported } from './support.ts';
import { updateRuleFor } from './updateRules.ts';
import { fromPytorch, toPytorch, weightLayouts } from './weightLayout.ts';
import type { WeightLayout } from './weightLayout.ts';

/** The input value of each byte of an image. */
const INTENSITIES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Trains with TensorFlow's native library, which computes the forward pass and the gradients; the update is composed of its operations. */
export class TensorflowEngine implements Engine {
  readonly name = 'tensorflow';
  readonly build: string;
  readonly parameters: readonly ParameterTensor[];
  readonly #tf: Tensorflow;
  readonly #layouts: readonly WeightLayout[];
  readonly #images: Readonly<Record<Split, Uint8Array>>;
  readonly #labels: Readonly<Record<Split, Uint8Array>>;
  readonly #tensors: Tensors;
  readonly #step: ParameterStep;
  #order = new Uint32Array();
  /** Optimizer steps done. */
  #steps = 0;
  #measurements: StepMeasurements = {};

  /** @throws UnsupportedError if TensorFlow.js cannot train this network or does not have the optimizer */
  constructor(
    { tf, build }: LoadedTensorflow,
    readonly config: EngineConfig,
  ) {
    const { network, optimizer, images } = config;
    requireSupported(config);
    this.build = build;
    this.parameters = parameterTensors(network);
    this.#tf = tf;
    this.#layouts = weightLayouts(network, this.parameters);
    this.#images = {
      train: new Uint8Array(images.train * sizeOf(network.input)),
      test: new Uint8Array(images.test * sizeOf(network.input)),
    };
    this.#labels = { train: new Uint8Array(images.train), test: new Uint8Array(images.test) };
    const zeros = (): Tensor[] => this.#layouts.map(({ shape }) => tf.zeros(shape));
    const rule = updateRuleFor(optimizer)!;
    const moments = this.#layouts.map(({ shape }) => Array.from({ length: rule.moments }, () => tf.zeros(shape)));
    this.#tensors = { weights: zeros(), gradients: zeros(), moments };
    this.#step = new ParameterStep(tf, config, rule, this.#tensors);
  }

  images(split: Split): Uint8Array {
    return this.#images[split];
  }

  labels(split: Split): Uint8Array {
    return this.#labels[split];
  }

  setOrder(order: Uint32Array): void {
    const images = this.config.images.train;
    if (order.some((image) => image >= images))
      throw new RangeError(`An order names the images 0 to ${images - 1} only.`);
    this.#order = order.slice();
  }

  writeWeights(index: number, values: Float32Array): void {
    this.#write(this.#tensors.weights, index, index, values);
  }

  readWeights(index: number): Float32Array {
    return this.#read(this.#tensors.weights[index], index);
  }

  readGradients(index: number): Float32Array {
    return this.#read(this.#tensors.gradients[index], index);
  }

  saveState(): EngineState {
    const { weights, moments } = this.#tensors;
    const kinds = moments[0].map((_, kind) => moments.map((tensors, index) => this.#read(tensors[kind], index)));
    return { steps: this.#steps, weights: weights.map((tensor, index) => this.#read(tensor, index)), moments: kinds };
  }

  restoreState({ steps, weights, moments }: EngineState): void {
    const fits = (tensors: readonly Float32Array[]): boolean =>
      tensors.length === this.parameters.length &&
      tensors.every(({ length }, index) => length === sizeOf(this.parameters[index].shape));
    if (moments.length !== this.#tensors.moments[0].length || ![weights, ...moments].every(fits)) {
      throw new RangeError('The saved state is of another network or optimizer.');
    }
    weights.forEach((values, index) => this.writeWeights(index, values));
    moments.forEach((kind, number) =>
      kind.forEach((values, index) => this.#write(this.#tensors.moments[index], number, index, values)),
    );
    this.#steps = steps;
  }

  trainStep(start: number, count: number, learningRate: number): number {
    const loss = this.gradients(start, count);
    const dead = this.config.measures?.includes('dead-share')
      ? this.#deadShare(this.#order.subarray(start, start + count))
      : {};
    this.#measurements = merge(this.#step.apply(learningRate, ++this.#steps), dead);
    return loss;
  }

  measurements(): StepMeasurements {
    return this.#measurements;
  }

  gradients(start: number, count: number): number {
    this.#requireBatch(start, count, this.#order.length);
    const batch = this.#order.subarray(start, start + count);
    const labels = Uint8Array.from(batch, (image) => this.#labels.train[image]);
    const lossOf = (...weights: Tensor[]) =>
      meanLoss(this.#tf, this.config.network.loss, this.#pass('train', batch, weights).outputs, labels);
    const { weights, gradients } = this.#tensors;
    const { value, grads } = this.#tf.tidy(() => this.#tf.valueAndGrads(lossOf)(weights));
    this.#tf.dispose(gradients);
    gradients.splice(0, gradients.length, ...grads);
    const [loss] = value.dataSync();
    value.dispose();
    return loss;
  }

  evaluate(split: Split, start: number, count: number): Evaluation {
    this.#requireBatch(start, count, this.config.images[split]);
    const batch = Uint32Array.from({ length: count }, (_, index) => start + index);
    const labels = this.#labels[split].slice(start, start + count);
    const { outputs, mean } = this.#tf.tidy(() => {
      const { outputs } = this.#pass(split, batch, this.#tensors.weights);
      return { outputs, mean: meanLoss(this.#tf, this.config.network.loss, outputs, labels) };
    });
    const evaluation = { lossSum: mean.dataSync()[0] * count, correct: countCorrect(outputs.dataSync(), labels) };
    this.#tf.dispose([outputs, mean]);
    return evaluation;
  }

  dispose(): void {
    const { weights, gradients, moments } = this.#tensors;
    this.#tf.dispose([...weights, ...gradients, ...moments.flat()]);
  }

  /** The forward pass of the images with these indices. */
  #pass(split: Split, images: Uint32Array, weights: readonly Tensor[]) {
    return forwardPass(this.#tf, this.config.network, this.#batchOf(split, images), weights);
  }

  /** Empty for a network without ReLU. */
  #deadShare(images: Uint32Array): StepMeasurements {
    const activations = this.#tf.tidy(() => this.#pass('train', images, this.#tensors.weights).activations);
    if (activations.length === 0) return {};
    const layers = activations.map((tensor) => ({ units: tensor.shape.at(-1)!, dead: countDead(this.#tf, tensor) }));
    this.#tf.dispose(activations);
    const sum = (what: 'units' | 'dead'): number => layers.reduce((total, layer) => total + layer[what], 0);
    const names = layerNames(this.config.network);
    return {
      deadShare: sum('dead') / sum('units'),
      extra: Object.fromEntries(layers.map(({ units, dead }, index) => [`deadShare.${names[index]}`, dead / units])),
    };
  }

  /** The images with these indices, [images, height, width, channels]. */
  #batchOf(split: Split, indices: Uint32Array): Tensor4D {
    const { input } = this.config.network;
    const size = sizeOf(input);
    const values = new Float32Array(indices.length * size);
    indices.forEach((image, position) => {
      const bytes = this.#images[split].subarray(image * size, (image + 1) * size);
      bytes.forEach((byte, pixel) => (values[position * size + pixel] = INTENSITIES[byte]));
    });
    return this.#tf.tensor4d(values, [indices.length, ...input]);
  }

  #read(tensor: Tensor, index: number): Float32Array {
    return toPytorch(this.#tf, this.#layouts[index], tensor);
  }

  /** Replaces tensors[position] by values of parameter `index`, in PyTorch's layout. */
  #write(tensors: Tensor[], position: number, index: number, values: Float32Array): void {
    const { name, shape } = this.parameters[index];
    if (values.length !== sizeOf(shape))
      throw new RangeError(`${name} has ${sizeOf(shape)} values, not ${values.length}.`);
    tensors[position].dispose();
    tensors[position] = fromPytorch(this.#tf, this.#layouts[index], values);
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

/** Number of images whose largest output (the first of equal ones) is at their label. */
function countCorrect(outputs: Float32Array | Int32Array | Uint8Array, labels: Uint8Array): number {
  const classes = outputs.length / labels.length;
  return labels.reduce((correct, label, image) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (outputs[image * classes + c] > outputs[image * classes + best]) best = c;
    return correct + (best === label ? 1 : 0);
  }, 0);
}
