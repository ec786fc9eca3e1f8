import type { EngineChoice } from '../../domain/engineChoice.ts';
import { PRESETS, SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import type { Preset } from '../../domain/presets.ts';
import { formatRate } from '../../domain/rate.ts';
import { DEFAULT_LAYERS } from '../../kinds/layers/choice.ts';
import { DEFAULT_RANGE_TEST, DEFAULT_REPEATS } from '../../kinds/rangeTest/choice.ts';
import { FORM_FIELDS } from '../../protocol/newExperiment.ts';
import type { FieldName, FormKind, FormValues } from '../../protocol/newExperiment.ts';
import { defaultAnswers } from '../compare/compareAnswers.ts';
import type { SweepAnswers } from '../settings.ts';

/** The user's settings that forms start from. */
export interface FormSettings {
  readonly sweep: SweepAnswers;
  readonly engine: EngineChoice;
}

/** The preset whose network a form names; the small one for a name that does not exist. */
export function presetOf(network: string | undefined): Preset {
  return PRESETS.find(({ name }) => name === network) ?? SLOW_FAST_FURIOUS;
}

/** What stands in a form that was never changed: a value for each of its fields. */
export function formDefaults(kind: FormKind, network: string, settings: FormSettings): FormValues {
  const preset = presetOf(network);
  const all: FormValues = { ...sharedDefaults(preset, settings), ...ownDefaults(kind, preset, settings) };
  return Object.fromEntries(FORM_FIELDS[kind].map((field) => [field, all[field] ?? '']));
}

/** The values with another network: what was not changed becomes what goes with that one. */
export function withNetwork(kind: FormKind, values: FormValues, network: string, settings: FormSettings): FormValues {
  const before = formDefaults(kind, presetOf(values.network).name, settings);
  const after = formDefaults(kind, network, settings);
  const fields = Object.keys(after) as FieldName[];
  return Object.fromEntries(
    fields.map((field) => [field, values[field] === before[field] ? after[field] : (values[field] ?? after[field])]),
  );
}

function sharedDefaults(preset: Preset, { engine }: FormSettings): FormValues {
  return {
    network: preset.name,
    optimizer: preset.optimizer.name,
    schedule: 'constant',
    batchSize: String(preset.batchSize),
    trainImages: String(preset.images.train),
    engine: engine === 'both' ? 'auto' : engine,
  };
}

function ownDefaults(kind: FormKind, preset: Preset, settings: FormSettings): FormValues {
  switch (kind) {
    case 'sweep':
      return sweepDefaults(preset, settings);
    case 'range-test':
      return { steps: String(DEFAULT_RANGE_TEST.steps), seeds: String(DEFAULT_REPEATS), confirm: 'true' };
    case 'layers': {
      const { learningRate, train, test, batchSize, epochs, seeds } = DEFAULT_LAYERS;
      return {
        rate: formatRate(learningRate),
        ...counts({ trainImages: train, testImages: test, batchSize, epochs, seeds }),
      };
    }
    default: {
      const { names, equal, epochs, trainImages, testImages, seeds } = defaultAnswers(kind);
      const compared = { schedules: 'schedules', optimizers: 'optimizers', 'batch-sizes': 'batchSizes' } as const;
      return { [compared[kind]]: names.join(', '), equal, ...counts({ epochs, trainImages, testImages, seeds }) };
    }
  }
}

/** The settings are for the small network. */
function sweepDefaults({ name, learningRates, epochs, images }: Preset, { sweep, engine }: FormSettings): FormValues {
  const shared = { prune: sweep.prune ? 'true' : '', engine };
  if (name !== SLOW_FAST_FURIOUS.name) {
    const rates = learningRates.map(formatRate).join(', ');
    return { ...shared, rates, ...counts({ epochs, testImages: images.test, seeds: 1 }) };
  }
  const { ratesText: rates, optimizer, batchSize, trainImages, testImages, seeds } = sweep;
  return {
    ...shared,
    rates,
    optimizer,
    ...counts({ batchSize, epochs: sweep.epochs, trainImages, testImages, seeds }),
  };
}

function counts(numbers: { readonly [F in FieldName]?: number }): FormValues {
  return Object.fromEntries(Object.entries(numbers).map(([field, count]) => [field, String(count)]));
}
