import * as l10n from '@vscode/l10n';
import { layerNames } from '../../domain/layers.ts';
import type { Network } from '../../domain/network.ts';
import { blockShapes } from '../../domain/network.ts';
import type { Optimizer } from '../../domain/optimizer.ts';
import type { Preset } from '../../domain/presets.ts';
import { summarizeRates } from '../../domain/rate.ts';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import type { DatasetChoice, EngineName, RunSpec } from '../../domain/run.ts';
import { extrasOf, requireExtras } from '../../domain/runExtras.ts';
import type { RunExtras } from '../../domain/runExtras.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { totalSteps } from '../../domain/steps.ts';

/** What to train, but for the rates: a network, its data and its optimizer. */
export interface TrainingChoice extends RunExtras {
  readonly name: string;
  /** Name of the preset that the choice started from and did not change, but for the number of seeds; null otherwise. */
  readonly preset: string | null;
  readonly network: Network;
  readonly dataset: DatasetChoice;
  readonly optimizer: Optimizer;
  /** Absent: a constant rate. */
  readonly schedule?: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
  /** Seeds 1 to this number. */
  readonly seeds: number;
  readonly engine: EngineName;
  /** Trains each run a second time, so that the two engines can be compared. */
  readonly secondEngine?: EngineName;
}

/** What a sweep is planned from. */
export interface SweepChoice extends TrainingChoice {
  readonly learningRates: readonly number[];
  /** Stops runs that cannot become good any more. */
  readonly prune?: true;
}

/** Most of each that may be asked for: beyond it the request is taken for a slip. */
export const LIMITS = { batchSize: 10_000, epochs: 1_000, seeds: 100 } as const;

/** What to say of a whole number that is not between its limits. */
export const COUNT_TEXTS = {
  batchSize: 'The batch size must be a whole number from {0} to {1}, not {2}.',
  epochs: 'The number of epochs must be a whole number from {0} to {1}, not {2}.',
  trainImages: 'The number of training images must be a whole number from {0} to {1}, not {2}.',
  testImages: 'The number of test images must be a whole number from {0} to {1}, not {2}.',
  seeds: 'The number of seeds must be a whole number from {0} to {1}, not {2}.',
} as const;

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

/** What a run of a sweep is trained again with. */
export interface RunChange {
  readonly rate: number;
  /** Null for as many as before. */
  readonly epochs: number | null;
  /** Null for that of the sweep. */
  readonly engine: EngineName | null;
}

/** The choice that trains one rate with everything else as a sweep had it. */
export function choiceWith(
  { secondEngine: _, ...choice }: SweepChoice,
  { rate, epochs, engine }: RunChange,
): SweepChoice {
  return {
    ...choice,
    name: summarizeRates([rate]),
    preset: null,
    learningRates: [rate],
    epochs: epochs ?? choice.epochs,
    engine: engine ?? choice.engine,
  };
}

/** The spec of a run at one rate. */
export function specOf(choice: TrainingChoice, learningRate: number, seed: number, engine: EngineName): RunSpec {
  const { network, dataset, optimizer, schedule, batchSize, epochs } = choice;
  const rest = { network, dataset, optimizer, ...(schedule && { schedule }), batchSize, epochs };
  return { ...rest, engine, ...extrasOf(choice), learningRate, seed };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: SweepChoice): void {
  if (choice.learningRates.length === 0) throw new RangeError(l10n.t('A sweep needs at least one learning rate.'));
  requireValidTraining(choice);
  const { network, groupRates = {} } = choice;
  const hasOwnRates = layerNames(network).every((layer) => Object.hasOwn(groupRates, layer));
  if (choice.learningRates.length > 1 && hasOwnRates) {
    throw new RangeError(
      l10n.t(
        "Every layer has its own rate, so the sweep's rates would have no effect: leave at least one layer without its own rate, or sweep a single rate.",
      ),
    );
  }
  const [rate] = choice.learningRates;
  createRateSchedule(choice.schedule, rate, totalSteps(specOf(choice, rate, 1, choice.engine)));
}

/**
 * As requireValid, for everything but the rates and the schedule.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValidTraining(choice: TrainingChoice): void {
  for (const what of ['batchSize', 'epochs', 'seeds'] as const) {
    const value = choice[what];
    if (!Number.isInteger(value) || value < 1 || value > LIMITS[what]) {
      throw new RangeError(l10n.t(COUNT_TEXTS[what], 1, LIMITS[what], value));
    }
  }
  blockShapes(choice.network);
  requireExtras(choice.network, choice);
}
