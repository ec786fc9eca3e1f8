import * as l10n from '@vscode/l10n';
import { featureLayers } from '../../domain/layers.ts';
import { formatRate } from '../../domain/rate.ts';
import type { Pretraining, RunSpec } from '../../domain/run.ts';
import type { Transfer } from '../../domain/variant.ts';
import { requireValidTraining, specOf } from '../sweep/choice.ts';
import type { TrainingChoice } from '../sweep/choice.ts';

/** What a comparison of layers' rates is planned from. The images are those of the second half of the classes. */
export interface LayersChoice extends TrainingChoice {
  readonly learningRate: number;
  readonly pretraining: Pretraining;
}

/** The defaults: few images of the new classes, for that is where training from scratch has it hard. */
export const DEFAULT_LAYERS = {
  learningRate: 0.003,
  train: 250,
  test: 1_000,
  batchSize: 32,
  epochs: 8,
  seeds: 3,
  pretraining: { images: 5_000, epochs: 2 },
} as const;

/** The share of the rate that pretrained features get. Source: the article on the shower, "Using the Same LR for All Layers". */
const FEATURES_SHARE = 0.1;

/** The choice that trains a network on the first half of the classes, and then on few images of the second half. */
export function layersChoice(training: TrainingChoice, learningRate: number): LayersChoice {
  const { outputs } = training.network;
  const classes = [...Array(outputs).keys()];
  const half = outputs >> 1;
  return {
    ...training,
    preset: null,
    dataset: { ...training.dataset, classes: classes.slice(half) },
    learningRate,
    pretraining: { ...DEFAULT_LAYERS.pretraining, classes: classes.slice(0, half), learningRate },
  };
}

/** The spec of a run. */
export function layersSpec(choice: LayersChoice, transfer: Transfer, seed: number): RunSpec {
  const { learningRate, pretraining, network } = choice;
  const spec = specOf(choice, learningRate, seed, choice.engine);
  const featureRate = { 'one-rate': null, tenth: learningRate * FEATURES_SHARE, frozen: 0, scratch: null }[transfer];
  return {
    ...spec,
    ...(featureRate !== null && {
      groupRates: Object.fromEntries(featureLayers(network).map((layer) => [layer, featureRate])),
    }),
    ...(transfer !== 'scratch' && { pretraining }),
  };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: LayersChoice): void {
  requireValidTraining(choice);
  const { network, learningRate } = choice;
  if (!(learningRate > 0 && Number.isFinite(learningRate)))
    throw new RangeError(l10n.t('The learning rate must be a positive number, not {0}.', formatRate(learningRate)));
  if (network.outputs < 4)
    throw new RangeError(
      l10n.t(
        'Comparing layers needs at least 4 classes, two to train on first and two after; there are {0}.',
        network.outputs,
      ),
    );
  if (featureLayers(network).length === 0)
    throw new RangeError(l10n.t('Comparing layers needs a network with more than one layer.'));
}
