import type { Network } from '../domain/network.ts';
import { planNetwork } from './layerPlan.ts';
import type { LayerPlan, NetworkPlan } from './layerPlan.ts';

/** What a layer has of one image, at weights that stay: its inputs, the patch that won for each output, and the gradient by each. */
interface Trace {
  readonly inputs: Float64Array;
  /** Where the patch begins whose sum is the output, [unit][output]; −1 if ReLU made the output 0. */
  readonly winners: Int32Array;
  /** Of the mean loss by the outputs, [unit][output]. */
  readonly gradients: Float64Array;
}

/** An image: what all layers have of it, and its class's outputs. */
interface ImageTrace {
  readonly layers: readonly Trace[];
  readonly outputs: Float64Array;
}

/**
 * The Hessian of the mean loss of some images by all weights and biases, as products with vectors: Pearlmutter's R-operator (1994, "Fast
 * Exact Multiplication by the Hessian") on the gradient, in double precision. It is exact, as automatic differentiation is. Finite
 * differences of gradients are not: a step over the kinks of ReLU and max-pooling changes them by leaps.
 */
export class Hessian {
  readonly #plan: NetworkPlan;
  /** By image, made with the first product: to make all at once would take long without a pause. */
  readonly #traces: ImageTrace[] = [];

  /**
   * @param weights all parameters, one tensor after another in PyTorch's layout
   * @param pixels [image][row][column][channel] of bytes
   * @param labels a class for each image
   */
  constructor(
    private readonly network: Network,
    private readonly weights: Float64Array,
    private readonly pixels: Uint8Array,
    private readonly labels: Uint8Array,
  ) {
    this.#plan = planNetwork(network);
  }

  /**
   * The product with a vector.
   * @param onImage called after each image, to yield to the event loop
   */
  async times(vector: Float64Array, onImage: () => Promise<void>): Promise<Float64Array> {
    const product = new Float64Array(vector.length);
    for (let image = 0; image < this.labels.length; image++) {
      this.#addProduct((this.#traces[image] ??= this.#trace(image)), vector, product);
      await onImage();
    }
    return product;
  }

  /** The forward and the backward pass of an image, of which all products need the results. */
  #trace(image: number): ImageTrace {
    const { layers, pixels } = this.#plan;
    const bytes = this.pixels.subarray(image * pixels.length, (image + 1) * pixels.length);
    let inputs = new Float64Array(layers[0].inputs);
    pixels.forEach((place, index) => (inputs[place] = bytes[index] / 255));
    const passed = layers.map((layer, index) => {
      const outputs = new Float64Array(layers[index + 1]?.inputs ?? layer.units);
      const trace = { inputs, winners: forward(layer, this.weights, inputs, outputs) };
      inputs = outputs;
      return trace;
    });
    const outputs = inputs;
    let gradients = lossGradient(this.network.loss, outputs, this.labels[image], this.labels.length);
    const traces: Trace[] = [];
    for (const [index, { inputs, winners }] of [...passed.entries()].reverse()) {
      const layer = layers[index];
      const own = gathered(layer, gradients);
      traces.unshift({ inputs, winners, gradients: own });
      gradients = new Float64Array(layer.inputs);
      if (index > 0) backward(layer, this.weights, winners, own, gradients);
    }
    return { layers: traces, outputs };
  }

  #addProduct({ layers: traces, outputs }: ImageTrace, vector: Float64Array, product: Float64Array): void {
    const { layers } = this.#plan;
    const { weights } = this;
    // How fast all inputs change as the weights move along the vector.
    const speeds = [new Float64Array(layers[0].inputs)];
    layers.forEach((layer, index) => {
      const next = new Float64Array(layers[index + 1]?.inputs ?? layer.units);
      forwardSpeed(layer, weights, vector, traces[index], speeds[index], next);
      speeds.push(next);
    });
    let change = lossGradientSpeed(this.network.loss, outputs, speeds.at(-1)!, this.labels.length);
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index];
      const below = new Float64Array(layer.inputs);
      const isFirst = index === 0;
      backwardSpeed(
        layer,
        weights,
        vector,
        traces[index],
        speeds[index],
        gathered(layer, change),
        product,
        isFirst ? null : below,
      );
      change = below;
    }
  }
}

