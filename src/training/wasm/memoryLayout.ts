import * as l10n from '@vscode/l10n';
import { type EngineConfig, type Split, UnsupportedError } from '../engine.ts';
import { Arena, type Region, roundUp } from './arena.ts';
import { type Descriptor, descriptorBytes, fieldOffset, writeDescriptors } from './descriptors.ts';
import { IMAGES_AT_ONCE, layoutNetwork } from './networkLayout.ts';
import { type Moment, momentsOf } from './optimizerMoments.ts';
import { layoutParameters, parameterFloats, type ParameterLayout } from './parameterLayout.ts';

const PAGE = 65536;
/** Limit of 32-bit addresses. */
const MAX_BYTES = 2 ** 32;
/** Bytes of an entry in a list of weighted rows: address and factor. */
const ENTRY = 8;
/** Channels whose winners are listed together, see assembly/winnerLists.ts. */
const CHANNELS_AT_ONCE = 4;
/** Bytes of the sums of one window: 4 positions of 8 numbers. A dense layer's tile has the same size: 2 images, 4 outputs, 4 partial sums. */
const WINDOW = 4 * 8 * 4;
/** Winograd's products of a tile. */
const PRODUCTS = 16;
/** Tiles that are multiplied together. */
const TILES = 4;

/** Addresses of everything in linear memory. */
export interface MemoryLayout {
  /** Bytes from address 0 to the end. */
  readonly bytes: number;
  readonly regions: readonly Region[];
  /** Address of the model's descriptor, which is passed to the kernels. */
  readonly model: number;
  /** Address of the field with the number of correctly classified images. */
  readonly correct: number;
  readonly order: number;
  /** Addresses of the parameters and their gradients. */
  readonly parameterRegion: number;
  readonly gradientRegion: number;
  /** Addresses of the optimizer's state. */
  readonly momentRegions: readonly number[];
  /** Address of a copy of the parameters before an update; 0 unless the update is measured. */
  readonly previousRegion: number;
  readonly parameters: ParameterLayout;
  readonly splits: Readonly<Record<Split, { readonly descriptor: number } & Descriptor<'Split'>>>;
  /** Writes the descriptors; everything else is initially 0. */
  describe(memory: DataView): void;
}

/**
 * Lays out the memory of an engine, starting at an address.
 * @throws UnsupportedError if it needs more than WebAssembly can address
 */
