import type { Loss, Network } from '../../domain/network.ts';
import type { Scalar, Tensor, Tensor2D, Tensor4D, Tensorflow } from './load.ts';

/**
 * The outputs of a network for some images, before any softmax.
 * @param images [images, height, width, channels], 0 to 1
 * @param weights in the order of `parameterTensors` and TensorFlow's layout
 */
export function outputsOf(tf: Tensorflow, network: Network, images: Tensor4D, weights: readonly Tensor[]): Tensor2D {
  let layer = 0;
  const next = <W extends Tensor>(): [W, Tensor] => [weights[layer++] as W, weights[layer++]];
  let planes = images;
  for (const { same, pool } of network.blocks) {
    const [filters, biases] = next<Tensor4D>();
    planes = tf.conv2d(planes, filters, 1, same ? 'same' : 'valid').add<Tensor4D>(biases).relu();
    if (pool > 1) planes = tf.maxPool(planes, pool, pool, 'valid');
  }
  let values = planes.reshape<Tensor2D>([images.shape[0], -1]);
  network.hidden.forEach(() => {
    const [matrix, biases] = next<Tensor2D>();
    values = values.matMul<Tensor2D>(matrix).add<Tensor2D>(biases).relu();
  });
  const [matrix, biases] = next<Tensor2D>();
  return values.matMul<Tensor2D>(matrix).add(biases);
}

/** The mean loss of some images, as domain/network.ts defines it. */
export function meanLoss(tf: Tensorflow, loss: Loss, outputs: Tensor2D, labels: Uint8Array): Scalar {
  const [images, classes] = outputs.shape;
  const wanted = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes).toFloat();
  const losses = loss === 'cross-entropy' ? outputs.logSoftmax().mul(wanted).neg() : outputs.sub(wanted).square().div(classes);
  return losses.sum().div<Scalar>(images);
}
