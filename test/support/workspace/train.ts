import * as tf from '@tensorflow/tfjs';

const LEARNING_RATE = 0.01;

export function compile(): tf.Sequential {
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [28, 28, 1] }), tf.layers.dense({ units: 10 })],
  });
  model.compile({ optimizer: tf.train.sgd(LEARNING_RATE), loss: 'meanSquaredError' });
  return model;
}
