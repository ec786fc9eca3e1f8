import { blockShapes } from '../../domain/network.ts';
import type { EngineConfig } from '../engine.ts';
import { type Arena, roundUp } from './arena.ts';
import type { Descriptor } from './descriptors.ts';
import type { ParameterLayout } from './parameterLayout.ts';

const FLOAT = 4;
const VECTOR = 16;
/** Bytes of an interval: start and end, two unsigned 32-bit numbers. */
const INTERVAL = 8;
/** Images that a dense layer computes together; TILE_IMAGES in assembly/denseForward.ts. */
const TILE_IMAGES = 2;
/** Images that the blocks process together; IMAGES_AT_ONCE in assembly/passes.ts. */
export const IMAGES_AT_ONCE = 4;
/** Output channels that a convolution computes together. */
const GROUP = 8;

/** A batch of planes [row][column][channel] of the same size, each with a border of zeros. */
interface Planes {
  /** Address of the first image's plane, border included. */
  readonly address: number;
  /** Offset of the first pixel inside the border. */
  readonly inside: number;
  readonly row: number;
  readonly stride: number;
}

/** The network's part of the memory. */
export interface NetworkLayout {
  readonly pixels: Planes;
  /** Number of rows of an image, and of values in a row. */
  readonly imageRows: number;
  readonly imageRowLength: number;
  /** Address of the foreground intervals of all rows of all images; 0 if no block uses them. */
  readonly foreground: number;
  /** Index of the black image in each batch of planes. */
  readonly blackImage: number;
  readonly blocks: readonly Descriptor<'Block'>[];
  readonly denseLayers: readonly Descriptor<'Dense'>[];
}

/** Allocates the activations and their gradients. */
export function layoutNetwork(config: EngineConfig, parameters: ParameterLayout, arena: Arena): NetworkLayout {
  const { network } = config;
  const batch = roundUp(config.batchSize, TILE_IMAGES);
  const blackImage = batch;
  const images = batch + 1;
  const shapes = blockShapes(network);
  const [height, width, channels] = network.input;

  // Dense layers expect an image as one long row.
  const asRow = network.blocks.length === 0;
  const imageRows = asRow ? 1 : height;
  const imageRowLength = asRow ? height * width * channels : width * channels;
  const pixels = asRow
    ? allocatePlanes(arena, 'pixels', images, 1, imageRowLength, 1, 0)
    : allocatePlanes(arena, 'pixels', images, height, width, channels, border(network.blocks[0]));

  const blocks: Descriptor<'Block'>[] = [];
  let inputs = pixels;
  let inputGradients = 0;
  let blackInputGradients = 0;
  // The spans of a block with pooling are the foreground of the next block; blocks after one without pooling have none.
  let foreground = network.blocks[0]?.pool === 2 ? arena.allocate('foreground', images * imageRows * INTERVAL) : 0;
  const imageForeground = foreground;
  let inputHeight = height;
  network.blocks.forEach((block, index) => {
    const name = `block ${index + 1}`;
    const inputChannels = index === 0 ? channels : network.blocks[index - 1].channels;
    const [outputHeight, outputWidth] = shapes[index].pooled;
    const edge = border(network.blocks[index + 1]);
    const outputs = allocatePlanes(arena, `${name} outputs`, images, outputHeight, outputWidth, block.channels, edge);
    const isLast = index === network.blocks.length - 1;
    const before = isLast ? batch : IMAGES_AT_ONCE;
    const gradients = arena.allocate(`${name} gradients`, (before + 1) * outputs.stride);
    const spans =
      foreground > 0 && block.pool === 2 ? arena.allocate(`${name} spans`, images * outputHeight * INTERVAL) : 0;
    const winnerStride = outputHeight * outputWidth * block.channels * FLOAT;
    const kernelRow = block.kernel * inputChannels * FLOAT;
    // Winograd's transforms need kernels of 3 pixels and whole vectors of input channels.
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
      winners: arena.allocate(`${name} winners`, images * winnerStride),
      winnerStride,
      spans,
      foreground,
      ...parameters.layers[index],
      winograd: winograd ? 1 : 0,
      packed: arena.allocate(`${name} packed weights`, Math.ceil(block.channels / GROUP) * packedGroup),
      gradients: gradients + outputs.inside,
      blackGradients: gradients + before * outputs.stride + outputs.inside,
      inputGradients,
      blackInputGradients,
    });
    inputs = outputs;
    inputHeight = outputHeight;
    foreground = spans;
    inputGradients = gradients;
    blackInputGradients = gradients + before * outputs.stride;
  });

  const denseLayers: Descriptor<'Dense'>[] = [];
  let rows = { address: inputs.address, stride: inputs.stride };
  [...network.hidden, network.outputs].forEach((units, index) => {
    const name = `dense ${index + 1}`;
    const stride = roundUp(units * FLOAT, VECTOR);
    const outputs = arena.allocate(`${name} outputs`, batch * stride);
    const gradients = arena.allocate(`${name} gradients`, batch * stride);
    denseLayers.push({
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
  return { pixels, imageRows, imageRowLength, foreground: imageForeground, blackImage, blocks, denseLayers };
}

/** Width of the border that a block needs around its input; 0 for a dense layer. */
function border(block: { readonly kernel: number; readonly same: boolean } | undefined): number {
  return block?.same ? (block.kernel - 1) / 2 : 0;
}

function allocatePlanes(
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
  return { address: arena.allocate(name, images * stride), inside: edge * row + edge * channels * FLOAT, row, stride };
}
