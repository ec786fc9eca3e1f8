import { guessingLoss } from './guessing.ts';
import type { Metric } from './series.ts';
import type { RunSpec } from './run.ts';
import { stepsPerEpoch, totalSteps } from './steps.ts';

/** What one step of a run is: an optimizer update, an epoch, or a row of a log that names neither. */
export type StepUnit = 'step' | 'epoch' | 'row';

/** A number that a run measures. */
export interface MetricFact {
  readonly name: Metric;
  /** The name in the log or program that it comes from, for example "train/loss". */
  readonly source: string;
  /** How the source averages it, if it does: over an epoch, over all steps since the epoch began, or over the last few steps. */
  readonly averaged?: 'epoch' | 'running' | 'window';
  /** What a loss is measured in, if not in nats: fairseq divides its cross-entropies by ln 2. */
  readonly unit?: 'bits';
}

/**
 * What is known of a run, from its spec or from the source that reports it. Unknown is null. Everything that shows or judges
 * runs reads this, never a spec.
 */
export interface RunFacts {
  readonly rate: number | null;
  /** As the source names it: "adam", "torch.optim.AdamW". */
  readonly optimizer: string | null;
  readonly batchSize: number | null;
  readonly classes: number | null;
  readonly unit: StepUnit;
  /** Steps of the whole run, in its unit. */
  readonly total: number | null;
  readonly stepsPerEpoch: number | null;
  /** Training images in an epoch. */
  readonly imagesPerEpoch: number | null;
  /** The loss of guessing, see guessingLoss. */
  readonly baseline: number | null;
  readonly metrics: readonly MetricFact[];
}

/** The facts of a run about which nothing is known yet. */
export const NO_FACTS: RunFacts = {
  rate: null,
  optimizer: null,
  batchSize: null,
  classes: null,
  unit: 'step',
  total: null,
  stepsPerEpoch: null,
  imagesPerEpoch: null,
  baseline: null,
  metrics: [],
};

/** The facts of a run by the built-in engines. */
export function factsOf(spec: RunSpec): RunFacts {
  const { network, dataset } = spec;
  return {
    // A range test changes the rate with every step: that of the first one says nothing of the run.
    rate: spec.stopAbove === undefined ? spec.learningRate : null,
    optimizer: spec.optimizer.name,
    batchSize: spec.batchSize,
    classes: network.outputs,
    unit: 'step',
    total: totalSteps(spec),
    stepsPerEpoch: stepsPerEpoch(spec),
    imagesPerEpoch: dataset.train,
    baseline: guessingLoss(network),
    metrics: [
      { name: 'loss', source: 'loss' },
      ...(dataset.test > 0
        ? ([
            { name: 'validationLoss', source: 'test loss' },
            { name: 'validationAccuracy', source: 'test accuracy' },
          ] as const)
        : []),
    ],
  };
}

/** The epochs of a run that consists of whole ones; null for any other, and where that is unknown. */
export function plannedEpochs({ total, stepsPerEpoch }: RunFacts): number | null {
  return total === null || stepsPerEpoch === null || total % stepsPerEpoch > 0 ? null : total / stepsPerEpoch;
}
