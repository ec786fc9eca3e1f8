import { blockShapes, sizeOf } from '../domain/network.ts';
import type { Network } from '../domain/network.ts';

/**
 * A layer as sums over patches of its inputs: a convolution with ReLU and pooling, or a dense layer, whose only patch is all of its inputs.
 * Planes are [channel][row][column], as in PyTorch; those of a convolution with the padding "same" have a border of zeros.
 */
export interface LayerPlan {
  /** Output channels, or units. */
  readonly units: number;
  /** Places of the layer's weights [unit][tap] and biases [unit] among all parameters. */
  readonly weights: number;
  readonly biases: number;
  /** Length of the inputs, borders included. */
  readonly inputs: number;
  /** From the beginning of a patch to each of its numbers. */
  readonly taps: Int32Array;
  /** For each output of a unit, where the patches begin that pooling takes the largest of. */
  readonly patches: readonly (readonly number[])[];
  /** Where the next layer has each output of the first unit, and how far apart the units are there. */
  readonly places: Int32Array;
  readonly unitStride: number;
  /** Whether ReLU follows: everywhere but at the end. */
  readonly relu: boolean;
}

/** The layers of a network, from the first to the last, and where the pixels of an image go. */
export interface NetworkPlan {
  readonly layers: readonly LayerPlan[];
  /** Where the first layer has each pixel of an image, [row][column][channel]. */
  readonly pixels: Int32Array;
  /** Number of all weights and biases. */
  readonly parameters: number;
}

interface Plane {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly border: number;
}

/** Plans the layers of a network, whose parameters lie one tensor after another in the order of parameterTensors. */
export function planNetwork(network: Network): NetworkPlan {
  const shapes = blockShapes(network);
  const [height, width, channels] = network.input;
  const planes = [[height, width, channels] as const, ...shapes.map(({ pooled }) => pooled)].map(
    ([rows, columns, depth], index): Plane => {
      const block = network.blocks.at(index);
      const border = index < network.blocks.length && block?.same ? (block.kernel - 1) / 2 : 0;
      return { height: rows, width: columns, channels: depth, border };
    },
  );
  const layers: LayerPlan[] = [];
  let parameters = 0;
  const add = (layer: Omit<LayerPlan, 'weights' | 'biases'>): void => {
    const weights = parameters;
    const biases = weights + layer.units * layer.taps.length;
    parameters = biases + layer.units;
    layers.push({ ...layer, weights, biases });
  };
  network.blocks.forEach(({ kernel, pool }, index) => {
    const [input, output] = [planes[index], planes[index + 1]];
    const rowLength = input.width + 2 * input.border;
    const planeLength = planeLengthOf(input);
    add({
      units: output.channels,
      inputs: input.channels * planeLength,
      taps: grid([input.channels, kernel, kernel], [planeLength, rowLength, 1]),
      patches: Array.from(grid([output.height, output.width], [pool * rowLength, pool]), (first) =>
        Array.from(grid([pool, pool], [rowLength, 1]), (offset) => first + offset),
      ),
      places: placesOf(output),
      unitStride: planeLengthOf(output),
      relu: true,
    });
  });
  let inputs = planes.at(-1)!.channels * planeLengthOf(planes.at(-1)!);
  for (const [index, units] of [...network.hidden, network.outputs].entries()) {
    add({
      units,
      inputs,
      taps: grid([inputs], [1]),
      patches: [[0]],
      places: Int32Array.of(0),
      unitStride: 1,
      relu: index < network.hidden.length,
    });
    inputs = units;
  }
  const image = placesOf(planes[0]);
  const pixels = Int32Array.from({ length: sizeOf(network.input) }, (_, index) => {
    return image[Math.floor(index / channels)] + (index % channels) * planeLengthOf(planes[0]);
  });
  return { layers, pixels, parameters };
}

function planeLengthOf({ height, width, border }: Plane): number {
  return (height + 2 * border) * (width + 2 * border);
}

/** Where the pixels of a plane are, inside its border. */
function placesOf({ height, width, border }: Plane): Int32Array {
  const rowLength = width + 2 * border;
  return grid([height, width], [rowLength, 1]).map((place) => place + border * rowLength + border);
}

/** Σ index · stride for all indices below the counts, the last one fastest. */
function grid(counts: readonly number[], strides: readonly number[]): Int32Array {
  let places = [0];
  counts.forEach((count, axis) => {
    places = places.flatMap((place) => Array.from({ length: count }, (_, index) => place + index * strides[axis]));
  });
  return Int32Array.from(places);
}
