import * as tf from '@tensorflow/tfjs';
import type { Split } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';

/** Results of TensorFlow.js with an engine's weights on some of its images. */
export interface Reference {
  /** Mean loss of the images. */
  readonly loss: number;
  readonly correct: number;
  /** By parameter tensor, in PyTorch's layout. */
  readonly gradients: readonly Float32Array[];
  /**
   * How close the network is to a decision that rounding can turn: the smallest distance of a pooling window's maximum from the
   * runner-up, or of a sum from ReLU's edge, relative to the largest sum of the layer. Equals do not count: they come from equal
   * patches, with the same gradient.
   */
  readonly nearestTie: number;
}

/** Loss, gradients and predictions on images [start, start + count) of a split. */
export async function reference(engine: WasmEngine, split: Split, start: number, count: number): Promise<Reference> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const { network } = engine.config;
    const [height, width, channels] = network.input;
    const size = height * width * channels;
    const pixels = Float32Array.from(
      engine.images(split).subarray(start * size, (start + count) * size),
      (byte) => byte / 255,
    );
    const images = tf.tensor4d(pixels, [count, height, width, channels]);
    const labels = tf.tensor1d(Int32Array.from(engine.labels(split).subarray(start, start + count)), 'int32');
    const parameters = engine.parameters.map(({ shape }, index) => tf.tensor(engine.readWeights(index), [...shape]));

    const outputsOf = (
      weights: tf.Tensor[],
      look: (sums: tf.Tensor, pool: number) => void = () => undefined,
    ): tf.Tensor2D => {
      let planes: tf.Tensor4D = images;
      network.blocks.forEach((block, index) => {
        const filter = weights[2 * index].transpose<tf.Tensor4D>([2, 3, 1, 0]);
        const convolved = tf.conv2d(planes, filter, 1, block.same ? 'same' : 'valid').add(weights[2 * index + 1]);
        look(convolved, block.pool);
        planes = tf.maxPool(convolved.relu<tf.Tensor4D>(), block.pool, block.pool, 'valid');
      });
      let rows = planes.transpose([0, 3, 1, 2]).reshape<tf.Tensor2D>([count, -1]);
      for (let index = 2 * network.blocks.length; index < weights.length; index += 2) {
        const sums = tf
          .matMul(rows, weights[index].as2D(engine.parameters[index].shape[0], -1), false, true)
          .add<tf.Tensor2D>(weights[index + 1]);
        if (index + 2 < weights.length) look(sums, 1);
        rows = index + 2 < weights.length ? sums.relu() : sums;
      }
      return rows;
    };
    const targets = tf.oneHot(labels, network.outputs).toFloat();
    const lossOf = (...weights: tf.Tensor[]): tf.Scalar =>
      network.loss === 'squared'
        ? tf.losses.meanSquaredError(targets, outputsOf(weights))
        : targets.mul(outputsOf(weights).logSoftmax()).sum().neg().div<tf.Scalar>(count);

    let nearestTie = Infinity;
    const outputs = outputsOf(parameters, (sums, pool) => {
      nearestTie = Math.min(nearestTie, nearestTieOf(sums, pool));
    });
    const { value, grads } = tf.valueAndGrads(lossOf)(parameters);
    return {
      loss: value.dataSync()[0],
      correct: outputs.argMax(1).equal(labels).sum().dataSync()[0],
      gradients: grads.map((gradient) => gradient.dataSync<'float32'>()),
      nearestTie,
    };
  });
}

/** For a layer's sums before ReLU: [image][row][column][channel] of a convolution with pooling by `pool`, any shape for `pool` 1. */
function nearestTieOf(sums: tf.Tensor, pool: number): number {
  const values = sums.dataSync<'float32'>();
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let nearest = Infinity;
  const compare = (distance: number): void => {
    if (distance !== 0) nearest = Math.min(nearest, Math.abs(distance) / largest);
  };
  if (pool === 1) {
    values.forEach(compare);
    return nearest;
  }
  const [images, height, width, channels] = sums.shape;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row + pool <= height; row += pool) {
      for (let column = 0; column + pool <= width; column += pool) {
        for (let channel = 0; channel < channels; channel++) {
          const at = (y: number, x: number): number =>
            values[((image * height + row + y) * width + column + x) * channels + channel];
          const window = Array.from({ length: pool * pool }, (_, place) =>
            at(Math.floor(place / pool), place % pool),
          ).sort((a, b) => b - a);
          compare(window[0]);
          if (window[0] > 0) window.slice(1).forEach((value) => compare(window[0] - value));
        }
      }
    }
  }
  return nearest;
}
