import { blockShapes, type Network, parameterTensors, sizeOf } from '../../domain/network.ts';
import { roundUp } from './arena.ts';

const FLOAT = 4;
/** Floats in a vector. */
const LANES = 4;
/** Outputs that a dense layer computes together; TILE_OUTPUTS in assembly/denseForward.ts. */
const TILE_OUTPUTS = 4;

/** Addresses of a layer's tensors, named like the descriptors' fields. */
export interface LayerParameters {
  readonly weights: number;
  readonly biases: number;
  readonly weightGradients: number;
  readonly biasGradients: number;
}

/** All parameters are in one region, so that an optimizer needs only one loop. Gradients and moments have regions with the same layout. */
export interface ParameterLayout {
  readonly bytes: number;
  readonly layers: readonly LayerParameters[];
  /** For each tensor in the order of parameterTensors, the indices of its values in PyTorch's order, in floats from the start of a region. */
  readonly indices: readonly Uint32Array[];
}

/** A tensor in the engine's layout: its size in floats, padding included, and the index of each value (computed only when it is known to fit). */
interface TensorLayout {
  readonly size: number;
  indices(): Uint32Array;
}

/** Number of floats for a network's parameters, padding included. */
export function parameterFloats(network: Network): number {
  return tensorLayouts(network).reduce((sum, tensor) => sum + tensor.size, 0);
}

/** Lays out the regions of the parameters and gradients that start at these addresses. */
export function layoutParameters(network: Network, parameters: number, gradients: number): ParameterLayout {
  const tensors = tensorLayouts(network);
  const offsets: number[] = [];
  let floats = 0;
  for (const tensor of tensors) {
    offsets.push(floats);
    floats += tensor.size;
  }
  const layers: LayerParameters[] = [];
  for (let index = 0; index < tensors.length; index += 2) {
    const [weights, biases] = [offsets[index] * FLOAT, offsets[index + 1] * FLOAT];
    layers.push({
      weights: parameters + weights,
      biases: parameters + biases,
      weightGradients: gradients + weights,
      biasGradients: gradients + biases,
    });
  }
  return {
    bytes: floats * FLOAT,
    layers,
    indices: tensors.map((tensor, index) => tensor.indices().map((position) => position + offsets[index])),
  };
}

function tensorLayouts(network: Network): TensorLayout[] {
  const shapes = blockShapes(network);
  const features = shapes.length > 0 ? shapes[shapes.length - 1].pooled : network.input;
  const firstDense = network.blocks.length;
  return parameterTensors(network).map(({ shape }, index) => {
    const layer = Math.floor(index / 2);
    if (shape.length === 1) return biases(shape[0]);
    if (shape.length === 4) return filters(shape);
    return layer === firstDense ? denseAfterConvolution(shape[0], features) : denseWeights(shape[0], shape[1]);
  });
}

function biases(count: number): TensorLayout {
  return { size: roundUp(count, LANES), indices: () => Uint32Array.from({ length: count }, (_, index) => index) };
}

/** PyTorch's [out][in][row][column] as [out][row][column][in], with kernel rows padded to whole vectors. */
function filters([outputs, inputs, height, width]: readonly number[]): TensorLayout {
  const rowStride = roundUp(width * inputs, LANES);
  const indices = (): Uint32Array => {
    const result = new Uint32Array(sizeOf([outputs, inputs, height, width]));
    let index = 0;
    for (let output = 0; output < outputs; output++) {
      for (let input = 0; input < inputs; input++) {
        for (let row = 0; row < height; row++) {
          for (let column = 0; column < width; column++) {
            result[index++] = (output * height + row) * rowStride + column * inputs + input;
          }
        }
      }
    }
    return result;
  };
  return { size: outputs * height * rowStride, indices };
}

/** [out][in], padded to whole vectors in a row and to whole tiles of rows (assembly/denseForward.ts). */
function denseWeights(outputs: number, inputs: number, inputIndex = (input: number) => input): TensorLayout {
  const stride = roundUp(inputs, LANES);
  const indices = (): Uint32Array =>
    Uint32Array.from(
      { length: outputs * inputs },
      (_, index) => Math.floor(index / inputs) * stride + inputIndex(index % inputs),
    );
  return { size: roundUp(outputs, TILE_OUTPUTS) * stride, indices };
}

/** Dense weights whose inputs are [channel][row][column] in PyTorch and [row][column][channel] in the engine. */
function denseAfterConvolution(outputs: number, [height, width, channels]: readonly number[]): TensorLayout {
  const area = height * width;
  return denseWeights(outputs, area * channels, (input) => (input % area) * channels + Math.floor(input / area));
}
