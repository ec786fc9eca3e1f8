import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { registerFilterGradient } from '../../bench/engine/peers/filterGradient.ts';
import { largestDifference, randomNumbers } from '../../support/engine.ts';

describe('the gradient that the wasm backend of TensorFlow.js lacks', () => {
  before(async () => {
    // Only now: whoever has it loaded gets it by default.
    await import('@tensorflow/tfjs-backend-wasm');
    registerFilterGradient(tf);
  });
  after(() => tf.setBackend('cpu'));

  for (const pad of ['same', 'valid'] as const) {
    for (const kernel of [3, 5]) {
      it(`equals that of the JavaScript backend for ${kernel} x ${kernel} kernels and "${pad}" padding`, async () => {
        const random = randomNumbers(kernel);
        const numbers = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
        const [images, filter] = [numbers(2 * 7 * 6 * 3), numbers(kernel * kernel * 3 * 4)];
        const gradientIn = async (name: string): Promise<Float32Array> => {
          await tf.setBackend(name);
          return tf.tidy(() => {
            const x = tf.tensor4d(images, [2, 7, 6, 3]);
            const loss = (w: tf.Tensor4D) => tf.conv2d(x, w, 1, pad).square().sum();
            return tf
              .grad(loss as (w: tf.Tensor) => tf.Tensor)(tf.tensor4d(filter, [kernel, kernel, 3, 4]))
              .dataSync<'float32'>();
          });
        };
        const expected = await gradientIn('cpu');
        const actual = await gradientIn('wasm');
        assert.ok(largestDifference(actual, expected) < 1e-5);
      });
    }
  }
});
