import type * as Tensorflow from '@tensorflow/tfjs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Network } from '../../../../src/domain/network.ts';
import { parameterTensors } from '../../../../src/domain/network.ts';
import { openDataset } from '../../../../src/training/dataset.ts';
import { loadTensorflow } from '../../../../src/training/tensorflow/load.ts';
import { peakBytes } from '../peakMemory.ts';
import type { MeasuredEpoch, MeasuredRun } from '../trainer.ts';
import type { Workload } from '../workload.ts';
import { registerFilterGradient } from './filterGradient.ts';

/** The argument of this process, as JSON. */
export interface TensorflowJob {
  readonly workload: Workload;
  /** The folder with tfjs-node; null for the wasm backend. */
  readonly native: string | null;
}

/** The messages of this process. */
export type TensorflowReport =
  | { readonly type: 'step' }
  | { readonly type: 'ended'; readonly run: Omit<MeasuredRun, 'firstStepSeconds'> }
  | { readonly type: 'failed'; readonly reason: string };

type Tf = typeof Tensorflow;

/** Trains with TensorFlow.js in its fastest form: core operations, all images in one tensor, one gather for each batch. */
async function train(
  tf: Tf,
  { network, optimizer, learningRate, batchSize, epochs, train: count, folder }: Workload,
  onStep: () => void,
): Promise<Omit<MeasuredRun, 'firstStepSeconds'>> {
  const [height, width, channels] = network.input;
  const bytes = { images: new Uint8Array(count * height * width * channels), labels: new Uint8Array(count) };
  await (await openDataset(folder)).read('train', { count, classes: network.outputs }, bytes);
  const images = tf.tensor4d(
    Float32Array.from(bytes.images, (byte) => byte / 255),
    [count, height, width, channels],
  );
  const labels = tf.oneHot(tf.tensor1d(Int32Array.from(bytes.labels), 'int32'), network.outputs).toFloat();
  const weights = initialWeights(tf, network);
  const adam = tf.train.adam(learningRate, optimizer.beta1, optimizer.beta2, optimizer.epsilon);

  const measured: MeasuredEpoch[] = [];
  let loss = NaN;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = Int32Array.from(tf.util.createShuffledIndices(count));
    let seconds = 0;
    for (let start = 0; start < count; start += batchSize) {
      const begun = performance.now();
      const chosen = tf.tensor1d(order.subarray(start, start + batchSize), 'int32');
      const value = adam.minimize(
        () =>
          tf.losses.softmaxCrossEntropy(labels.gather(chosen), outputsOf(tf, network, images.gather(chosen), weights)),
        true,
        weights,
      )!;
      loss = value.dataSync()[0];
      tf.dispose([chosen, value]);
      seconds += (performance.now() - begun) / 1000;
      if (epoch === 0 && start === 0) onStep();
    }
    measured.push({ images: count, seconds });
  }
  return { epochs: measured, loss, peakBytes: peakBytes() };
}

/** Initial weights, uniform in ±1 / sqrt(fan-in), in the order of the layers, weights before biases. */
function initialWeights(tf: Tf, network: Network): Tensorflow.Variable[] {
  return parameterTensors(network).map(({ shape, fanIn }) => {
    const [outputs, inputs, height, width] = shape;
    const own =
      shape.length === 4 ? [height, width, inputs, outputs] : shape.length === 2 ? [inputs, outputs] : [outputs];
    return tf.variable(tf.randomUniform(own, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn)));
  });
}

function outputsOf(
  tf: Tf,
  network: Network,
  images: Tensorflow.Tensor4D,
  weights: readonly Tensorflow.Variable[],
): Tensorflow.Tensor2D {
  const pairs = weights.flatMap((weight, index) => (index % 2 === 0 ? [[weight, weights[index + 1]] as const] : []));
  let planes = images;
  network.blocks.forEach(({ same, pool }, index) => {
    const [kernel, bias] = pairs[index];
    planes = tf
      .conv2d(planes, kernel as Tensorflow.Tensor as Tensorflow.Tensor4D, 1, same ? 'same' : 'valid')
      .add<Tensorflow.Tensor4D>(bias)
      .relu();
    if (pool > 1) planes = tf.maxPool(planes, pool, pool, 'valid');
  });
  const dense = pairs.slice(network.blocks.length);
  return dense.reduce<Tensorflow.Tensor2D>(
    (values, [kernel, bias], index) => {
      const sums = tf.matMul(values, kernel).add<Tensorflow.Tensor2D>(bias);
      return index < dense.length - 1 ? sums.relu() : sums;
    },
    planes.reshape<Tensorflow.Tensor2D>([images.shape[0], -1]),
  );
}

/** Loads the wasm backend on one thread, with the missing gradient. */
async function loadWasmBackend(): Promise<Tf> {
  const load = createRequire(path.join(process.cwd(), 'package.json'));
  const tf = load('@tensorflow/tfjs') as Tf;
  load('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  registerFilterGradient(tf);
  return tf;
}

async function main({ workload, native }: TensorflowJob): Promise<void> {
  const say = (report: TensorflowReport): void => void process.send!(report);
  try {
    const tf = native === null ? await loadWasmBackend() : ((await loadTensorflow(native)).tf as unknown as Tf);
    say({ type: 'ended', run: await train(tf, workload, () => say({ type: 'step' })) });
  } catch (error) {
    say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

void main(JSON.parse(process.argv[2]) as TensorflowJob);
