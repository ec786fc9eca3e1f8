import type * as Tensorflow from '@tensorflow/tfjs';

/**
 * Registers the kernel that the wasm backend of TensorFlow.js needs to train convolutions: the gradient by the weights, composed of
 * other operations of the backend. For each position in the kernel it is xᵀ · dY, where x are the inputs under that position. This
 * was the fastest composition, because the backend is slow to multiply transposed matrices. Only for strides of 1.
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
