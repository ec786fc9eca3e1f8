import { type EngineConfig, type Split, UnsupportedError } from '../engine.ts';
import { Arena, type Region, roundUp } from './arena.ts';
import { type Descriptor, descriptorBytes, fieldOffset, writeDescriptors } from './descriptors.ts';
import { IMAGES_AT_ONCE, layoutNetwork } from './networkLayout.ts';
import { type Moment, momentsOf } from './optimizerMoments.ts';
import { layoutParameters, parameterFloats, type ParameterLayout } from './parameterLayout.ts';

const PAGE = 65536;
/** What 32-bit addresses reach. */
const MOST_BYTES = 2 ** 32;
/** One entry of a list of weighted rows: address and factor. */
const ENTRY = 8;
/** Channels whose winners are listed together: see assembly/winnerLists.ts. */
const CHANNELS_AT_ONCE = 4;
/** Sums of one window: 4 positions of 8 numbers. A dense layer's tile takes as much: 2 images, 4 outputs, 4 parts of a sum. */
const WINDOW = 4 * 8 * 4;
/** Winograd's products of one tile. */
const PRODUCTS = 16;
/** Tiles that are multiplied together. */
const TILES = 4;

/** Where everything lies in linear memory. */
export interface MemoryLayout {
  /** Bytes from address 0 to the end. */
  readonly bytes: number;
  readonly regions: readonly Region[];
  /** Address of the model's descriptor, which the kernels start from. */
  readonly model: number;
  /** Address of the field that receives the number of images classified rightly. */
  readonly correct: number;
  readonly order: number;
  /** Start of the parameters and of the gradient by them. */
  readonly parameterPiece: number;
  readonly gradientPiece: number;
  /** Starts of what the optimizer remembers of each parameter. */
  readonly momentPieces: readonly number[];
  /** Room for the parameters as they were before an update; 0 unless that is measured. */
  readonly previousPiece: number;
  readonly parameters: ParameterLayout;
  readonly splits: Readonly<Record<Split, { readonly descriptor: number } & Descriptor<'Split'>>>;
  /** Writes the descriptors; everything else begins as zeros. */
  describe(memory: DataView): void;
}

/**
 * Lays out the memory of an engine from address `start` on.
 * @throws UnsupportedError if it needs more than WebAssembly can address.
 */
