import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { OptimizerName } from '../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { Network } from '../../../src/domain/network.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';

/** The middle of the rates that are tried with each optimizer, before it is moved at random. */
const MIDDLES: readonly (readonly [OptimizerName, number])[] = [
  ['sgd', 0.05],
  ['momentum', 0.01],
  ['nesterov', 0.01],
  ['adam', 2e-3],
  ['adamw', 2e-3],
  ['nadam', 2e-3],
  ['radam', 2e-3],
  ['adamax', 5e-3],
  ['rmsprop', 1e-3],
  ['adagrad', 1e-2],
  ['lion', 3e-4],
];

const { network: SMALL } = SLOW_FAST_FURIOUS;
const NETWORKS: readonly Network[] = [
  SMALL,
  { ...SMALL, blocks: SMALL.blocks.slice(0, 1), hidden: [32] },
  { ...SMALL, blocks: [], hidden: [32] },
  { ...SMALL, blocks: [], hidden: [64, 32] },
  { ...SMALL, blocks: [], hidden: [] },
];

/** With fewer steps the last tenth of them, which a score averages, is a handful of batches, and luck decides. */
export const LEAST_STEPS = 60;

/**
 * A sweep of a small training, as somebody might ask for it who does not know the right rate: seven to nine rates, evenly spaced on a
 * log scale, somewhere around the usual ones; in half of the sweeps with one seed.
 * @param random uniform in [0, 1)
 * @param leastSteps of each run
 */
export function randomSweep(random: () => number, leastSteps = LEAST_STEPS): SweepChoice {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const [optimizer, middle] = pick(MIDDLES);
  const factor = pick([2, 3, 4]);
  const count = pick([7, 8, 9]);
  const lowest = (middle * 10 ** (random() - 0.5)) / factor ** ((count - 1) / 2);
  const choice: SweepChoice = {
    ...presetChoice(SLOW_FAST_FURIOUS),
    preset: null,
    network: pick(NETWORKS),
    optimizer: DEFAULT_OPTIMIZERS[optimizer],
    seeds: pick([1, 1, 2, 3]),
    learningRates: Array.from({ length: count }, (_, index) => Number((lowest * factor ** index).toPrecision(4))),
  };
  for (;;) {
    const dataset = { name: 'MNIST', folder: null, train: pick([1000, 2000, 4000]), test: 0 };
    const length = { dataset, batchSize: pick([16, 32, 64]), epochs: pick([2, 3]) };
    if (totalSteps(length) >= leastSteps) return { ...choice, ...length };
  }
}
