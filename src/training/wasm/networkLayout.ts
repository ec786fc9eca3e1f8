import { blockShapes } from '../../domain/network.ts';
import type { EngineConfig } from '../engine.ts';
import { type Arena, roundUp } from './arena.ts';
import type { Descriptor } from './descriptors.ts';
import type { ParameterLayout } from './parameterLayout.ts';

const FLOAT = 4;
const VECTOR = 16;
/** First and end: two unsigned 32-bit numbers. */
const INTERVAL = 8;
/** Images that a dense layer computes together: TILE_IMAGES of assembly/denseForward.ts. */
const TILE_IMAGES = 2;
/** Images that go through the blocks together: IMAGES_AT_ONCE of assembly/passes.ts. */
export const IMAGES_AT_ONCE = 4;
/** Output channels that the forward pass of a convolution computes at once. */
const GROUP = 8;

/** A batch of planes [row][column][channel], all alike, inside a border of zeros. */
interface Planes {
  /** Top left corner, border included, of the first image's plane. */
  readonly address: number;
  /** Distance of the top left pixel inside the border from the corner. */
  readonly inside: number;
  readonly row: number;
  readonly stride: number;
}

/** The network as the kernels see it, without the data. */
export interface NetworkLayout {
  readonly pixels: Planes;
  /** Rows that an image lies in, and values of one. */
  readonly imageRows: number;
  readonly imageRowLength: number;
  /** Where each row of each image has something else than zeros; 0 if no block asks. */
  readonly inks: number;
  /** Index of the black image in all planes. */
  readonly blackImage: number;
  readonly blocks: readonly Descriptor<'Block'>[];
  readonly denses: readonly Descriptor<'Dense'>[];
}

/** Finds room for the activations and their gradients. */
export function layoutNetwork(config: EngineConfig, parameters: ParameterLayout, arena: Arena): NetworkLayout {
  const { network } = config;
  const batch = roundUp(config.batchSize, TILE_IMAGES);
  const blackImage = batch;
  const images = batch + 1;
  const shapes = blockShapes(network);
  const [height, width, channels] = network.input;

  // Without a convolution an image is one long row, as a dense layer wants it.
  const asRow = network.blocks.length === 0;
  const imageRows = asRow ? 1 : height;
  const imageRowLength = asRow ? height * width * channels : width * channels;
  const pixels = asRow
    ? takePlanes(arena, 'pixels', images, 1, imageRowLength, 1, 0)
    : takePlanes(arena, 'pixels', images, height, width, channels, border(network.blocks[0]));

  const blocks: Descriptor<'Block'>[] = [];
  let inputs = pixels;
  let inputGradients = 0;
  let blackInputGradients = 0;
  // The spans of a block that pools tell the next one where ink is; the first that does not pool ends that.
  let inks = network.blocks[0]?.pool === 2 ? arena.take('inks', images * imageRows * INTERVAL) : 0;
  const imageInks = inks;
  let inputHeight = height;
  network.blocks.forEach((block, index) => {
    const name = `block ${index + 1}`;
    const inputChannels = index === 0 ? channels : network.blocks[index - 1].channels;
    const [outputHeight, outputWidth] = shapes[index].pooled;
    const edge = border(network.blocks[index + 1]);
    const outputs = takePlanes(arena, `${name} outputs`, images, outputHeight, outputWidth, block.channels, edge);
    const isLast = index === network.blocks.length - 1;
    const before = isLast ? batch : IMAGES_AT_ONCE;
    const gradients = arena.take(`${name} gradients`, (before + 1) * outputs.stride);
    const spans = inks > 0 && block.pool === 2 ? arena.take(`${name} spans`, images * outputHeight * INTERVAL) : 0;
    const winnerStride = outputHeight * outputWidth * block.channels * FLOAT;
    const kernelRow = block.kernel * inputChannels * FLOAT;
    // Winograd's transforms are for kernels of 3 and take the input channels by vectors.
    const winograd = block.kernel === 3 && inputChannels % 4 === 0;
    const packedGroup =
      (winograd ? 16 * (1 + inputChannels) : 1 + block.kernel * block.kernel * inputChannels) * GROUP * FLOAT;
    blocks.push({
      inputs: inputs.address,
      inputStride: inputs.stride,
      inputRow: inputs.row,
      inputPixel: inputChannels * FLOAT,
      inputHeight,
      border: border(block),
      kernel: block.kernel,
      kernelRow,
      kernelRowStride: roundUp(kernelRow, VECTOR),
      channels: block.channels,
      outputHeight,
      outputWidth,
      pool: block.pool,
      outputs: outputs.address + outputs.inside,
      outputStride: outputs.stride,
      outputRow: outputs.row,
      winners: arena.take(`${name} winners`, images * winnerStride),
      winnerStride,
      spans,
      inks,
      ...parameters.layers[index],
      winograd: winograd ? 1 : 0,
      packed: arena.take(`${name} packed weights`, Math.ceil(block.channels / GROUP) * packedGroup),
      gradients: gradients + outputs.inside,
      blackGradients: gradients + before * outputs.stride + outputs.inside,
      inputGradients,
      blackInputGradients,
    });
    inputs = outputs;
    inputHeight = outputHeight;
    inks = spans;
    inputGradients = gradients;
    blackInputGradients = gradients + before * outputs.stride;
  });

  const denses: Descriptor<'Dense'>[] = [];
  let rows = { address: inputs.address, stride: inputs.stride };
  [...network.hidden, network.outputs].forEach((units, index) => {
    const name = `dense ${index + 1}`;
    const stride = roundUp(units * FLOAT, VECTOR);
    const outputs = arena.take(`${name} outputs`, batch * stride);
    const gradients = arena.take(`${name} gradients`, batch * stride);
    denses.push({
      inputs: rows.address,
      inputStride: rows.stride,
      inputGradients,
      outputs,
      outputStride: stride,
      gradients,
      units,
      relu: index < network.hidden.length ? 1 : 0,
      ...parameters.layers[blocks.length + index],
    });
    rows = { address: outputs, stride };
    inputGradients = gradients;
  });
  return { pixels, imageRows, imageRowLength, inks: imageInks, blackImage, blocks, denses };
}

/** Zeros that a block wants around its input; none around what a dense layer reads. */
function border(block: { readonly kernel: number; readonly same: boolean } | undefined): number {
  return block?.same ? (block.kernel - 1) / 2 : 0;
}

function takePlanes(
  arena: Arena,
  name: string,
  images: number,
  height: number,
  width: number,
  channels: number,
  edge: number,
): Planes {
  const row = roundUp((width + 2 * edge) * channels * FLOAT, VECTOR);
  const stride = (height + 2 * edge) * row;
  return { address: arena.take(name, images * stride), inside: edge * row + edge * channels * FLOAT, row, stride };
}
