import type { Measure } from '../domain/measure.ts';
import type { Network, ParameterTensor } from '../domain/network.ts';
import type { Optimizer } from '../domain/optimizer.ts';
import type { Sample } from '../domain/run.ts';

/** Which of the two sets of images: those trained on, or those the accuracy is measured on. */
export type Split = 'train' | 'test';

/** What an engine must know before it lays out its memory. */
export interface EngineConfig {
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** The most images that one call of trainStep, gradients or evaluate gets. */
  readonly batchSize: number;
  /** Number of images of each split. */
  readonly images: Readonly<Record<Split, number>>;
  /** What trainStep measures beside the loss; by default nothing, at no cost. */
  readonly measures?: readonly Measure[];
  /** The largest norm of the gradient that trainStep hands to the optimizer; a longer one is shortened (torch.nn.utils.clip_grad_norm_). */
  readonly clip?: number;
  /** By layer: what trainStep's learning rate is multiplied by; 1 where nothing is given. A layer of 0 is frozen. */
  readonly rateFactors?: Readonly<Record<string, number>>;
}

/** What was measured at a training step, as far as it was asked for; in `extra` for each layer, for example "gradientNorm.output". */
export type StepMeasurements = Pick<Sample, 'gradientNorm' | 'updateRatio' | 'deadShare' | 'extra'>;

/** Sum over the images of one call of evaluate. */
export interface Evaluation {
  /** Sum of the images' losses. */
  readonly lossSum: number;
  /** Number of images whose largest output is the right class. */
  readonly correct: number;
}

/** Everything of an engine that training changes, exact to the bit. */
export interface EngineState {
  /** Optimizer steps done. */
  readonly steps: number;
  /** By parameter tensor, as readWeights gives them. */
  readonly weights: readonly Float32Array[];
  /** What the optimizer remembers: any number of values a parameter, each kind as tensors in the order and layout of the weights. */
  readonly moments: readonly (readonly Float32Array[])[];
}

/**
 * Computes training steps of one network with one optimizer on one data set. Made for one run, in a worker; every call is
 * synchronous and short (a batch), so that the caller can yield between calls. Numbers may become NaN or infinite: that is
 * a result, never an exception.
 */
export interface Engine {
  readonly name: 'wasm' | 'tensorflow';
  /** The variant that decides the last bits of the results, for example "simd". */
  readonly build: string;
  /** Whether images and labels are in their places from the start: those of the engine whose memory this one took over. */
  readonly hasImages?: boolean;
  /** The trainable tensors, in the order and layout that the functions below use. */
  readonly parameters: readonly ParameterTensor[];

  /** Where to put the pixels of a split: count x height x width x channels bytes; a byte b is the input value b / 255. */
  images(split: Split): Uint8Array;
  /** Where to put the classes of a split's images: one byte each, from 0. */
  labels(split: Split): Uint8Array;
  /** Fixes the order in which training images are visited: each entry the index of an image. */
  setOrder(order: Uint32Array): void;

  /** Sets a parameter tensor (index into `parameters`), in PyTorch's layout. */
  writeWeights(index: number, values: Float32Array): void;
  /** A copy of a parameter tensor, in PyTorch's layout. */
  readWeights(index: number): Float32Array;
  /** A copy of the newest gradient of the mean loss by a parameter tensor, in PyTorch's layout; after trainStep as it was clipped. */
  readGradients(index: number): Float32Array;

  /** A copy of all that training has changed, from which restoreState goes on to the bit. */
  saveState(): EngineState;
  /**
   * Puts an engine of the same network and optimizer where another was when it saved its state.
   * @throws RangeError if the state is of another network or optimizer
   */
  restoreState(state: EngineState): void;

  /**
   * One optimizer step on the images order[start] … order[start + count - 1].
   * @returns the batch's mean loss before the update.
   */
  trainStep(start: number, count: number, learningRate: number): number;
  /** What config.measures asked for, of the newest trainStep; empty if nothing was asked. */
  measurements(): StepMeasurements;
  /** As trainStep, without the update: leaves the gradients to be read, and everything else as it was. */
  gradients(start: number, count: number): number;
  /** Measures images [start, start + count) of a split as they lie in memory, without training. */
  evaluate(split: Split, start: number, count: number): Evaluation;
}

/** An engine that cannot train this network or optimizer says so with this error; the message names what and why. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}