export function layoutMemory(config: EngineConfig, start: number): MemoryLayout {
  const { network, images, batchSize } = config;
  const arena = new Arena(start);
  const imageBytes = network.input[0] * network.input[1] * network.input[2];

  const model = arena.take('model', descriptorBytes('Model'));
  const takeSplit = (split: Split) => ({
    descriptor: arena.take(`${split} split`, descriptorBytes('Split')),
    images: arena.take(`${split} images`, images[split] * imageBytes),
    labels: arena.take(`${split} labels`, images[split]),
  });
  const splits = { train: takeSplit('train'), test: takeSplit('test') };
  const order = arena.take('order', images.train * 4);

  const parameterBytes = parameterFloats(network) * 4;
  const parameterPiece = arena.take('parameters', parameterBytes);
  const gradientPiece = arena.take('parameter gradients', parameterBytes);
  const moments = momentsOf(config.optimizer);
  const takeMoments = (moment: Moment, name: string): number =>
    moments.includes(moment) ? arena.take(name, parameterBytes) : 0;
  const firstMoments = takeMoments('firstMoments', 'first moments');
  const secondMoments = takeMoments('secondMoments', 'second moments');
  const previousPiece = config.measures?.includes('update-ratio')
    ? arena.take('previous parameters', parameterBytes)
    : 0;
  requireAddressable(arena.end, batchSize);
  const parameters = layoutParameters(network, parameterPiece, gradientPiece);

  const { pixels, imageRows, imageRowLength, inks, blackImage, blocks, denses } = layoutNetwork(
    config,
    parameters,
    arena,
  );
  const denseEntries = denses.map((dense) => dense.units * batchSize);
  const blockEntries = blocks.map(
    (block) => CHANNELS_AT_ONCE * IMAGES_AT_ONCE * block.outputHeight * block.outputWidth,
  );
  const blockDescriptors = arena.take('blocks', blocks.length * descriptorBytes('Block'));
  const denseDescriptors = arena.take('dense layers', denses.length * descriptorBytes('Dense'));
  const descriptor: Descriptor<'Model'> = {
    train: splits.train.descriptor,
    test: splits.test.descriptor,
    order,
    imageRows,
    imageRowLength,
    pixels: pixels.address + pixels.inside,
    pixelStride: pixels.stride,
    pixelRow: pixels.row,
    inks,
    blackImage,
    hasBlackImage: 0,
    labels: arena.take('labels of the batch', batchSize),
    blockCount: blocks.length,
    blocks: blockDescriptors,
    denseCount: denses.length,
    denses: denseDescriptors,
    isSquared: network.loss === 'squared' ? 1 : 0,
    parameters: parameterPiece,
    gradients: gradientPiece,
    parameterBytes,
    firstMoments,
    secondMoments,
    lists: arena.take('lists', Math.max(...denseEntries, ...blockEntries) * ENTRY),
    listEnds: arena.take('list ends', Math.max(CHANNELS_AT_ONCE, batchSize, ...denses.map((dense) => dense.units)) * 4),
    tiles: arena.take('tiles', Math.max(0, ...blocks.map(tileBytes))),
    sums: arena.take('sums', (PRODUCTS + 1) * WINDOW),
    correct: 0,
  };

  // A window that hangs over the lower edge reads, and drops, up to a row and a vector behind the last plane.
  const bytes = arena.end + Math.max(0, ...blocks.map((block) => block.inputRow)) + PAGE;
  requireAddressable(bytes, batchSize);
  return {
    bytes,
    regions: arena.regions,
    model,
    correct: model + fieldOffset('Model', 'correct'),
    order,
    parameterPiece,
    gradientPiece,
    previousPiece,
    momentPieces: moments.map((moment) => descriptor[moment]),
    parameters,
    splits,
    describe(memory) {
      writeDescriptors(memory, model, 'Model', [descriptor]);
      writeDescriptors(memory, splits.train.descriptor, 'Split', [splits.train]);
      writeDescriptors(memory, splits.test.descriptor, 'Split', [splits.test]);
      writeDescriptors(memory, blockDescriptors, 'Block', blocks);
      writeDescriptors(memory, denseDescriptors, 'Dense', denses);
    },
  };
}

/** Room for the transformed inputs of a block that goes Winograd's way. */
function tileBytes({ winograd, outputHeight, outputWidth, pool, inputPixel }: Descriptor<'Block'>): number {
  if (!winograd) return 0;
  const windows = pool === 2 ? outputHeight * outputWidth : Math.ceil(outputHeight / 2) * Math.ceil(outputWidth / 2);
  return roundUp(IMAGES_AT_ONCE * windows, TILES) * PRODUCTS * inputPixel;
}

/** Makes a memory at least so large. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (pages <= 0) return;
  try {
    memory.grow(pages);
  } catch {
    throw new UnsupportedError(
      `The built-in engine needs ${(bytes / 2 ** 20).toFixed(0)} MB of memory and the system does not give it: ` +
        'choose a smaller batch, a smaller network or fewer images.',
    );
  }
}

/** @throws UnsupportedError if WebAssembly cannot address so many bytes */
function requireAddressable(bytes: number, batchSize: number): void {
  if (bytes <= MOST_BYTES) return;
  throw new UnsupportedError(
    `The built-in engine has 4 GB of memory at most, and this network with these images in batches of ${batchSize} needs at least ` +
      `${(bytes / 2 ** 30).toFixed(1)} GB: choose a smaller batch, a smaller network or fewer images.`,
  );
}
