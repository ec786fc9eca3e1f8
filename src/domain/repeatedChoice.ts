import type { ExperimentRecord } from './experiment.ts';
import { extrasOf } from './runExtras.ts';
import type { SweepChoice } from './sweepPlan.ts';

/** The choice that plans the same runs as an experiment did. */
export function repeatedChoice({ name, preset, specs, secondEngine }: ExperimentRecord): SweepChoice {
  const [{ network, dataset, optimizer, schedule, batchSize, epochs, engine }] = specs;
  return {
    name,
    preset,
    network,
    dataset,
    optimizer,
    ...(schedule && { schedule }),
    learningRates: [...new Set(specs.map(({ learningRate }) => learningRate))],
    batchSize,
    epochs,
    seeds: Math.max(...specs.map(({ seed }) => seed)),
    engine,
    ...(secondEngine && { secondEngine: secondEngine.name }),
    ...extrasOf(specs[0]),
  };
}
