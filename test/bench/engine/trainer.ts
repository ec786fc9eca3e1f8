import type { Workload } from './workload.ts';

/** One epoch of a training: its images, and the seconds of its training steps alone. */
export interface MeasuredEpoch {
  readonly images: number;
  readonly seconds: number;
}

/** What came of one training in a process of its own. */
export interface MeasuredRun {
  readonly epochs: readonly MeasuredEpoch[];
  /** Loss of the last batch; shows that something was learned. */
  readonly loss: number;
  /** The most memory that the process held, in bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
  /** Seconds from the start of the process to the end of its first training step. */
  readonly firstStepSeconds: number;
}

/** Something that trains networks, each time in a fresh process. */
export interface Trainer {
  /** For tables, with the version. */
  readonly name: string;
  train(workload: Workload): Promise<MeasuredRun>;
}

/** A trainer that would keep everybody waiting at a whole workload. */
export interface SlowTrainer extends Trainer {
  /** It gets so many images, once. */
  readonly images: number;
}

/** Images a second of some epochs, evaluation excluded. */
export function imagesPerSecond(epochs: readonly MeasuredEpoch[]): number {
  const images = epochs.reduce((sum, epoch) => sum + epoch.images, 0);
  return images / epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
}