/** @returns the winners */
function forward(layer: LayerPlan, weights: Float64Array, inputs: Float64Array, outputs: Float64Array): Int32Array {
  const { units, taps, patches, places, unitStride, relu } = layer;
  const winners = new Int32Array(units * patches.length);
  for (let unit = 0; unit < units; unit++) {
    const filter = layer.weights + unit * taps.length;
    patches.forEach((candidates, output) => {
      let [best, winner] = [-Infinity, -1];
      for (const patch of candidates) {
        let sum = weights[layer.biases + unit];
        for (let tap = 0; tap < taps.length; tap++) sum += weights[filter + tap] * inputs[patch + taps[tap]];
        if (sum > best) [best, winner] = [sum, patch];
      }
      const isOpen = !relu || best > 0;
      winners[unit * patches.length + output] = isOpen ? winner : -1;
      outputs[places[output] + unit * unitStride] = isOpen ? best : 0;
    });
  }
  return winners;
}

/** Calls for each output that ReLU lets through, with its unit's first weight and its patch. */
function forOpen(
  { units, weights, taps, patches }: LayerPlan,
  winners: Int32Array,
  visit: (index: number, filter: number, patch: number, unit: number, output: number) => void,
): void {
  for (let unit = 0; unit < units; unit++) {
    for (let output = 0; output < patches.length; output++) {
      const index = unit * patches.length + output;
      if (winners[index] >= 0) visit(index, weights + unit * taps.length, winners[index], unit, output);
    }
  }
}

/** Adds the gradients by the inputs, given those by the outputs. */
function backward(
  layer: LayerPlan,
  weights: Float64Array,
  winners: Int32Array,
  gradients: Float64Array,
  below: Float64Array,
): void {
  const { taps } = layer;
  forOpen(layer, winners, (index, filter, patch) => {
    for (let tap = 0; tap < taps.length; tap++) below[patch + taps[tap]] += gradients[index] * weights[filter + tap];
  });
}

function forwardSpeed(
  layer: LayerPlan,
  weights: Float64Array,
  vector: Float64Array,
  { inputs, winners }: Trace,
  speeds: Float64Array,
  next: Float64Array,
): void {
  const { taps, places, unitStride } = layer;
  forOpen(layer, winners, (_, filter, patch, unit, output) => {
    let sum = vector[layer.biases + unit];
    for (let tap = 0; tap < taps.length; tap++) {
      const input = patch + taps[tap];
      sum += vector[filter + tap] * inputs[input] + weights[filter + tap] * speeds[input];
    }
    next[places[output] + unit * unitStride] = sum;
  });
}

/**
 * Adds how fast the gradients by the weights change, and those by the inputs.
 * @param changes of the gradients by the outputs
 * @param below null if it is not needed
 */
function backwardSpeed(
  layer: LayerPlan,
  weights: Float64Array,
  vector: Float64Array,
  { inputs, winners, gradients }: Trace,
  speeds: Float64Array,
  changes: Float64Array,
  product: Float64Array,
  below: Float64Array | null,
): void {
  const { taps } = layer;
  forOpen(layer, winners, (index, filter, patch, unit) => {
    const gradient = gradients[index];
    const change = changes[index];
    product[layer.biases + unit] += change;
    for (let tap = 0; tap < taps.length; tap++) {
      const input = patch + taps[tap];
      product[filter + tap] += change * inputs[input] + gradient * speeds[input];
      if (below) below[input] += change * weights[filter + tap] + gradient * vector[filter + tap];
    }
  });
}

/** The numbers of a layer's outputs, [unit][output], from where the next layer has them. */
function gathered({ units, patches, places, unitStride }: LayerPlan, values: Float64Array): Float64Array {
  return Float64Array.from(
    { length: units * patches.length },
    (_, index) => values[places[index % patches.length] + Math.floor(index / patches.length) * unitStride],
  );
}

/** Gradient of the mean loss of `count` images by the outputs of one. */
function lossGradient(loss: Network['loss'], outputs: Float64Array, label: number, count: number): Float64Array {
  const target = (unit: number): number => (unit === label ? 1 : 0);
  if (loss === 'squared')
    return outputs.map((output, unit) => (2 * (output - target(unit))) / (outputs.length * count));
  return softmax(outputs).map((probability, unit) => (probability - target(unit)) / count);
}

/** How fast it changes as the outputs do. */
function lossGradientSpeed(
  loss: Network['loss'],
  outputs: Float64Array,
  speeds: Float64Array,
  count: number,
): Float64Array {
  if (loss === 'squared') return speeds.map((speed) => (2 * speed) / (outputs.length * count));
  const probabilities = softmax(outputs);
  const mean = speeds.reduce((sum, speed, unit) => sum + speed * probabilities[unit], 0);
  return speeds.map((speed, unit) => (probabilities[unit] * (speed - mean)) / count);
}

function softmax(outputs: Float64Array): Float64Array {
  const largest = Math.max(...outputs);
  const shares = outputs.map((output) => Math.exp(output - largest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