export function layoutMemory(config: EngineConfig, start: number): MemoryLayout {
  const { network, images, batchSize } = config;
  const arena = new Arena(start);
  const imageBytes = network.input[0] * network.input[1] * network.input[2];

  const model = arena.allocate('model', descriptorBytes('Model'));
  const allocateSplit = (split: Split) => ({
    descriptor: arena.allocate(`${split} split`, descriptorBytes('Split')),
    images: arena.allocate(`${split} images`, images[split] * imageBytes),
    labels: arena.allocate(`${split} labels`, images[split]),
  });
  const splits = { train: allocateSplit('train'), test: allocateSplit('test') };
  const order = arena.allocate('order', images.train * 4);

  const parameterBytes = parameterFloats(network) * 4;
  const parameterRegion = arena.allocate('parameters', parameterBytes);
  const gradientRegion = arena.allocate('parameter gradients', parameterBytes);
  const moments = momentsOf(config.optimizer);
  const allocateMoments = (moment: Moment, name: string): number =>
    moments.includes(moment) ? arena.allocate(name, parameterBytes) : 0;
  const firstMoments = allocateMoments('firstMoments', 'first moments');
  const secondMoments = allocateMoments('secondMoments', 'second moments');
  const previousRegion = config.measures?.includes('update-ratio')
    ? arena.allocate('previous parameters', parameterBytes)
    : 0;
  requireAddressable(arena.end, batchSize);
  const parameters = layoutParameters(network, parameterRegion, gradientRegion);

  const { pixels, imageRows, imageRowLength, foreground, blackImage, blocks, denseLayers } = layoutNetwork(
    config,
    parameters,
    arena,
  );
  const denseEntries = denseLayers.map((dense) => dense.units * batchSize);
  const blockEntries = blocks.map(
    (block) => CHANNELS_AT_ONCE * IMAGES_AT_ONCE * block.outputHeight * block.outputWidth,
  );
  const blockDescriptors = arena.allocate('blocks', blocks.length * descriptorBytes('Block'));
  const denseDescriptors = arena.allocate('dense layers', denseLayers.length * descriptorBytes('Dense'));
  const descriptor: Descriptor<'Model'> = {
    train: splits.train.descriptor,
    test: splits.test.descriptor,
    order,
    imageRows,
    imageRowLength,
    pixels: pixels.address + pixels.inside,
    pixelStride: pixels.stride,
    pixelRow: pixels.row,
    foreground,
    blackImage,
    hasBlackImage: 0,
    labels: arena.allocate('labels of the batch', batchSize),
    blockCount: blocks.length,
    blocks: blockDescriptors,
    denseCount: denseLayers.length,
    denseLayers: denseDescriptors,
    isSquared: network.loss === 'squared' ? 1 : 0,
    parameters: parameterRegion,
    gradients: gradientRegion,
    parameterBytes,
    firstMoments,
    secondMoments,
    lists: arena.allocate('lists', Math.max(...denseEntries, ...blockEntries) * ENTRY),
    listEnds: arena.allocate(
      'list ends',
      Math.max(CHANNELS_AT_ONCE, batchSize, ...denseLayers.map((dense) => dense.units)) * 4,
    ),
    tiles: arena.allocate('tiles', Math.max(0, ...blocks.map(tileBytes))),
    sums: arena.allocate('sums', (PRODUCTS + 1) * WINDOW),
    correct: 0,
  };

  // A window that extends beyond the lower edge reads (and ignores) up to a row and a vector behind the last plane.
  const bytes = arena.end + Math.max(0, ...blocks.map((block) => block.inputRow)) + PAGE;
  requireAddressable(bytes, batchSize);
  return {
    bytes,
    regions: arena.regions,
    model,
    correct: model + fieldOffset('Model', 'correct'),
    order,
    parameterRegion,
    gradientRegion,
    previousRegion,
    momentRegions: moments.map((moment) => descriptor[moment]),
    parameters,
    splits,
    describe(memory) {
      writeDescriptors(memory, model, 'Model', [descriptor]);
      writeDescriptors(memory, splits.train.descriptor, 'Split', [splits.train]);
      writeDescriptors(memory, splits.test.descriptor, 'Split', [splits.test]);
      writeDescriptors(memory, blockDescriptors, 'Block', blocks);
      writeDescriptors(memory, denseDescriptors, 'Dense', denseLayers);
    },
  };
}

/** Room for the transformed inputs of a block that goes Winograd's way. */
function tileBytes({ winograd, outputHeight, outputWidth, pool, inputPixel }: Descriptor<'Block'>): number {
  if (!winograd) return 0;
  const windows = pool === 2 ? outputHeight * outputWidth : Math.ceil(outputHeight / 2) * Math.ceil(outputWidth / 2);
  return roundUp(IMAGES_AT_ONCE * windows, TILES) * PRODUCTS * inputPixel;
}

/** Grows a memory to a number of bytes, if it is smaller. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (pages <= 0) return;
  try {
    memory.grow(pages);
  } catch {
    throw new UnsupportedError(
      l10n.t(
        "The built-in engine couldn't allocate {0} MB of memory: choose a smaller batch, a smaller network or fewer images.",
        (bytes / 2 ** 20).toFixed(0),
      ),
    );
  }
}

/** @throws UnsupportedError if WebAssembly cannot address this number of bytes */
function requireAddressable(bytes: number, batchSize: number): void {
  if (bytes <= MAX_BYTES) return;
  throw new UnsupportedError(
    l10n.t(
      'The built-in engine has 4 GB of memory at most, and this network with these images in batches of {0} needs at least {1} GB: choose a smaller batch, a smaller network or fewer images.',
      batchSize,
      (bytes / 2 ** 30).toFixed(1),
    ),
  );
}
