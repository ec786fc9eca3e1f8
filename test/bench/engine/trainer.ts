import type { Workload } from './workload.ts';

/** An epoch: its images, and the seconds of its training steps without evaluation. */
export interface MeasuredEpoch {
  readonly images: number;
  readonly seconds: number;
}

/** The result of a training run in a separate process. */
export interface MeasuredRun {
  readonly epochs: readonly MeasuredEpoch[];
  /** The loss of the last batch, which shows that something was learned. */
  readonly loss: number;
  /** The peak memory of the process in bytes; null if unknown. */
  readonly peakBytes: number | null;
  /** Seconds from the start of the process until its first training step is done. */
  readonly firstStepSeconds: number;
}

/** Trains networks, each in a new process. */
export interface Trainer {
  /** The name in tables, with the version. */
  readonly name: string;
  train(workload: Workload): Promise<MeasuredRun>;
}

/** A trainer that would take too long for a whole workload. */
export interface SlowTrainer extends Trainer {
  /** Trains one epoch with this many images. */
  readonly images: number;
}

/** The images per second of some epochs, without evaluation. */
export function imagesPerSecond(epochs: readonly MeasuredEpoch[]): number {
  const images = epochs.reduce((sum, epoch) => sum + epoch.images, 0);
  return images / epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
}
