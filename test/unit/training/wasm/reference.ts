import * as tf from '@tensorflow/tfjs';
import type { Split } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';

/** What TensorFlow.js computes with an engine's weights on some of its images. */
export interface Reference {
  /** Mean over the images. */
  readonly loss: number;
  readonly correct: number;
  /** By parameter, in PyTorch's layout. */
  readonly gradients: readonly Float32Array[];
}

/** Loss, gradients and predictions on images [start, start + count) of a split. */
export async function reference(engine: WasmEngine, split: Split, start: number, count: number): Promise<Reference> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const { network } = engine.config;
    const [height, width, channels] = network.input;
    const size = height * width * channels;
    const pixels = Float32Array.from(engine.images(split).subarray(start * size, (start + count) * size), (byte) => byte / 255);
    const images = tf.tensor4d(pixels, [count, height, width, channels]);
    const labels = tf.tensor1d(Int32Array.from(engine.labels(split).subarray(start, start + count)), 'int32');
    const parameters = engine.parameters.map(({ shape }, index) => tf.tensor(engine.readWeights(index), [...shape]));

    const outputsOf = (weights: tf.Tensor[]): tf.Tensor2D => {
      let planes: tf.Tensor4D = images;
      network.blocks.forEach((block, index) => {
        const filter = weights[2 * index].transpose<tf.Tensor4D>([2, 3, 1, 0]);
        const convolved = tf.conv2d(planes, filter, 1, block.same ? 'same' : 'valid').add(weights[2 * index + 1]);
        planes = tf.maxPool(convolved.relu<tf.Tensor4D>(), block.pool, block.pool, 'valid');
      });
      let rows = planes.transpose([0, 3, 1, 2]).reshape<tf.Tensor2D>([count, -1]);
      for (let index = 2 * network.blocks.length; index < weights.length; index += 2) {
        const sums = tf.matMul(rows, weights[index].as2D(engine.parameters[index].shape[0], -1), false, true).add<tf.Tensor2D>(weights[index + 1]);
        rows = index + 2 < weights.length ? sums.relu() : sums;
      }
      return rows;
    };
    const targets = tf.oneHot(labels, network.outputs).toFloat();
    const lossOf = (...weights: tf.Tensor[]): tf.Scalar =>
      network.loss === 'squared'
        ? tf.losses.meanSquaredError(targets, outputsOf(weights))
        : targets.mul(outputsOf(weights).logSoftmax()).sum().neg().div<tf.Scalar>(count);

    const { value, grads } = tf.valueAndGrads(lossOf)(parameters);
    return {
      loss: value.dataSync()[0],
      correct: outputsOf(parameters).argMax(1).equal(labels).sum().dataSync()[0],
      gradients: grads.map((gradient) => gradient.dataSync<'float32'>()),
    };
  });
}
