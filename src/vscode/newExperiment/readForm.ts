import type { ComparisonRequest } from '../../app/comparison.ts';
import { readCount, readField } from '../../app/trainingRequest.ts';
import type { CountName, TrainingRequest } from '../../app/trainingRequest.ts';
import { ENGINE_CHOICES } from '../../domain/engineChoice.ts';
import type { EngineChoice } from '../../domain/engineChoice.ts';
import { splitNamedOptions } from '../../domain/namedOptions.ts';
import { parseOptimizer } from '../../domain/optimizerText.ts';
import { SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { summarizeRates } from '../../domain/rate.ts';
import { parseRate } from '../../domain/rateList.ts';
import { parseSchedule } from '../../domain/scheduleText.ts';
import { requireSteps } from '../../kinds/rangeTest/choice.ts';
import type { RangeTestOptions } from '../../kinds/rangeTest/choice.ts';
import { presetChoice } from '../../kinds/sweep/choice.ts';
import { FORM_FIELDS } from '../../protocol/newExperiment.ts';
import type { FieldName, FormKind, FormValues } from '../../protocol/newExperiment.ts';
import type { AvailableImages } from '../sweeps/customSweep.ts';
import { presetOf } from './formDefaults.ts';

/** What a form asks for. */
export interface FormAnswers {
  readonly request: TrainingRequest;
  /** What is compared; null for a sweep and a range test. */
  readonly compared: ComparisonRequest | null;
  /** Null for all but a range test. */
  readonly range: Partial<RangeTestOptions> | null;
  readonly engine: EngineChoice;
  /** Whether what a range test suggests is trained for real. */
  readonly confirm: boolean;
}

/** What is wrong with the fields of a form, in sentences. */
export type FormErrors = Partial<Record<FieldName, string>>;

/**
 * Reads a form with what also reads the command line and the questions of the quick picks.
 * @returns the answers, which mean nothing for fields with errors
 */
export function readForm(
  kind: FormKind,
  values: FormValues,
  available: AvailableImages,
): { readonly answers: FormAnswers; readonly errors: FormErrors } {
  const fields = new FieldReader(kind, values);
  const compared = readCompared(kind, fields);
  const range = kind === 'range-test' ? readRange(fields) : null;
  const request = readTraining(kind, fields, available);
  const engine = fields.read('engine', (text) => ENGINE_CHOICES.find((choice) => choice === text)) ?? 'auto';
  const confirm = fields.read('confirm', isChecked) ?? false;
  return { answers: { request, compared, range, engine, confirm }, errors: fields.errors };
}

/** Reads the fields that a form has, and keeps what is wrong with them. */
class FieldReader {
  readonly errors: FormErrors = {};

  constructor(
    private readonly kind: FormKind,
    private readonly values: FormValues,
  ) {}

  /** @returns undefined for a field that the form does not have or that is wrong */
  read<T>(field: FieldName, parse: (text: string) => T): T | undefined {
    if (!(FORM_FIELDS[this.kind] as readonly FieldName[]).includes(field)) return undefined;
    try {
      return parse((this.values[field] ?? '').trim());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.errors[field] = error.message;
      return undefined;
    }
  }

  /** As read; undefined also for a field that is empty. */
  readOptional<T>(field: FieldName, parse: (text: string) => T): T | undefined {
    return this.read(field, (text) => (text === '' ? undefined : parse(text)));
  }

  /** A name that is chosen, with options that are typed beside it, where what is wrong is told. */
  readNamed<T>(name: FieldName, options: FieldName, parse: (text: string) => T): T | undefined {
    const chosen = this.read(name, String);
    if (chosen === undefined) return undefined;
    return this.read(options, (text) => parse(text === '' ? chosen : `${chosen},${text}`));
  }
}

function readTraining(kind: FormKind, fields: FieldReader, available: AvailableImages): TrainingRequest {
  const count = (field: CountName, max?: number): number | undefined =>
    fields.read(field, (text) => readCount(field, text, max));
  const preset = presetOf(fields.read('network', String));
  const readRates = (text: string): readonly number[] => readField('rates', text);
  const rates = kind === 'sweep' ? fields.read('rates', readRates) : fields.readOptional('rates', readRates);
  const schedule = fields.readNamed('schedule', 'scheduleOptions', parseSchedule);
  const base = presetChoice(preset);
  const asked: TrainingRequest = {
    rates,
    optimizer: fields.readNamed('optimizer', 'optimizerOptions', parseOptimizer),
    schedule: JSON.stringify(schedule) === '{"name":"constant"}' ? undefined : schedule,
    batchSize: count('batchSize'),
    epochs: count('epochs'),
    trainImages: count('trainImages', available.trainImages),
    testImages: count('testImages', available.testImages),
    clip: fields.readOptional('clip', (text) => readField('clip', text)),
    layerRates: fields.readOptional('layerRates', (text) => readField('layerRates', text)),
    measures: fields.readOptional('measures', (text) => readField('measures', text)),
  };
  const usual: TrainingRequest = {
    ...{ rates: base.learningRates, optimizer: base.optimizer, batchSize: base.batchSize, epochs: base.epochs },
    ...{ trainImages: base.dataset.train, testImages: base.dataset.test },
  };
  const changes = changesOf(asked, kind === 'sweep' || kind === 'range-test' ? usual : {});
  const isPreset = Object.keys(changes).length === 0;
  return {
    ...changes,
    ...((isPreset || preset !== SLOW_FAST_FURIOUS) && { preset }),
    ...(kind === 'sweep' && rates && !isPreset && { name: summarizeRates(rates) }),
    seeds: count('seeds'),
    ...(fields.read('prune', isChecked) && { prune: true }),
  };
}

/** What is asked for and not usual: a preset that nothing is changed of is run as it was published. */
function changesOf(asked: TrainingRequest, usual: TrainingRequest): TrainingRequest {
  const fields = Object.keys(asked) as (keyof TrainingRequest)[];
  const changed = fields.filter(
    (field) => asked[field] !== undefined && JSON.stringify(asked[field]) !== JSON.stringify(usual[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, asked[field]]));
}

function readCompared(kind: FormKind, fields: FieldReader): ComparisonRequest | null {
  const readList =
    <T>(parse: (text: string) => T) =>
    (text: string): T[] =>
      splitNamedOptions(text).filter(Boolean).map(parse);
  switch (kind) {
    case 'schedules':
      return {
        kind,
        schedules: fields.read('schedules', readList(parseSchedule)),
        learningRate: fields.readOptional('rate', parseRate),
      };
    case 'optimizers':
      return { kind, optimizers: fields.read('optimizers', readList(parseOptimizer)) };
    case 'batch-sizes':
      return {
        kind,
        batchSizes: fields.read('batchSizes', (text) =>
          text
            .split(/[\s,]+/)
            .filter(Boolean)
            .map((size) => readCount('batchSize', size)),
        ),
        equal: fields.read('equal', (text) => (text === 'steps' ? 'steps' : 'images')),
      };
    case 'layers':
      return { kind, learningRate: fields.readOptional('rate', parseRate) };
    default:
      return null;
  }
}

function readRange(fields: FieldReader): Partial<RangeTestOptions> {
  const range = {
    from: fields.readOptional('from', parseRate),
    to: fields.readOptional('to', parseRate),
    steps: fields.read('steps', (text) => requireSteps(text === '' ? NaN : Number(text), JSON.stringify(text))),
  };
  return Object.fromEntries(Object.entries(range).filter(([, value]) => value !== undefined));
}

function isChecked(text: string): boolean {
  return text === 'true';
}
