import type { EdgeMeasure } from './edge.ts';
import type { Finding } from './finding.ts';
import type { Network } from './network.ts';
import type { Optimizer } from './optimizer.ts';
import type { RunExtras } from './runExtras.ts';
import type { Schedule } from './schedule.ts';
import type { RunSeries } from './series.ts';

/** What computes a training step: the built-in WebAssembly engine, or TensorFlow's native library. */
export type EngineName = 'wasm' | 'tensorflow';

/** Which images a run trains on: a folder of IDX files, and how many of the first images of each split. */
export interface DatasetChoice {
  /** The data set's display name, for example "MNIST". */
  readonly name: string;
  /** Absolute path of the folder; null for the MNIST images that ship with Goldilocks. */
  readonly folder: string | null;
  readonly train: number;
  readonly test: number;
  /** Takes the first images of these classes only; absent for all classes. */
  readonly classes?: readonly number[];
}

/** A training on other classes of the same data set, from which a run gets its first weights. */
export interface Pretraining {
  readonly classes: readonly number[];
  /** Training images of these classes. */
  readonly images: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/**
 * Everything that decides the numbers of one training by the built-in engines. Same spec and engine build: the same numbers to
 * the last bit.
 */
export interface RunSpec extends RunExtras {
  readonly network: Network;
  readonly dataset: DatasetChoice;
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** How the rate changes from update to update; absent for a constant rate. */
  readonly schedule?: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
  /** Decides the initial weights and the order of the images. */
  readonly seed: number;
  readonly engine: EngineName;
  /** Absent: the run starts from random weights. */
  readonly pretraining?: Pretraining;
  /** Ends the run after this many updates, even in the middle of an epoch. */
  readonly steps?: number;
  /** Ends the run once the smoothed training loss exceeds this many times its lowest value so far. */
  readonly stopAbove?: number;
  /** Where the edge of stability is measured; it changes nothing else. Absent: nowhere. */
  readonly edge?: EdgeMeasure;
}

export type RunState = 'queued' | 'running' | 'finished' | 'pruned' | 'failed' | 'cancelled' | 'interrupted';

/** The states of a run that has ended; only resuming it changes them. */
export type EndState = Extract<RunState, 'finished' | 'pruned' | 'failed' | 'cancelled' | 'interrupted'>;

/** Whether a run in this state has ended, for whatever reason. */
export function isEndState(state: RunState): state is EndState {
  return state !== 'queued' && state !== 'running';
}

/** The totals of one epoch. */
export interface EpochSummary {
  /** From 1. */
  readonly epoch: number;
  /** Last step of the epoch. */
  readonly step: number;
  /** Mean loss over the epoch's training images, each measured when its batch was trained on. */
  readonly loss: number;
  /** On the test images after the epoch, 0..1; null if nothing was tested. */
  readonly accuracy: number | null;
  /** Mean loss on the test images after the epoch; null if nothing was tested. */
  readonly validationLoss: number | null;
  /** Seconds of training, evaluation excluded. */
  readonly seconds: number;
  /** Training images seen in the epoch. */
  readonly images: number;
}

/** The result of a run, as stored in result.json. */
export interface RunResult {
  readonly state: EndState;
  readonly reason: string | null;
  readonly stderrTail?: string;
  /** Engine and build, for example "wasm simd"; null if unknown. */
  readonly engine: string | null;
  readonly epochs: readonly EpochSummary[];
  readonly imagesPerSecond: number | null;
  /** Loss before the first update; null if it was not measured. */
  readonly initialLoss: number | null;
  /** Final training loss, see scoreOf; null if the run did not finish. */
  readonly score: number | null;
  /** Standard error of the score from the run's own noise; null without a finite score. */
  readonly scoreError: number | null;
  readonly findings: readonly Finding[];
  /** Version of the detector that made the findings. */
  readonly detector: number;
  /** At most 2,000 points a metric. */
  readonly series: RunSeries;
}
