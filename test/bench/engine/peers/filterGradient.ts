import type * as Tensorflow from '@tensorflow/tfjs';

/**
 * Adds the kernel that the wasm backend of TensorFlow.js lacks for training convolutions: the gradient by their weights, composed
 * of the backend's own operations. At each place of the kernel it is xᵀ · dY, x being the inputs that this place met. Of the ways
 * to compose it this was the fastest: the backend multiplies transposed matrices slowly unless they are transposed before.
 * For strides of 1.
 */
export function registerFilterGradient(tf: typeof Tensorflow): void {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const x = inputs.x as Tensorflow.Tensor4D;
      const dy = inputs.dy as Tensorflow.Tensor4D;
      const { pad, filterShape } = attrs as unknown as {
        pad: 'same' | 'valid';
        filterShape: [height: number, width: number, channels: number, outputs: number];
      };
      return tf.tidy(() => {
        const [height, width, channels, outputs] = filterShape;
        const [images, rows, columns] = dy.shape;
        const [top, left] = pad === 'same' ? [(height - 1) / 2, (width - 1) / 2] : [0, 0];
        const padded = tf.pad4d(x, [
          [0, 0],
          [top, top],
          [left, left],
          [0, 0],
        ]);
        const gradients = tf.reshape(dy, [images * rows * columns, outputs]);
        const atPlaces = Array.from({ length: height * width }, (_, place) => {
          const met = tf.slice4d(
            padded,
            [0, Math.floor(place / width), place % width, 0],
            [images, rows, columns, channels],
          );
          return tf.matMul(tf.transpose(tf.reshape(met, [-1, channels])), gradients);
        });
        return tf.reshape(tf.stack(atPlaces), filterShape);
      });
    },
  });
}
