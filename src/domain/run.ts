import type { Finding } from './finding.ts';
import type { Network } from './network.ts';
import type { Optimizer } from './optimizer.ts';
import type { RunExtras } from './runExtras.ts';
import type { Schedule } from './schedule.ts';

/** What computes a training step: the built-in WebAssembly engine, or TensorFlow's native library. */
export type EngineName = 'wasm' | 'tensorflow';

/** Which images a run trains on: a folder of IDX files, and how many of the first images of each split. */
export interface DatasetChoice {
  /** The data set's name for people, for example "MNIST". */
  readonly name: string;
  /** Absolute path of the folder; null for the MNIST images that ship with Goldilocks. */
  readonly folder: string | null;
  readonly train: number;
  readonly test: number;
}

/** Everything that decides the numbers of one training. Same spec and engine build: the same numbers to the last bit. */
export interface RunSpec extends RunExtras {
  readonly network: Network;
  readonly dataset: DatasetChoice;
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** How the rate changes from update to update; absent where it does not. */
  readonly schedule?: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
  /** Decides the initial weights and the order of the images. */
  readonly seed: number;
  readonly engine: EngineName;
}

export type RunState = 'queued' | 'running' | 'finished' | 'pruned' | 'failed' | 'cancelled' | 'interrupted';

/** States in which nothing more will happen to the run by itself. */
export type EndState = Extract<RunState, 'finished' | 'pruned' | 'failed' | 'cancelled' | 'interrupted'>;

/** One measurement in a run. Step 0 is before the first update; the loss of step n is that of its batch before the n-th update. */
export interface Sample {
  readonly step: number;
  /** Fraction of epochs done after this step, for example 1.5. */
  readonly epoch?: number;
  /** Mean training loss. */
  readonly loss?: number;
  /** Share of training images classified rightly, 0..1. */
  readonly accuracy?: number;
  readonly validationLoss?: number;
  /** Share of test images classified rightly, 0..1. */
  readonly validationAccuracy?: number;
  /** Learning rate of this step's update. A run of ours says it where it changes: before the first such sample it is that of the spec. */
  readonly rate?: number;
  /** The measures of this step, if they were asked for: see MEASURES. */
  readonly gradientNorm?: number;
  readonly updateRatio?: number;
  readonly deadShare?: number;
  /** Further numbers by name, for example "gradientNorm.output", the norm of one layer's gradient. */
  readonly extra?: Readonly<Record<string, number>>;
  /** Training seconds so far, evaluation excluded. */
  readonly seconds?: number;
}

/** What a whole epoch amounted to. */
export interface EpochSummary {
  /** From 1. */
  readonly epoch: number;
  /** Last step of the epoch. */
  readonly step: number;
  /** Mean loss over the epoch's training images, each measured when its batch was trained on. */
  readonly loss: number;
  /** On the test images after the epoch, 0..1; null where nothing was tested. */
  readonly accuracy: number | null;
  /** Mean loss on the test images after the epoch; null where nothing was tested. */
  readonly validationLoss: number | null;
  /** Seconds of training alone, evaluation excluded. */
  readonly seconds: number;
  /** Training images seen in the epoch. */
  readonly images: number;
}

/** What is known of a run when it starts, as far as its source can tell. */
export interface RunContext {
  readonly optimizer?: string;
  readonly rate?: number;
  readonly batchSize?: number;
  readonly classes?: number;
  /** Steps (or epochs, or rows) that the whole run will have. */
  readonly total?: number;
  readonly unit: 'step' | 'epoch' | 'row';
  /** Engine and build, for example "wasm simd". */
  readonly engine?: string;
}

/** What every source of training tells, and every sink listens to. */
export type RunEvent =
  | { readonly type: 'started'; readonly run: string; readonly spec?: RunSpec; readonly context: RunContext }
  | { readonly type: 'samples'; readonly samples: readonly Sample[] }
  | { readonly type: 'epoch'; readonly epoch: EpochSummary }
  | { readonly type: 'checkpoint'; readonly step: number }
  /** Forget everything so far: the log that is followed was rewritten. */
  | { readonly type: 'reset' }
  | { readonly type: 'notice'; readonly text: string; readonly count: number }
  | {
      readonly type: 'ended';
      readonly state: EndState;
      /** A sentence for people, for every state but a plain finish. */
      readonly reason?: string;
      /** The end of what the process wrote to its standard error. */
      readonly stderrTail?: string;
    };

/** A run as it ended, as result.json keeps it. */
export interface RunResult {
  readonly state: EndState;
  readonly reason: string | null;
  readonly stderrTail?: string;
  readonly engine: string | null;
  readonly epochs: readonly EpochSummary[];
  readonly imagesPerSecond: number | null;
  /** Loss before the first update; null when the run ended before. */
  readonly initialLoss: number | null;
  /** Mean training loss of the last tenth of its steps, infinite if any is not finite; null when the run did not finish. */
  readonly score: number | null;
  readonly findings: readonly Finding[];
  /** The samples, bucketed: at most 2,000 points a metric, minimum and maximum of each bucket kept. */
  readonly series: readonly Sample[];
}
