import type { Loss, Network } from '../../domain/network.ts';
import type { Scalar, Tensor, Tensor2D, Tensor4D, Tensorflow } from './load.ts';

/** The result of a forward pass. */
type Pass = {
  /** Before any softmax, [images, classes]. */
  outputs: Tensor2D;
  /** Outputs of each block and each hidden layer. */
  activations: Tensor[];
};

/**
 * Computes a network's forward pass.
 * @param images [images, height, width, channels], 0 to 1
 * @param weights in the order of `parameterTensors` and in TensorFlow's layout
 */
export function forwardPass(tf: Tensorflow, network: Network, images: Tensor4D, weights: readonly Tensor[]): Pass {
  let tensor = 0;
  const nextLayer = <W extends Tensor>(): [W, Tensor] => [weights[tensor++] as W, weights[tensor++]];
  const activations: Tensor[] = [];
  let planes = images;
  for (const { same, pool } of network.blocks) {
    const [filters, biases] = nextLayer<Tensor4D>();
    planes = tf
      .conv2d(planes, filters, 1, same ? 'same' : 'valid')
      .add<Tensor4D>(biases)
      .relu();
    if (pool > 1) planes = tf.maxPool(planes, pool, pool, 'valid');
    activations.push(planes);
  }
  let values = planes.reshape<Tensor2D>([images.shape[0], -1]);
  network.hidden.forEach(() => {
    const [matrix, biases] = nextLayer<Tensor2D>();
    values = values.matMul<Tensor2D>(matrix).add<Tensor2D>(biases).relu();
    activations.push(values);
  });
  const [matrix, biases] = nextLayer<Tensor2D>();
  return { outputs: values.matMul<Tensor2D>(matrix).add(biases), activations };
}

/** The mean loss of a batch, as domain/network.ts defines it. */
export function meanLoss(tf: Tensorflow, loss: Loss, outputs: Tensor2D, labels: Uint8Array): Scalar {
  const [images, classes] = outputs.shape;
  const targets = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes).toFloat();
  const losses =
    loss === 'cross-entropy' ? outputs.logSoftmax().mul(targets).neg() : outputs.sub(targets).square().div(classes);
  return losses.sum().div<Scalar>(images);
}

/** Number of units (the last axis) that are 0 in all images and at all positions. NaN is not 0. */
export function countDead(tf: Tensorflow, activations: Tensor): number {
  const units = activations.shape.at(-1)!;
  const alive = tf.tidy(() => activations.notEqual(0).reshape([-1, units]).any(0).toInt().sum());
  const dead = units - alive.dataSync()[0];
  alive.dispose();
  return dead;
}
