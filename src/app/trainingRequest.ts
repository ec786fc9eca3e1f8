import * as l10n from '@vscode/l10n';
import { formatAll, formatChoice } from '../domain/format.ts';
import { parseNamedOptions } from '../domain/namedOptions.ts';
import type { Network } from '../domain/network.ts';
import { parseNetwork } from '../domain/networkFile.ts';
import { constantsOf, OPTIMIZER_NAMES } from '../domain/optimizer.ts';
import type { Optimizer } from '../domain/optimizer.ts';
import { optimizerOf, serializeOptimizer } from '../domain/optimizerText.ts';
import type { Measure } from '../domain/measure.ts';
import { PRESETS, SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import type { Preset } from '../domain/presets.ts';
import { summarizeRates } from '../domain/rate.ts';
import { parseRates } from '../domain/rateList.ts';
import { parseClip, parseLayerRates, parseMeasures } from '../domain/runExtras.ts';
import type { Schedule } from '../domain/schedule.ts';
import { parseSchedule } from '../domain/scheduleText.ts';
import { COUNT_TEXTS, LIMITS, presetChoice } from '../kinds/sweep/choice.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';
import { resolveDataset } from './resolveDataset.ts';

/**
 * What a user or a program asks to train: a preset, changes to it, or the small network at custom rates. Parsed by readRequest, or
 * field by field with readField.
 */
export interface TrainingRequest {
  /** Display name; by default the preset's name, or the rates. */
  readonly name?: string;
  readonly preset?: Preset;
  readonly rates?: readonly number[];
  readonly optimizer?: Optimizer;
  readonly schedule?: Schedule;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly trainImages?: number;
  readonly testImages?: number;
  readonly seeds?: number;
  readonly network?: Network;
  /** Absolute path of a folder of IDX files. */
  readonly dataset?: string;
  readonly clip?: number;
  readonly layerRates?: Readonly<Record<string, number>>;
  readonly measures?: readonly Measure[];
  /** Whether a sweep stops runs that cannot become good any more; by default it does not. */
  readonly prune?: boolean;
}

/** A request as it is typed or handed in: texts, or numbers and lists where a program gives them. */
export type RawRequest = { readonly [F in RequestField]?: unknown } & { readonly momentum?: unknown };

export type RequestField = keyof TrainingRequest;

/** A field of a request that cannot be used. The message is a sentence. */
export class RequestError extends RangeError {
  override readonly name = 'RequestError';

  constructor(
    readonly field: RequestField | 'momentum',
    message: string,
  ) {
    super(message);
  }
}

/** The limits of the whole numbers of a request. The data set limits the images further. */
export const COUNTS = {
  batchSize: { min: 1, max: LIMITS.batchSize },
  epochs: { min: 1, max: LIMITS.epochs },
  trainImages: { min: 1, max: 10_000_000 },
  testImages: { min: 0, max: 10_000_000 },
  seeds: { min: 1, max: LIMITS.seeds },
} as const;

export type CountName = keyof typeof COUNTS;

type Readers = { readonly [F in RequestField]-?: (value: unknown) => Required<TrainingRequest>[F] };

/** How each field is read. Each throws RangeError with a sentence. */
const READERS: Readers = {
  name: String,
  preset: readPreset,
  rates: readRates,
  optimizer: (value) => optimizerOf(parseNamedOptions(String(value))),
  schedule: (value) => parseSchedule(String(value)),
  batchSize: (value) => readCount('batchSize', value),
  epochs: (value) => readCount('epochs', value),
  trainImages: (value) => readCount('trainImages', value),
  testImages: (value) => readCount('testImages', value),
  seeds: (value) => readCount('seeds', value),
  network: parseNetwork,
  dataset: String,
  clip: (value) => parseClip(String(value)),
  layerRates: (value) => parseLayerRates(String(value)),
  measures: (value) => parseMeasures(String(value)),
  prune: readFlag,
};

/**
 * Reads one field.
 * @throws RequestError with a sentence for a value that is not allowed
 */
export function readField<F extends RequestField>(field: F, value: unknown): Required<TrainingRequest>[F] {
  return inField(field, () => READERS[field](value) as Required<TrainingRequest>[F]);
}

/**
 * Reads a whole request; fields that are undefined are absent.
 * @throws RequestError for the first field that is not allowed
 */
export function readRequest(raw: RawRequest): TrainingRequest {
  const { momentum, ...fields } = raw;
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const request = Object.fromEntries(
    given.map(([field, value]) => [field, readField(field as RequestField, value)]),
  ) as TrainingRequest;
  return momentum === undefined
    ? request
    : {
        ...request,
        optimizer: withMomentum(request, raw.optimizer === undefined ? null : written(raw.optimizer), momentum),
      };
}

/**
 * What a request trains, with the counts of images that its data set has.
 * @throws RangeError with a sentence for values that do not go together
 * @throws DatasetError if the data set cannot be used
 */
export async function chooseTraining(request: TrainingRequest, mnistFolder: string): Promise<SweepChoice> {
  const { name, preset, seeds, prune, ...changes } = request;
  const base = presetChoice(preset ?? SLOW_FAST_FURIOUS);
  // More seeds are more of the same runs, and pruning stops some of them.
  const isChanged = Object.values(changes).some((value) => value !== undefined);
  const {
    rates = base.learningRates,
    dataset,
    trainImages,
    testImages,
    schedule,
    clip,
    layerRates,
    measures,
  } = changes;
  const choice: SweepChoice = {
    name: name ?? preset?.name ?? summarizeRates(rates),
    preset: preset && !isChanged ? preset.name : null,
    network: changes.network ?? base.network,
    dataset: base.dataset,
    optimizer: changes.optimizer ?? base.optimizer,
    ...(schedule && { schedule }),
    learningRates: rates,
    batchSize: changes.batchSize ?? base.batchSize,
    epochs: changes.epochs ?? base.epochs,
    seeds: seeds ?? base.seeds,
    engine: base.engine,
    ...(clip !== undefined && { clip }),
    ...(layerRates && { groupRates: layerRates }),
    ...(measures && { measures }),
    ...(prune && { prune }),
  };
  return resolveDataset(choice, { folder: dataset ?? null, train: trainImages, test: testImages }, mnistFolder);
}

/**
 * As chooseTraining, for a sweep, which needs to be told its rates.
 * @throws RequestError if neither a preset nor rates are given
 */
export async function chooseSweep(request: TrainingRequest, mnistFolder: string): Promise<SweepChoice> {
  if (!request.preset && request.rates === undefined) {
    throw new RequestError('rates', l10n.t('A sweep needs a preset or learning rates.'));
  }
  return chooseTraining(request, mnistFolder);
}

/**
 * Reads a whole number.
 * @param max a lower limit than that of the field
 * @throws RequestError unless it is one within the limits
 */
export function readCount(field: CountName, value: unknown, max: number = COUNTS[field].max): number {
  const { min } = COUNTS[field];
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new RequestError(field, l10n.t(COUNT_TEXTS[field], min, max, written(value)));
}

function readRates(rates: unknown): readonly number[] {
  if (typeof rates === 'string') return parseRates(rates);
  if (Array.isArray(rates)) return parseRates(rates.join(' '));
  throw new RangeError(
    l10n.t('Learning rates are text such as "0.1, 0.01" or a list of numbers, not {0}.', written(rates)),
  );
}

function readFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new RangeError(l10n.t('It must be true or false, not {0}.', written(value)));
}

