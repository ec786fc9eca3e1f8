import type { Measure } from '../domain/measure.ts';
import type { Network, ParameterTensor } from '../domain/network.ts';
import type { Optimizer } from '../domain/optimizer.ts';
import type { Sample } from '../domain/sample.ts';

/** The images that are trained on, or those that the accuracy is measured on. */
export type Split = 'train' | 'test';

/** What an engine needs to know to allocate its memory. */
export interface EngineConfig {
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** Maximum number of images in a call of trainStep, gradients or evaluate. */
  readonly batchSize: number;
  /** Number of images of each split. */
  readonly images: Readonly<Record<Split, number>>;
  /** What trainStep measures besides the loss; nothing by default, which costs nothing. */
  readonly measures?: readonly Measure[];
  /** Maximum norm of the gradient; trainStep scales a larger one down (torch.nn.utils.clip_grad_norm_). */
  readonly clip?: number;
  /** Factors of trainStep's learning rate, by layer; 1 by default. A layer with the factor 0 is frozen. */
  readonly rateFactors?: Readonly<Record<string, number>>;
}

/** The requested measurements of a training step; `extra` has those of each layer, for example "gradientNorm.output". */
export type StepMeasurements = Pick<Sample, 'gradientNorm' | 'updateRatio' | 'deadShare' | 'extra'>;

/** Result of a call of evaluate. */
export interface Evaluation {
  /** Sum of the images' losses. */
  readonly lossSum: number;
  /** Number of images that are classified correctly. */
  readonly correct: number;
}

/** Everything in an engine that training changes, bit for bit. */
export interface EngineState {
  /** Optimizer steps done. */
  readonly steps: number;
  /** By parameter tensor, as readWeights returns them. */
  readonly weights: readonly Float32Array[];
  /** The optimizer's state: tensors in the order and layout of the weights, for each kind of moment. */
  readonly moments: readonly (readonly Float32Array[])[];
}

/**
 * Computes the training steps of one run in a worker: one network, one optimizer, one data set. Every call is synchronous and
 * short (a batch), so that the caller can yield between calls. Numbers may become NaN or infinite: that is a result, never an
 * exception.
 */
export interface Engine {
  readonly name: 'wasm' | 'tensorflow';
  /** The variant of the engine, for example "simd"; results of different builds differ in their last bits. */
  readonly build: string;
  /** Whether the memory already contains images and labels, from the previous engine whose memory this one reuses. */
  readonly hasImages?: boolean;
  /** The trainable tensors, in the order and layout of the functions below. */
  readonly parameters: readonly ParameterTensor[];

  /** Buffer for the pixels of a split: count x height x width x channels bytes; a byte b is the input value b / 255. */
  images(split: Split): Uint8Array;
  /** Buffer for the classes of a split's images: one byte each, from 0. */
  labels(split: Split): Uint8Array;
  /** Sets the order of the training images: each entry is the index of an image. */
  setOrder(order: Uint32Array): void;

  /** Sets a parameter tensor (index into `parameters`), in PyTorch's layout. */
  writeWeights(index: number, values: Float32Array): void;
  /** A copy of a parameter tensor, in PyTorch's layout. */
  readWeights(index: number): Float32Array;
  /** A copy of the newest gradient of the mean loss by a parameter tensor, in PyTorch's layout; after trainStep it is clipped. */
  readGradients(index: number): Float32Array;

  /** A copy of everything that training changes. After restoreState, training continues bit for bit. */
  saveState(): EngineState;
  /**
   * Restores the state that an engine with the same network and optimizer has saved.
   * @throws RangeError if the state belongs to another network or optimizer
   */
  restoreState(state: EngineState): void;

  /**
   * One optimizer step on the images order[start] … order[start + count - 1].
   * @returns the batch's mean loss before the update.
   */
  trainStep(start: number, count: number, learningRate: number): number;
  /** The measurements of the newest trainStep that config.measures requests. */
  measurements(): StepMeasurements;
  /** Like trainStep, but without the update: computes the gradients and changes nothing else. */
  gradients(start: number, count: number): number;
  /** Evaluates images [start, start + count) of a split, in the order of the buffer. */
  evaluate(split: Split, start: number, count: number): Evaluation;
}

/** An engine cannot train this network or optimizer; the message says what it does not support. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}
