import * as l10n from '@vscode/l10n';
import type { EngineChoice } from '../src/domain/engineChoice.ts';
import type { Measure } from '../src/domain/measure.ts';
import type { EqualBudget } from '../src/kinds/batchSizes/choice.ts';
import type { FieldName, FormKind } from '../src/protocol/newExperiment.ts';

/** A name, and what it is or how it is typed: translated when they are read. */
interface NamedText {
  readonly name: () => string;
  readonly hint: () => string;
}

const nothing = (): string => '';

export const KIND_WORDS: Readonly<Record<FormKind, NamedText>> = {
  sweep: {
    name: () => l10n.t('Sweep'),
    hint: () => l10n.t('Trains at several learning rates and says which is just right.'),
  },
  'range-test': {
    name: () => l10n.t('Find a rate'),
    hint: () => l10n.t('Raises the rate during a few short runs and suggests one (a range test).'),
  },
  schedules: {
    name: () => l10n.t('Schedules'),
    hint: () => l10n.t('Trains with several schedules and says which ends with the lowest loss.'),
  },
  optimizers: {
    name: () => l10n.t('Optimizers'),
    hint: () => l10n.t('Sweeps several optimizers and says how wide each zone is.'),
  },
  'batch-sizes': {
    name: () => l10n.t('Batch sizes'),
    hint: () => l10n.t('Sweeps several batch sizes and says how the best rate grows.'),
  },
  layers: {
    name: () => l10n.t('Layers'),
    hint: () =>
      l10n.t(
        'Takes a network trained on half of the digits, teaches it the others, and compares rates for its first layers.',
      ),
  },
};

export const FIELD_WORDS: Readonly<Record<FieldName, NamedText>> = {
  network: { name: () => l10n.t('Network'), hint: nothing },
  rates: {
    name: () => l10n.t('Learning rates'),
    hint: () => l10n.t('A list such as {0}, or a range on a log scale such as {1}', '0.1, 0.01', '1e-4..1e-1 x 7'),
  },
  rate: { name: () => l10n.t('Learning rate'), hint: nothing },
  schedules: { name: () => l10n.t('Schedules'), hint: () => l10n.t('At least two, with commas between them') },
  optimizers: { name: () => l10n.t('Optimizers'), hint: () => l10n.t('At least two, with commas between them') },
  batchSizes: { name: () => l10n.t('Batch sizes'), hint: () => l10n.t('At least two, with commas between them') },
  equal: { name: () => l10n.t('Same for all batch sizes'), hint: nothing },
  from: { name: () => l10n.t('Lowest rate'), hint: () => l10n.t('Of the first step') },
  to: {
    name: () => l10n.t('Highest rate'),
    hint: () => l10n.t('Rate of the last step, unless the loss explodes earlier'),
  },
  steps: { name: () => l10n.t('Steps'), hint: () => l10n.t('From the lowest rate to the highest') },
  optimizer: { name: () => l10n.t('Optimizer'), hint: nothing },
  optimizerOptions: { name: () => l10n.t('Optimizer options'), hint: nothing },
  schedule: { name: () => l10n.t('Schedule'), hint: () => l10n.t('How the rate changes from step to step') },
  scheduleOptions: { name: () => l10n.t('Schedule options'), hint: nothing },
  batchSize: { name: () => l10n.t('Batch size'), hint: () => l10n.t('Images per step') },
  epochs: { name: () => l10n.t('Epochs'), hint: () => l10n.t('Passes over the training images') },
  trainImages: { name: () => l10n.t('Training images'), hint: nothing },
  testImages: {
    name: () => l10n.t('Test images'),
    hint: () => l10n.t('To measure accuracy after each epoch; 0 for none'),
  },
  seeds: { name: () => l10n.t('Seeds'), hint: () => l10n.t('Repeats, each with different initial weights') },
  prune: {
    name: () => l10n.t('Stop runs early when they are unlikely to reach the Goldilocks zone'),
    hint: () => l10n.t('Saves about 40% of the time with widely spaced rates'),
  },
  confirm: {
    name: () => l10n.t('Confirm the suggestion with short runs'),
    hint: () => l10n.t('A fifth of a full run each, at a third of the rate, at the rate, and at three times the rate'),
  },
  clip: {
    name: () => l10n.t('Clip gradients at'),
    hint: () => l10n.t('The largest norm of the gradient, such as {0}; empty for no clipping', '1.0'),
  },
  layerRates: {
    name: () => l10n.t('Rates for individual layers'),
    hint: () => l10n.t('For example {0}; 0 freezes a layer', 'output=0.01,convolution1=0'),
  },
  measures: {
    name: () => l10n.t('Also measure'),
    hint: () => l10n.t('Each measurement makes training a few percent slower'),
  },
  engine: { name: () => l10n.t('Engine'), hint: nothing },
};

export const EQUAL_NAMES: Readonly<Record<EqualBudget, () => string>> = {
  images: () => l10n.t('Number of images'),
  steps: () => l10n.t('Number of steps'),
};

export const ENGINE_NAMES: Readonly<Record<EngineChoice, () => string>> = {
  auto: () => l10n.t('Built-in where it can train this, otherwise TensorFlow'),
  wasm: () => l10n.t('Built-in'),
  tensorflow: () => 'TensorFlow',
  both: () => l10n.t('Both, to compare them'),
};

export const MEASURE_NAMES: Readonly<Record<Measure, () => string>> = {
  'gradient-norm': () => l10n.t('Gradient norm'),
  'update-ratio': () => l10n.t('Update ratio'),
  'dead-share': () => l10n.t('Dead ReLU units'),
};

/** What the page says beside its fields. */
export const TEXTS = {
  get title() {
    return l10n.t('New Experiment');
  },
  get intro() {
    return l10n.t('Trains on the handwritten digits of MNIST.');
  },
  introOwn: (images: string) => l10n.t('Trains on the images in {0}.', images),
  get kinds() {
    return l10n.t('Kind of experiment');
  },
  get more() {
    return l10n.t('More options');
  },
  network: (channels: string, units: string, article: string) =>
    l10n.t('CNN with {0} channels and {1} hidden units, from “{2}”', channels, units, article),
  usual: (rates: string) => l10n.t('Usual rates: {0}', rates),
  options: (keys: string, example: string) => l10n.t('{0}; such as {1}', keys, example),
  names: (names: string) => l10n.t('Available: {0}', names),
  get curves() {
    return l10n.t('Learning rate over the steps of a run');
  },
  get followsLoss() {
    return l10n.t('until the loss stops improving');
  },
  get command() {
    return l10n.t('Equivalent command');
  },
  get copy() {
    return l10n.t('Copy');
  },
  get copied() {
    return l10n.t('Copied.');
  },
  get start() {
    return l10n.t('Start');
  },
  get reset() {
    return l10n.t('Restore Defaults');
  },
  get incomplete() {
    return l10n.t('Correct the marked fields to start.');
  },
};
