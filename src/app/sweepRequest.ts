import { parseOptimizer } from '../domain/optimizerText.ts';
import { PRESETS, SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { summarizeRates } from '../domain/rate.ts';
import { parseRates } from '../domain/rateList.ts';
import { parseSchedule } from '../domain/scheduleText.ts';
import { presetChoice, SWEEP_LIMITS } from '../domain/sweepPlan.ts';
import type { SweepChoice } from '../domain/sweepPlan.ts';
import { fitChoice } from './sweepDataset.ts';

/** What a user or a program asks of a sweep: a preset, changes to it, or rates of one's own for the small network. */
export interface SweepRequest {
  /** For people; by default the preset's name, or the rates. */
  readonly name?: string;
  readonly preset?: string;
  /** As people write them, or as numbers. */
  readonly rates?: string | readonly number[];
  /** A name, or as on the command line with constants: "adamw,weight-decay=0.1". */
  readonly optimizer?: string;
  /** As on the command line: "cosine,warmup=5%". Without one every rate stays as it is. */
  readonly schedule?: string;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly trainImages?: number;
  readonly testImages?: number;
  readonly seeds?: number;
}

/** The whole numbers of a request: what each is called and how far it may go. The images end where the data set does. */
export const COUNTS = {
  batchSize: { name: 'batch size', least: 1, most: SWEEP_LIMITS.batchSize },
  epochs: { name: 'number of epochs', least: 1, most: SWEEP_LIMITS.epochs },
  trainImages: { name: 'number of training images', least: 1, most: 10_000_000 },
  testImages: { name: 'number of test images', least: 0, most: 10_000_000 },
  seeds: { name: 'number of seeds', least: 1, most: SWEEP_LIMITS.seeds },
} as const;

export type CountName = keyof typeof COUNTS;

/**
 * The sweep that a request asks for, with the counts of images that its data set has.
 * @param datasetFolder absolute path of a folder of IDX files; null for MNIST
 * @throws RangeError with a sentence for a value that is not allowed
 * @throws DatasetError if the data set cannot be used
 */
export async function chooseSweep(
  request: SweepRequest,
  datasetFolder: string | null,
  mnistFolder: string,
): Promise<SweepChoice> {
  const preset = request.preset === undefined ? undefined : PRESETS.find(({ name }) => name === request.preset);
  if (request.preset !== undefined && !preset) {
    throw new RangeError(
      `There is no preset "${request.preset}"; there are ${PRESETS.map(({ name }) => name).join(' and ')}.`,
    );
  }
  if (!preset && request.rates === undefined) throw new RangeError('A sweep needs a preset or learning rates.');
  const base = presetChoice(preset ?? SLOW_FAST_FURIOUS);
  const count = <D>(what: CountName, otherwise: D): number | D =>
    request[what] === undefined ? otherwise : requireCount(what, request[what]);
  // More seeds are more of the same runs.
  const { name, preset: _, seeds: __, ...changes } = request;
  const untouched = datasetFolder === null && Object.values(changes).every((value) => value === undefined);
  const learningRates = request.rates === undefined ? base.learningRates : readRates(request.rates);
  const choice: SweepChoice = {
    ...base,
    name: name ?? preset?.name ?? summarizeRates(learningRates),
    preset: preset && untouched ? preset.name : null,
    learningRates,
    optimizer: request.optimizer === undefined ? base.optimizer : parseOptimizer(String(request.optimizer)),
    ...(request.schedule !== undefined && { schedule: parseSchedule(String(request.schedule)) }),
    batchSize: count('batchSize', base.batchSize),
    epochs: count('epochs', base.epochs),
    seeds: count('seeds', base.seeds),
  };
  const images = { train: count('trainImages', undefined), test: count('testImages', undefined) };
  return fitChoice(choice, { folder: datasetFolder, ...images }, mnistFolder);
}

/** @throws RangeError unless the value is a whole number within the limits of what it counts */
export function requireCount(what: CountName, value: unknown, most: number = COUNTS[what].most): number {
  const { name, least } = COUNTS[what];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`The ${name} must be a whole number from ${least} to ${most}, not ${asWritten(value)}.`);
}

/** @throws RangeError unless the text is a whole number, without separators, within the limits of what it counts */
export function parseCount(what: CountName, text: string, most?: number): number {
  const trimmed = text.trim();
  return requireCount(what, /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed, most);
}

/** @throws RangeError unless the rates can be read */
export function readRates(rates: unknown): readonly number[] {
  if (typeof rates === 'string') return parseRates(rates);
  if (Array.isArray(rates)) return parseRates(rates.join(' '));
  throw new RangeError(`Learning rates are text such as "0.1, 0.01" or a list of numbers, not ${asWritten(rates)}.`);
}

function asWritten(value: unknown): string {
  return value === '' ? 'empty' : (JSON.stringify(value) ?? 'undefined');
}
