import { layerNames } from './layers.ts';
import type { Network } from './network.ts';
import { blockShapes } from './network.ts';
import type { Optimizer } from './optimizer.ts';
import type { Preset } from './presets.ts';
import { createRateSchedule } from './rateSchedule.ts';
import type { DatasetChoice, EngineName, RunSpec } from './run.ts';
import { extrasOf, requireExtras } from './runExtras.ts';
import type { RunExtras } from './runExtras.ts';
import type { Schedule } from './schedule.ts';

/** What a user asks of a sweep. */
export interface SweepChoice extends RunExtras {
  readonly name: string;
  /** Name of the preset that the choice started from and did not change, but for the number of seeds; null for a sweep of one's own. */
  readonly preset: string | null;
  readonly network: Network;
  readonly dataset: DatasetChoice;
  readonly optimizer: Optimizer;
  /** Absent: every rate stays as it is. */
  readonly schedule?: Schedule;
  readonly learningRates: readonly number[];
  readonly batchSize: number;
  readonly epochs: number;
  /** Seeds 1 to this number. */
  readonly seeds: number;
  readonly engine: EngineName;
  /** Trains each run, too, so that the two can be compared. */
  readonly secondEngine?: EngineName;
}

/** The choice that runs a preset just as published, on the MNIST images that ship with Goldilocks. */
export function presetChoice(preset: Preset): SweepChoice {
  return {
    name: preset.name,
    preset: preset.name,
    network: preset.network,
    dataset: { name: 'MNIST', folder: null, ...preset.images },
    optimizer: preset.optimizer,
    learningRates: preset.learningRates,
    batchSize: preset.batchSize,
    epochs: preset.epochs,
    seeds: 1,
    engine: 'wasm',
  };
}

/** Most of each that a sweep may ask for: beyond it the request is taken for a slip. */
export const SWEEP_LIMITS = { batchSize: 10_000, epochs: 1_000, seeds: 100 } as const;

/**
 * The runs of a sweep: every rate with seed 1 first in the order given, then all seeds of the next round, so that a sweep
 * that is cut short has seen every rate.
 * @throws RangeError with a sentence that names what is out of range
 */
export function planSweep(choice: SweepChoice): RunSpec[] {
  if (choice.learningRates.length === 0) throw new RangeError('A sweep needs at least one learning rate.');
  for (const what of ['batchSize', 'epochs', 'seeds'] as const) {
    const value = choice[what];
    if (!Number.isInteger(value) || value < 1 || value > SWEEP_LIMITS[what]) {
      throw new RangeError(
        `The ${what === 'batchSize' ? 'batch size' : `number of ${what}`} must be a whole number from 1 to ${SWEEP_LIMITS[what]}, not ${value}.`,
      );
    }
  }
  const { network, dataset, optimizer, schedule, batchSize, epochs, engine, secondEngine } = choice;
  blockShapes(network);
  requireExtras(network, choice);
  if (
    choice.learningRates.length > 1 &&
    layerNames(network).every((layer) => Object.hasOwn(choice.groupRates ?? {}, layer))
  ) {
    throw new RangeError(
      'Every layer has a rate of its own, so the rates of the sweep would change nothing: leave one layer without, or give a single rate.',
    );
  }
  const rest = {
    network,
    dataset,
    optimizer,
    ...(schedule && { schedule }),
    batchSize,
    epochs,
    engine,
    ...extrasOf(choice),
  };
  createRateSchedule(schedule, choice.learningRates[0], totalSteps(rest));
  const engines = secondEngine ? [engine, secondEngine] : [engine];
  const seeds = Array.from({ length: choice.seeds }, (_, index) => index + 1);
  return seeds.flatMap((seed) =>
    choice.learningRates.flatMap((learningRate) =>
      engines.map((name) => ({ ...rest, engine: name, learningRate, seed })),
    ),
  );
}

/** Optimizer steps of one epoch; the last batch may be short. */
export function stepsPerEpoch(spec: Pick<RunSpec, 'dataset' | 'batchSize'>): number {
  return Math.ceil(spec.dataset.train / spec.batchSize);
}

/** Optimizer steps of the whole run. */
export function totalSteps(spec: Pick<RunSpec, 'dataset' | 'batchSize' | 'epochs'>): number {
  return spec.epochs * stepsPerEpoch(spec);
}
