import * as l10n from '@vscode/l10n';

/** A convolution, ReLU and max-pool, in that order. */
export interface ConvolutionBlock {
  /** Output channels. */
  readonly channels: number;
  /** Height and width of the square kernel, in pixels; the stride is 1. */
  readonly kernel: number;
  /** Zero padding that keeps height and width ("same") instead of none ("valid"). */
  readonly same: boolean;
  /** Height and width of the square pooling window and its stride; 1 is no pooling. Rows left over are dropped. */
  readonly pool: number;
}

/**
 * What training makes small, the mean over the images of a batch of
 * - cross-entropy: −ln softmax(outputs)[class], natural logarithm (torch.nn.CrossEntropyLoss);
 * - squared: the mean over the classes of (output − target)², where the target is 1 for the image's class and 0 for the others
 *   (torch.nn.MSELoss against one-hot targets).
 */
export type Loss = 'cross-entropy' | 'squared';

/** The family of image classifiers that the built-in engines train: convolution blocks, then dense layers with ReLU, then a linear output. */
export interface Network {
  /** Height, width and channels of an image. */
  readonly input: readonly [height: number, width: number, channels: number];
  readonly blocks: readonly ConvolutionBlock[];
  /** Units of each hidden dense layer. */
  readonly hidden: readonly number[];
  /** Number of classes. */
  readonly outputs: number;
  readonly loss: Loss;
}

/** A tensor of trainable numbers, named and laid out as PyTorch does. */
export interface ParameterTensor {
  /** For example "convolution1.weight" or "output.bias". */
  readonly name: string;
  /** Convolution weights [out, in, kernel, kernel], dense weights [out, in], biases [out]. The inputs of the first dense layer are ordered channel, row, column. */
  readonly shape: readonly number[];
  /** Number of inputs that one output of this layer sums over; bounds the initial values. */
  readonly fanIn: number;
}

/** Height, width and channels of what a block hands on. */
export interface BlockShape {
  readonly convolved: readonly [height: number, width: number, channels: number];
  readonly pooled: readonly [height: number, width: number, channels: number];
}

/**
 * The shapes that images take on their way through the blocks.
 * @throws RangeError if an image becomes smaller than a kernel or a pooling window.
 */
export function blockShapes(network: Network): BlockShape[] {
  let [height, width, channels] = network.input;
  return network.blocks.map((block, index) => {
    const shrink = block.same ? 0 : block.kernel - 1;
    const convolved = [height - shrink, width - shrink, block.channels] as const;
    const pooled = [
      Math.floor(convolved[0] / block.pool),
      Math.floor(convolved[1] / block.pool),
      block.channels,
    ] as const;
    if (pooled[0] < 1 || pooled[1] < 1) {
      throw new RangeError(
        l10n.t(
          'Block {0} of the network gets images of {1} x {2} x {3}, too small for its {4} x {4} kernel and {5} x {5} pooling.',
          index + 1,
          height,
          width,
          channels,
          block.kernel,
          block.pool,
        ),
      );
    }
    [height, width, channels] = pooled;
    return { convolved, pooled };
  });
}

/** All trainable tensors in the order of the layers, weights before biases. */
export function parameterTensors(network: Network): ParameterTensor[] {
  const tensors: ParameterTensor[] = [];
  let channels = network.input[2];
  network.blocks.forEach((block, index) => {
    const fanIn = channels * block.kernel * block.kernel;
    tensors.push(
      { name: `convolution${index + 1}.weight`, shape: [block.channels, channels, block.kernel, block.kernel], fanIn },
      { name: `convolution${index + 1}.bias`, shape: [block.channels], fanIn },
    );
    channels = block.channels;
  });
  const shapes = blockShapes(network);
  const [height, width, depth] = shapes.length > 0 ? shapes[shapes.length - 1].pooled : network.input;
  let inputs = height * width * depth;
  [...network.hidden, network.outputs].forEach((units, index) => {
    const name = index < network.hidden.length ? `dense${index + 1}` : 'output';
    tensors.push(
      { name: `${name}.weight`, shape: [units, inputs], fanIn: inputs },
      { name: `${name}.bias`, shape: [units], fanIn: inputs },
    );
    inputs = units;
  });
  return tensors;
}

/** Number of values in a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Multiply-adds of the forward pass of one image; convolutions and dense layers, which are nearly all of it. */
export function multiplyAdds(network: Network): number {
  const places = blockShapes(network).map(({ convolved: [height, width] }) => height * width);
  return parameterTensors(network)
    .filter(({ shape }) => shape.length > 1)
    .reduce((sum, { shape }, layer) => sum + sizeOf(shape) * (places[layer] ?? 1), 0);
}
