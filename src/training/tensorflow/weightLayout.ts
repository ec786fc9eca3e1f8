import type { Network, ParameterTensor } from '../../domain/network.ts';
import { blockShapes } from '../../domain/network.ts';
import type { Tensor, Tensorflow } from './load.ts';

/** The shapes of a tensor in TensorFlow and in PyTorch. */
export interface WeightLayout {
  /** TensorFlow's shape: convolutions [row, column, in, out], dense weights [in, out], biases [out]. */
  readonly shape: number[];
  /** PyTorch's axes, with the inputs of the first dense layer split up: [out, channel, row, column]; null if both layouts are the same. */
  readonly pytorchShape: [outputs: number, channels: number, rows: number, columns: number] | null;
}

/** From [out, channel, row, column] to [row, column, channel, out], and back. */
const TO_TENSORFLOW = [2, 3, 1, 0];
const TO_PYTORCH = [3, 2, 0, 1];

/** The layouts of a network's tensors, in their order. TensorFlow flattens images to [row, column, channel], PyTorch to [channel, row, column]. */
export function weightLayouts(network: Network, parameters: readonly ParameterTensor[]): WeightLayout[] {
  const [height, width, channels] = blockShapes(network).at(-1)?.pooled ?? network.input;
  const firstDense = 2 * network.blocks.length;
  return parameters.map(({ shape }, index) => {
    if (shape.length === 1) return { shape: [...shape], pytorchShape: null };
    const [outputs, inputs] = shape;
    if (index < firstDense)
      return { shape: [shape[2], shape[3], inputs, outputs], pytorchShape: [outputs, inputs, shape[2], shape[3]] };
    return {
      shape: [inputs, outputs],
      pytorchShape: index === firstDense ? [outputs, channels, height, width] : [outputs, inputs, 1, 1],
    };
  });
}

/** A new tensor from values in PyTorch's order. */
export function fromPytorch(tf: Tensorflow, { shape, pytorchShape }: WeightLayout, values: Float32Array): Tensor {
  // TensorFlow.js does not copy the array before it is first used.
  const copy = values.slice();
  if (!pytorchShape) return tf.tensor(copy, shape);
  return tf.tidy(() => tf.tensor(copy, pytorchShape).transpose(TO_TENSORFLOW).reshape(shape));
}

/** A copy of a tensor's values in PyTorch's order. */
export function toPytorch(tf: Tensorflow, { pytorchShape }: WeightLayout, tensor: Tensor): Float32Array {
  if (!pytorchShape) return Float32Array.from(tensor.dataSync());
  const [outputs, channels, rows, columns] = pytorchShape;
  return tf.tidy(() =>
    Float32Array.from(tensor.reshape([rows, columns, channels, outputs]).transpose(TO_PYTORCH).dataSync()),
  );
}
