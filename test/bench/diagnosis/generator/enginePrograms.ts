import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import type { OptimizerName } from '../../../../src/domain/optimizer.ts';
import { RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { createRateSchedule } from '../../../../src/domain/rateSchedule.ts';
import type { RunSpec } from '../../../../src/domain/run.ts';
import type { Schedule } from '../../../../src/domain/schedule.ts';
import { totalSteps } from '../../../../src/domain/steps.ts';
import type { Network } from '../../../../src/domain/network.ts';

/** Test images that the held-out loss is measured on after each epoch. */
const HELD_OUT = 256;

const { network: SMALL } = SLOW_FAST_FURIOUS;
const { network: LARGE } = RIDING_THE_CURVE;
const ONE_BLOCK: Network = { ...SMALL, blocks: SMALL.blocks.slice(0, 1), hidden: [32] };

/** A network of dense layers. */
function dense(hidden: readonly number[], loss: Network['loss'] = 'cross-entropy'): Network {
  return { ...SMALL, blocks: [], hidden, loss };
}

/** As generator/described.py has it. */
export interface DescribedProgram {
  readonly name: string;
  readonly optimizer: string;
  readonly momentum: number;
  readonly batch: number;
  readonly steps: number;
  readonly kind: 'classes';
  readonly classes: number | null;
  readonly schedule: string;
  readonly factors: readonly number[] | null;
  readonly clip: number | null;
  readonly guess: number;
}

/** A program that the built-in engine trains: all of a run but its rate and seed. */
export type EngineProgram = Omit<RunSpec, 'learningRate' | 'seed'> & {
  /** Where the search for the zone begins, as log10 of the rate. */
  readonly guess: number;
};

function program(
  optimizer: OptimizerName,
  network: Network,
  [batchSize, batches, epochs]: readonly [batchSize: number, batchesPerEpoch: number, epochs: number],
  rest: { readonly schedule?: Schedule; readonly clip?: number; readonly guess?: number } = {},
): EngineProgram {
  return {
    network,
    dataset: { name: 'MNIST', folder: null, train: batchSize * batches, test: HELD_OUT },
    optimizer: DEFAULT_OPTIMIZERS[optimizer],
    batchSize,
    epochs,
    engine: 'wasm',
    measures: ['gradient-norm'],
    guess: -2.5,
    ...rest,
  };
}

/** The programs by name. */
export const ENGINE_PROGRAMS: Readonly<Record<string, EngineProgram>> = {
  'engine-small-cnn-adam': program('adam', SMALL, [64, 50, 8]),
  'engine-small-cnn-momentum': program('momentum', SMALL, [32, 60, 8], { guess: -2 }),
  'engine-large-cnn-adam': program('adam', LARGE, [32, 40, 7]),
  'engine-one-block-adamax-batch-16': program('adamax', ONE_BLOCK, [16, 60, 8], { guess: -2 }),
  'engine-one-block-rmsprop-exponential': program('rmsprop', ONE_BLOCK, [64, 40, 10], {
    schedule: { name: 'exponential', factor: 0.05 },
  }),
  'engine-one-block-squared-sgd': program('sgd', { ...ONE_BLOCK, loss: 'squared' }, [32, 60, 8], { guess: -0.5 }),
  'engine-small-cnn-adam-warm-up-linear': program('adam', SMALL, [32, 50, 8], {
    schedule: { name: 'linear', start: 1, end: 0, warmup: { percent: 10 } },
  }),
  'engine-mlp-sgd': program('sgd', dense([64]), [32, 75, 8], { guess: -1 }),
  'engine-mlp-nesterov': program('nesterov', dense([64, 32]), [64, 50, 10], { guess: -1.5 }),
  'engine-mlp-adamw-cosine-batch-256': program('adamw', dense([64]), [256, 20, 15], {
    schedule: { name: 'cosine', end: 0 },
  }),
  'engine-mlp-squared-adam': program('adam', dense([64], 'squared'), [64, 40, 10]),
  'engine-mlp-momentum-one-cycle': program('momentum', dense([48]), [32, 50, 10], {
    schedule: { name: 'one-cycle', rise: { percent: 30 }, start: 0.04, end: 4e-6, anneal: 'cosine' },
    guess: -1.5,
  }),
  'engine-deep-mlp-adam-clipped': program('adam', dense([32, 32, 32, 32]), [16, 60, 8], { clip: 1 }),
  'engine-softmax-adagrad': program('adagrad', dense([]), [32, 60, 8], { guess: -1.5 }),
  'engine-softmax-sgd-step-batch-16': program('sgd', dense([]), [16, 75, 8], {
    schedule: { name: 'step', factor: 0.3 },
    guess: -1,
  }),
};

/** What the search for the zone and the summary need to know of a program. */
export function describeProgram(name: string): DescribedProgram {
  const { network, optimizer, batchSize, schedule, clip, guess, ...rest } = ENGINE_PROGRAMS[name];
  const steps = totalSteps({ batchSize, ...rest });
  const rates = createRateSchedule(schedule, 1, steps);
  const momentum = optimizer.name === 'momentum' || optimizer.name === 'nesterov' ? optimizer.momentum : 0;
  return {
    name,
    optimizer: momentum > 0 ? 'sgd' : optimizer.name,
    momentum,
    batch: batchSize,
    steps,
    kind: 'classes',
    classes: network.loss === 'cross-entropy' ? network.outputs : null,
    schedule: schedule?.name ?? 'constant',
    factors: schedule ? Array.from({ length: steps }, (_, index) => rates.rate(index + 1)) : null,
    clip: clip ?? null,
    guess,
  };
}
