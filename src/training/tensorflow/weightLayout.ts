import type { Network, ParameterTensor } from '../../domain/network.ts';
import { blockShapes } from '../../domain/network.ts';
import type { Tensor, Tensorflow } from './load.ts';

/** How TensorFlow keeps a tensor, and what PyTorch's layout is to it. */
export interface WeightLayout {
  /** TensorFlow's shape: convolutions [row, column, in, out], dense weights [in, out], biases [out]. */
  readonly shape: number[];
  /** PyTorch's axes with the inputs of the first dense layer taken apart: [out, channel, row, column]; null where both layouts agree. */
  readonly outermost: [outputs: number, channels: number, rows: number, columns: number] | null;
}

/** From [out, channel, row, column] to [row, column, channel, out], and back. */
const TO_TENSORFLOW = [2, 3, 1, 0];
const TO_PYTORCH = [3, 2, 0, 1];

/** The layouts of a network's tensors, in their order. TensorFlow flattens images by row, column and channel, PyTorch by channel first. */
export function weightLayouts(network: Network, parameters: readonly ParameterTensor[]): WeightLayout[] {
  const [height, width, channels] = blockShapes(network).at(-1)?.pooled ?? network.input;
  const firstDense = 2 * network.blocks.length;
  return parameters.map(({ shape }, index) => {
    if (shape.length === 1) return { shape: [...shape], outermost: null };
    const [outputs, inputs] = shape;
    if (index < firstDense)
      return { shape: [shape[2], shape[3], inputs, outputs], outermost: [outputs, inputs, shape[2], shape[3]] };
    return {
      shape: [inputs, outputs],
      outermost: index === firstDense ? [outputs, channels, height, width] : [outputs, inputs, 1, 1],
    };
  });
}

/** A new tensor of values in PyTorch's order. */
export function fromPytorch(tf: Tensorflow, { shape, outermost }: WeightLayout, values: Float32Array): Tensor {
  // TensorFlow.js keeps the array that it is given until it is first used.
  const copy = values.slice();
  if (!outermost) return tf.tensor(copy, shape);
  return tf.tidy(() => tf.tensor(copy, outermost).transpose(TO_TENSORFLOW).reshape(shape));
}

/** A copy of a tensor's values in PyTorch's order. */
export function toPytorch(tf: Tensorflow, { outermost }: WeightLayout, tensor: Tensor): Float32Array {
  if (!outermost) return Float32Array.from(tensor.dataSync());
  const [outputs, channels, rows, columns] = outermost;
  return tf.tidy(() =>
    Float32Array.from(tensor.reshape([rows, columns, channels, outputs]).transpose(TO_PYTORCH).dataSync()),
  );
}
