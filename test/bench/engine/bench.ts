import type { Goldilocks } from './goldilocks.ts';
import type { PeakMeter } from './peak.ts';
import type { FastestForms } from './peers/forms.ts';
import type { SlowTrainer } from './trainer.ts';

/** What the measurements are made with. */
export interface Bench extends FastestForms {
  /** The built-in engine in this Node. */
  readonly ours: Goldilocks;
  /** The same in every Node to be measured, this one first. */
  readonly nodes: readonly Goldilocks[];
  readonly slow: readonly SlowTrainer[];
  readonly peak: PeakMeter;
  /** The project's folder. */
  readonly root: string;
  /** The folder of the packed MNIST images. */
  readonly mnist: string;
  /** A folder for what is made on the way. */
  readonly cache: string;
  /** How often the most important numbers are measured. */
  readonly rounds: number;
  readonly quick: boolean;
  readonly log: (line: string) => void;
}

/** Fewer rounds, for what needs no narrow spread. */
export function fewRounds({ rounds }: Bench): number {
  return Math.ceil(rounds / 3);
}
