import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fitChoice } from '../app/sweepDataset.ts';
import { parseNamedOptions } from '../domain/namedOptions.ts';
import type { Network } from '../domain/network.ts';
import { parseNetwork } from '../domain/networkFile.ts';
import { constantsOf, OPTIMIZER_NAMES } from '../domain/optimizer.ts';
import type { Optimizer } from '../domain/optimizer.ts';
import { optimizerOf, optimizerText } from '../domain/optimizerText.ts';
import { PRESETS, SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { parseRates } from '../domain/rateList.ts';
import { parseClip, parseLayerRates, parseMeasures } from '../domain/runExtras.ts';
import { parseSchedule } from '../domain/scheduleText.ts';
import { presetChoice } from '../domain/sweepPlan.ts';
import type { SweepChoice } from '../domain/sweepPlan.ts';
import { UsageError } from './command.ts';
import { checked, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';

/** The options that say what to train; the command adds those that say how. */
export const CHOICE_OPTIONS = {
  preset: { type: 'string' },
  rates: { type: 'string' },
  optimizer: { type: 'string' },
  momentum: { type: 'string' },
  schedule: { type: 'string' },
  batch: { type: 'string' },
  epochs: { type: 'string' },
  train: { type: 'string' },
  test: { type: 'string' },
  dataset: { type: 'string' },
  network: { type: 'string' },
  seeds: { type: 'string' },
  engine: { type: 'string' },
  measure: { type: 'string' },
  clip: { type: 'string' },
  'layer-rates': { type: 'string' },
} as const;

/**
 * The sweep that the options ask for, with the counts of images that its data set has.
 * @throws UsageError for a value that is not allowed; DatasetError for images that cannot be used
 */
export async function readChoice(values: Arguments['values'], mnistFolder: string): Promise<SweepChoice> {
  const text = (option: keyof typeof CHOICE_OPTIONS): string | undefined => values[option] as string | undefined;
  const given = <T>(option: keyof typeof CHOICE_OPTIONS, parse: (value: string) => T): T | undefined => {
    const value = text(option);
    return value === undefined ? undefined : checked(option, () => parse(value));
  };
  const preset = given('preset', (name) => PRESETS.find(({ name: known }) => known === name) ?? unknownPreset(name));
  if (!preset && text('rates') === undefined) {
    throw new UsageError(
      'A sweep needs --preset or --rates; for example --preset slow-fast-furious or --rates 1e-4..1e-1x7.',
    );
  }
  const base = presetChoice(preset ?? SLOW_FAST_FURIOUS);
  const folder = given('dataset', (name) => path.resolve(name));
  const changes = {
    network: text('network') === undefined ? undefined : await readNetwork(text('network')!),
    learningRates: given('rates', parseRates),
    optimizer: readOptimizer(text('optimizer'), text('momentum'), base.optimizer),
    schedule: given('schedule', parseSchedule),
    batchSize: given('batch', (value) => wholeNumber('batch', value)),
    epochs: given('epochs', (value) => wholeNumber('epochs', value)),
    clip: given('clip', parseClip),
    groupRates: given('layer-rates', parseLayerRates),
  };
  const counts = {
    train: given('train', (value) => wholeNumber('train', value)),
    test: given('test', (value) => wholeNumber('test', value, 0)),
  };
  const measures = given('measure', parseMeasures);
  const untouched = [...Object.values(changes), ...Object.values(counts), folder].every((value) => value === undefined);
  const choice = {
    ...base,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    name: preset?.name ?? 'sweep',
    preset: preset && untouched ? preset.name : null,
    ...(measures && { measures }),
    seeds: given('seeds', (value) => wholeNumber('seeds', value)) ?? 1,
  };
  return fitChoice(choice, { folder: folder ?? null, ...counts }, mnistFolder);
}

function unknownPreset(name: string): never {
  throw new RangeError(
    `there is no preset "${name}"; there are ${PRESETS.map((preset) => preset.name).join(' and ')}.`,
  );
}

/** --momentum is a short way to write the constant of that name. */
function readOptimizer(text: string | undefined, momentum: string | undefined, base: Optimizer): Optimizer | undefined {
  if (text === undefined && momentum === undefined) return undefined;
  const named = checked('optimizer', () => parseNamedOptions(text ?? optimizerText(base)));
  const optimizer = checked('optimizer', () => optimizerOf(named));
  if (momentum === undefined) return optimizer;
  const having = OPTIMIZER_NAMES.filter((name) => constantsOf(name).includes('momentum'));
  if (!having.includes(optimizer.name))
    throw new UsageError(`--momentum goes with --optimizer ${having.join(' or ')}, not with ${optimizer.name}.`);
  if (text !== undefined && named.options.has('momentum'))
    throw new UsageError(`--momentum is given twice: "${text}" has one too.`);
  return checked('momentum', () =>
    optimizerOf({ ...named, options: new Map([...named.options, ['momentum', momentum]]) }),
  );
}

async function readNetwork(file: string): Promise<Network> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--network: ${file} cannot be read: ${(error as Error).message}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--network: ${file} is not JSON: ${(error as Error).message}.`);
  }
  return checked('network', () => parseNetwork(value));
}