function readPreset(name: unknown): Preset {
  const preset = PRESETS.find((known) => known.name === name);
  if (preset) return preset;
  throw new RangeError(
    l10n.t('Unknown preset {0}. Available: {1}.', written(name), formatAll(PRESETS.map((known) => known.name))),
  );
}

/**
 * `momentum` is a short way to write the optimizer's constant of that name.
 * @param text the optimizer as it was given; null for the preset's
 */
function withMomentum({ preset, optimizer }: TrainingRequest, text: string | null, momentum: unknown): Optimizer {
  const base = optimizer ?? presetChoice(preset ?? SLOW_FAST_FURIOUS).optimizer;
  return inField('momentum', () => {
    const having = OPTIMIZER_NAMES.filter((name) => constantsOf(name).includes('momentum'));
    if (!having.includes(base.name)) {
      throw new RangeError(
        l10n.t('A momentum goes with the optimizer {0}, not with {1}.', formatChoice(having), base.name),
      );
    }
    if (text !== null && /\bmomentum=/.test(text)) {
      throw new RangeError(l10n.t('The momentum is given twice: {0} has one too.', text));
    }
    const named = parseNamedOptions(serializeOptimizer(base));
    return optimizerOf({ ...named, options: new Map([...named.options, ['momentum', String(momentum)]]) });
  });
}

function inField<T>(field: RequestError['field'], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RequestError || !(error instanceof RangeError)) throw error;
    throw new RequestError(field, error.message);
  }
}

function written(value: unknown): string {
  return value === '' ? l10n.t('empty') : (JSON.stringify(value) ?? 'undefined');
}
