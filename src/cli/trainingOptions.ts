import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readRequest, RequestError } from '../app/trainingRequest.ts';
import type { RawRequest, TrainingRequest } from '../app/trainingRequest.ts';
import { OPTIMIZER_NAMES } from '../domain/optimizer.ts';
import { PRESETS } from '../domain/presets.ts';
import { SCHEDULE_NAMES } from '../domain/scheduleText.ts';
import { EngineUnavailableError } from '../runs/engineInspection.ts';
import { ExperimentError } from '../store/experimentFolder.ts';
import { UnsupportedError } from '../training/engine.ts';
import { DatasetError } from '../training/idx.ts';
import { UsageError } from './command.ts';
import type { Arguments } from './options.ts';

/** The options that say what to train on the built-in networks, each with the field of the request that it gives. */
const FIELDS = {
  preset: 'preset',
  rates: 'rates',
  optimizer: 'optimizer',
  momentum: 'momentum',
  schedule: 'schedule',
  batch: 'batchSize',
  epochs: 'epochs',
  train: 'trainImages',
  test: 'testImages',
  dataset: 'dataset',
  network: 'network',
  seeds: 'seeds',
  measure: 'measures',
  clip: 'clip',
  'layer-rates': 'layerRates',
} as const satisfies Record<string, keyof RawRequest>;

export type TrainingOption = keyof typeof FIELDS;

/** The declaration of some of these options, for parseOptions. */
export function declareOptions(names: readonly TrainingOption[]): Record<string, { readonly type: 'string' }> {
  return Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
}

/** All of them, in the order of the help. */
export const TRAINING_OPTION_NAMES = Object.keys(FIELDS) as TrainingOption[];

/** The lines of the help for them. */
export const OPTION_HELP: Readonly<Record<TrainingOption, string>> = {
  preset: `  --preset NAME      ${PRESETS.map(({ name }) => name).join(' or ')}`,
  rates: '  --rates RATES      0.1,0.01 or "0.1 0.01" or 1e-4..1e-1x7 (log-spaced)',
  optimizer: `  --optimizer NAME   ${OPTIMIZER_NAMES.slice(0, 7).join(', ')},
                     ${OPTIMIZER_NAMES.slice(7).join(', ')} (default adam);
                     with constants: adamw,weight-decay=0.1,beta1=0.95`,
  momentum: `  --momentum M       shorthand for the optimizer's momentum, 0 to below 1 (default 0.9
                     for momentum and nesterov)`,
  schedule: `  --schedule NAME    how the rate changes from step to step (default constant):
                     ${SCHEDULE_NAMES.slice(0, 6).join(', ')},
                     ${SCHEDULE_NAMES.slice(6).join(', ')};
                     with options, lengths in steps or percent of the run:
                     cosine,warmup=5% or multi-step,at=100:200,factor=0.5`,
  batch: '  --batch N          images per optimizer step (default 64)',
  epochs: '  --epochs N         passes over the training images (default 3)',
  train: '  --train N          train on the first N images (default 10000)',
  test: `  --test N           measure the accuracy on the first N test images, 0 for
                     none (default 2000)`,
  dataset: '  --dataset DIR      a folder with IDX or IDX.gz files instead of MNIST',
  network: '  --network FILE     a network described in JSON instead of the small CNN',
  seeds: '  --seeds K          repeat every rate with seeds 1 to K (default 1)',
  measure: `  --measure NAMES    also record these at each step in the experiment's folder:
                     gradient-norm, update-ratio, dead-share`,
  clip: '  --clip NORM        clip gradients to this norm before each step',
  'layer-rates': `  --layer-rates L=R  learning rates for individual layers, such as
                     output=0.01,convolution1=0 (0 freezes the layer)`,
};

/**
 * The training that the options ask for.
 * @throws UsageError for a value that is not allowed; the message names the option
 */
export async function readTrainingRequest(values: Arguments['values']): Promise<TrainingRequest> {
  const given = (option: TrainingOption): string | undefined => values[option] as string | undefined;
  const raw = Object.fromEntries(TRAINING_OPTION_NAMES.map((option) => [FIELDS[option], given(option)])) as RawRequest;
  const [dataset, network] = [given('dataset'), given('network')];
  return withUsageErrors(async () =>
    readRequest({
      ...raw,
      dataset: dataset === undefined ? undefined : path.resolve(dataset),
      network: network === undefined ? undefined : await readJsonFile('network', network),
    }),
  );
}

/**
 * Runs work that depends on the command's arguments, and turns errors that they caused into usage errors: values out of range, a
 * training that the engine does not support, a data set that cannot be used, a folder that already exists.
 * @throws UsageError for these; anything else unchanged
 */
export async function withUsageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineUnavailableError) {
      throw new Error(`${error.message} To train without TensorFlow, use --engine wasm.`, { cause: error });
    }
    if (error instanceof RequestError) throw new UsageError(`${optionOf(error.field)}${error.message}`);
    if (USAGE_ERRORS.some((type) => error instanceof type) && !isDiskError((error as Error).cause)) {
      throw new UsageError((error as Error).message);
    }
    throw error;
  }
}

const USAGE_ERRORS = [RangeError, UnsupportedError, DatasetError, ExperimentError];

/** Whether the disk is full or broken, which other arguments would not change. */
function isDiskError(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO'].includes((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

function optionOf(field: RequestError['field']): string {
  const option = TRAINING_OPTION_NAMES.find((name) => FIELDS[name] === field);
  return option === undefined ? '' : `--${option}: `;
}

async function readJsonFile(option: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--${option}: ${file} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--${option}: ${file} is not JSON: ${(error as Error).message}.`);
  }
}
