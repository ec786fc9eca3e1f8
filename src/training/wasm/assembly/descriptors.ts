/**
 * What the kernels know about a network: structures of 32-bit fields that the driver writes into linear memory once, before
 * the first step. `../descriptors.ts` lists the same fields in the same order.
 *
 * Addresses and lengths are in bytes unless a field's comment says otherwise. All tensors are f32 but for images and labels
 * (u8), the order and the winners (u32). `…Stride` is the distance from one image of the batch to the next.
 */

/** A convolution with ReLU and pooling. Planes are [row][column][channel], with a border of zeros where the padding is "same". */
@unmanaged
export class Block {
  /** Top left corner, border included, of the first image's input plane. */
  inputs: u32;
  inputStride: u32;
  inputRow: u32;
  /** One pixel of the input: channels x 4. */
  inputPixel: u32;
  /** Height of the input without its border, in pixels. */
  inputHeight: u32;
  /** Width of the border of zeros around the input, in pixels. */
  border: u32;
  /** Height and width of the kernel, in pixels. */
  kernel: u32;
  /** One row of the kernel as it lies in an input row: kernel x inputPixel. */
  kernelRow: u32;
  /** The same, rounded up to whole vectors: how kernel rows follow each other in weights and weightGradients. */
  kernelRowStride: u32;
  /** Number of output channels. */
  channels: u32;
  /** Height and width, in pixels, of what the block hands on, after pooling. */
  outputHeight: u32;
  outputWidth: u32;
  /** Side of the pooling window: 2, or 1 for no pooling. */
  pool: u32;
  /** Top left pixel, inside the border, of the first image's output plane. */
  outputs: u32;
  outputStride: u32;
  outputRow: u32;
  /** [image][row][column][channel]: address of the input patch that each output came from, 0 where ReLU cut it off. Outside the spans it is that of some earlier batch. */
  winners: u32;
  winnerStride: u32;
  /** [image][window row]: the interval of windows that are computed, see ink.ts; 0 if all are. */
  spans: u32;
  /** [image][input row]: the interval of pixels that are no background; 0 where nobody asks for that. */
  inks: u32;
  /** [output channel][kernel row][kernel column][input channel], kernel rows kernelRowStride apart. */
  weights: u32;
  biases: u32;
  weightGradients: u32;
  biasGradients: u32;
  /** 1 if the forward pass takes Winograd's way, 0 if the direct one. */
  winograd: u32;
  /** Weights and biases once more, as the forward pass reads them: see packWeights and winogradWeights. */
  packed: u32;
  /** Gradient by the outputs, laid out as these: of the whole batch in the last block, in the others of the images that go together. */
  gradients: u32;
  /** Gradient by the outputs of the black image. */
  blackGradients: u32;
  /** Gradient by the inputs of the images that go together, laid out as these, and of the black one; 0 in the first block, where nobody needs it. */
  inputGradients: u32;
  blackInputGradients: u32;
}

/** A dense layer. All rows are padded with zeros to whole vectors. */
@unmanaged
export class Dense {
  /** [image][input] */
  inputs: u32;
  inputStride: u32;
  /** Gradient by the inputs, laid out as these; 0 where nobody needs it. */
  inputGradients: u32;
  /** [image][output] */
  outputs: u32;
  outputStride: u32;
  /** Gradient by the outputs before ReLU, laid out as these. */
  gradients: u32;
  /** Number of outputs. */
  units: u32;
  /** 1 if ReLU follows, 0 if this is the output layer. */
  relu: u32;
  /** [output][input], rows inputStride apart; their number is a multiple of 4. */
  weights: u32;
  biases: u32;
  weightGradients: u32;
  biasGradients: u32;
}

/** A set of images and their classes. */
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
  /** Index of the training image that is visited first, second, … */
  order: u32;
  /** Images lie in memory as so many rows of so many bytes. */
  imageRows: u32;
  imageRowLength: u32;
  /** The batch: top left pixel of the first image, and its class (u8). */
  pixels: u32;
  pixelStride: u32;
  pixelRow: u32;
  /** [image][row]: the interval of pixels that are not zero, see ink.ts; 0 if nobody asks for that. */
  inks: u32;
  /** Index of an image of zeros that no batch reaches, and whether it goes along with the newest batch (1 or 0). */
  blackImage: u32;
  hasBlackImage: u32;
  labels: u32;
  blockCount: u32;
  blocks: u32;
  denseCount: u32;
  denses: u32;
  /** 1 for the squared loss, 0 for cross-entropy. */
  isSquared: u32;
  /** All weights and biases in one piece, and the gradient by them. */
  parameters: u32;
  gradients: u32;
  parameterBytes: u32;
  /** Up to two numbers that the optimizer remembers for each parameter, laid out as these; 0 where it remembers none. */
  firstMoments: u32;
  secondMoments: u32;
  /** Room for lists of weighted rows, and for the end of each. */
  lists: u32;
  listEnds: u32;
  /** Room for Winograd's transformed inputs of the images that go through a block together. */
  tiles: u32;
  /** Room for sums on their way: Winograd's products of four tiles, then one convolution window, [position][8 channels]; a tile of a dense layer, [image][output][4 parts]. */
  sums: u32;
  /** Number of images that the newest evaluation classified rightly. */
  correct: u32;
}

export function blockAt(model: Model, index: u32): Block {
  return changetype<Block>(model.blocks + index * offsetof<Block>());
}

export function denseAt(model: Model, index: u32): Dense {
  return changetype<Dense>(model.denses + index * offsetof<Dense>());
}
