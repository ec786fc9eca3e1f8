import type { Goldilocks } from './goldilocks.ts';
import type { PeakMeter } from './peak.ts';
import type { FastestForms } from './peers/forms.ts';
import type { SlowTrainer } from './trainer.ts';

/** The setup of the measurements. */
export interface Bench extends FastestForms {
  /** The built-in engine in this version of Node. */
  readonly ours: Goldilocks;
  /** The built-in engine in all versions of Node to measure, this one first. */
  readonly nodes: readonly Goldilocks[];
  readonly slow: readonly SlowTrainer[];
  readonly peak: PeakMeter;
  /** The root folder of the project. */
  readonly root: string;
  /** The folder with the packed MNIST images. */
  readonly mnist: string;
  /** A folder for temporary files. */
  readonly cache: string;
  /** The number of rounds for the most important measurements. */
  readonly rounds: number;
  readonly quick: boolean;
  readonly log: (line: string) => void;
}

/** The number of rounds for measurements that may have a wider spread. */
export function fewRounds({ rounds }: Bench): number {
  return Math.ceil(rounds / 3);
}
