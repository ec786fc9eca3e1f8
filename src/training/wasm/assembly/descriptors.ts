/**
 * Structures of 32-bit fields that describe a network. The driver writes them into linear memory once, before the first step.
 * `../descriptors.ts` lists the same fields in the same order.
 *
 * Addresses and lengths are in bytes unless a field's comment says otherwise. All tensors are f32, except for images and labels
 * (u8), the order and the winners (u32). `…Stride` is the distance between images of the batch.
 */

/** A convolution with ReLU and pooling. Planes are [row][column][channel], with a border of zeros if the padding is "same". */
@unmanaged
export class Block {
  /** The first image's input plane, border included. */
  inputs: u32;
  inputStride: u32;
  inputRow: u32;
  /** A pixel of the input: channels x 4. */
  inputPixel: u32;
  /** Height of the input, without its border, in pixels. */
  inputHeight: u32;
  /** Width of the border of zeros around the input, in pixels. */
  border: u32;
  /** Height and width of the kernel, in pixels. */
  kernel: u32;
  /** A row of the kernel in an input row: kernel x inputPixel. */
  kernelRow: u32;
  /** The same, rounded up to whole vectors: a row of the kernel in weights and weightGradients. */
  kernelRowStride: u32;
  /** Number of output channels. */
  channels: u32;
  /** Height and width of the outputs, after pooling, in pixels. */
  outputHeight: u32;
  outputWidth: u32;
  /** Side of the pooling window: 2, or 1 for no pooling. */
  pool: u32;
  /** The first pixel, inside the border, of the first image's output plane. */
  outputs: u32;
  outputStride: u32;
  outputRow: u32;
  /** [image][row][column][channel]: address of the input patch that won, 0 if ReLU made the output 0. Outside the spans these are from an earlier batch. */
  winners: u32;
  winnerStride: u32;
  /** [image][window row]: the intervals of windows that are computed, see foreground.ts; 0 if all are. */
  spans: u32;
  /** [image][input row]: the intervals of pixels that are not background; 0 if they are not needed. */
  foreground: u32;
  /** [output channel][kernel row][kernel column][input channel], with kernel rows kernelRowStride apart. */
  weights: u32;
  biases: u32;
  weightGradients: u32;
  biasGradients: u32;
  /** 1 if the forward pass uses Winograd's algorithm, 0 if the direct one. */
  winograd: u32;
  /** A copy of weights and biases in the layout of the forward pass, see packWeights and winogradWeights. */
  packed: u32;
  /** Gradients by the outputs, with the same layout: of the whole batch in the last block, in others of the images that are processed together. */
  gradients: u32;
  /** Gradients by the outputs of the black image. */
  blackGradients: u32;
  /** Gradients by the inputs of the images that are processed together, with the same layout, and of the black image; 0 in the first block, which does not need them. */
  inputGradients: u32;
  blackInputGradients: u32;
}

/** A dense layer. All rows are padded with zeros to whole vectors. */
@unmanaged
export class Dense {
  /** [image][input] */
  inputs: u32;
  inputStride: u32;
  /** Gradients by the inputs, with the same layout; 0 if they are not needed. */
  inputGradients: u32;
  /** [image][output] */
  outputs: u32;
  outputStride: u32;
  /** Gradients by the outputs before ReLU, with the same layout. */
  gradients: u32;
  /** Number of outputs. */
  units: u32;
  /** 1 if ReLU follows, 0 if this is the output layer. */
  relu: u32;
  /** [output][input], with rows inputStride apart; their number is a multiple of 4. */
  weights: u32;
  biases: u32;
  weightGradients: u32;
  biasGradients: u32;
}

/** The images of a split and their classes. */
@unmanaged
export class Split {
  images: u32;
  labels: u32;
}

/** A network, its data and its batch. */
@unmanaged
export class Model {
  train: Split;
  test: Split;
  /** Indices of the training images in the order of the epoch. */
  order: u32;
  /** Number of rows of an image, and bytes in a row. */
  imageRows: u32;
  imageRowLength: u32;
  /** The batch: the first pixel of the first image, inside the border. */
  pixels: u32;
  pixelStride: u32;
  pixelRow: u32;
  /** [image][row]: the intervals of pixels that are not 0, see foreground.ts; 0 if they are not needed. */
  foreground: u32;
  /** Index of an image of zeros after the batch, and whether it was added to the newest batch (1 or 0). */
  blackImage: u32;
  hasBlackImage: u32;
  /** Classes of the batch's images (u8). */
  labels: u32;
  blockCount: u32;
  blocks: u32;
  denseCount: u32;
  denseLayers: u32;
  /** 1 for the squared loss, 0 for cross-entropy. */
  isSquared: u32;
  /** All weights and biases, and their gradients. */
  parameters: u32;
  gradients: u32;
  parameterBytes: u32;
  /** The optimizer's state, with the layout of the parameters; 0 if it has none. */
  firstMoments: u32;
  secondMoments: u32;
  /** Space for lists of weighted rows, and for their ends. */
  lists: u32;
  listEnds: u32;
  /** Space for Winograd's transformed inputs of the images that a block processes together. */
  tiles: u32;
  /** Space for intermediate sums: Winograd's products of four tiles, then one convolution window, [position][8 channels]; or a tile of a dense layer, [image][output][4 partial sums]. */
  sums: u32;
  /** Number of images that the newest evaluation classified correctly. */
  correct: u32;
}

export function blockAt(model: Model, index: u32): Block {
  return changetype<Block>(model.blocks + index * offsetof<Block>());
}

export function denseAt(model: Model, index: u32): Dense {
  return changetype<Dense>(model.denseLayers + index * offsetof<Dense>());
}
