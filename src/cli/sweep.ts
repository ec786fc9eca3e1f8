import path from 'node:path';
import { Sweep } from '../app/sweep.ts';
import { MEASURES } from '../domain/measure.ts';
import { ENGINE_CHOICES } from '../domain/engineChoice.ts';
import { OPTIMIZER_NAMES } from '../domain/optimizer.ts';
import { PRESETS, SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { SCHEDULE_NAMES } from '../domain/scheduleText.ts';
import { EngineUnavailableError } from '../runs/engineInspection.ts';
import { ExperimentError } from '../runs/experimentFolder.ts';
import { UnsupportedError } from '../training/engine.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { oneOf, parseOptions, readTrainingOptions, TRAINING_OPTIONS } from './options.ts';
import { CHOICE_OPTIONS, readChoice } from './sweepChoice.ts';
import { mnistFolder, trainAndReport, withServices } from './training.ts';

const OPTIONS = {
  ...CHOICE_OPTIONS,
  ...TRAINING_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks sweep`: trains the network at several rates and says which one is just right. */
export const sweep: Command = {
  name: 'sweep',
  summary: 'train a small network at several learning rates and compare them',
  help: `Usage: goldilocks sweep [options]

Trains a small network at several learning rates, judges each (slow, fast or
furious) and suggests the best. Give a preset, or rates of your own.

  --preset NAME      ${PRESETS.map(({ name }) => name).join(' or ')}
  --rates RATES      0.1,0.01 or "0.1 0.01" or 1e-4..1e-1x7 (log-spaced)
  --optimizer NAME   ${OPTIMIZER_NAMES.slice(0, 7).join(', ')},
                     ${OPTIMIZER_NAMES.slice(7).join(', ')} (default adam);
                     with constants: adamw,weight-decay=0.1,beta1=0.95
  --momentum M       short for the constant momentum, 0 to below 1 (default 0.9
                     for momentum and nesterov)
  --schedule NAME    how the rate changes from step to step (default constant):
                     ${SCHEDULE_NAMES.slice(0, 6).join(', ')},
                     ${SCHEDULE_NAMES.slice(6).join(', ')};
                     with options, lengths in steps or percent of the run:
                     cosine,warmup=5% or multi-step,at=100:200,factor=0.5
  --batch N          images per optimizer step (default 64)
  --epochs N         passes over the training images (default 3)
  --train N          train on the first N images (default 10000)
  --test N           measure the accuracy on the first N test images, 0 for
                     none (default 2000)
  --dataset DIR      a folder with IDX or IDX.gz files instead of MNIST
  --network FILE     a network described in JSON instead of the small CNN
  --seeds K          repeat every rate with seeds 1 to K (default 1)
  --layer-rates L=R  rates of single layers instead, such as
                     output=0.01,convolution1=0 (0 freezes the layer)
  --clip NORM        shorten longer gradients to this norm before each step
  --measure NAMES    measure these at each step too, for the folder's files:
                     ${MEASURES.join(', ')}
  --engine NAME      wasm (built in), tensorflow, both to compare them, or auto:
                     the built-in one where it can do it (default)
  --tensorflow DIR   the folder that TensorFlow is installed in
  --jobs N           runs at the same time (default: one a processor, at most 8,
                     and some more where that lets the last ones end sooner)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-<name>)
  --json             print one JSON document instead of tables

Options override the preset; without one it is the small network of
${SLOW_FAST_FURIOUS.name}. Press Ctrl+C to stop; what is done stays in the folder.
Exit code: 0 done, 1 a run failed, 2 wrong arguments, 130 interrupted.`,

  async run(args, surroundings) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0)
      throw new UsageError(
        `"${positionals[0]}" belongs to no option; put rates after --rates, in quotes if they contain spaces.`,
      );
    const choice = await inArguments(() => readChoice(values, mnistFolder(surroundings)));
    const engine = oneOf('engine', (values.engine as string | undefined) ?? 'auto', ENGINE_CHOICES);
    const training = readTrainingOptions(values);
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(choice.name));
    return withServices(surroundings, training, async (services) => {
      const started = await inArguments(async () =>
        Sweep.create(await services.engines.fit(choice, engine), folder, services),
      );
      return trainAndReport(started, surroundings, values.json === true);
    });
  },
};

/** What is out of range, beyond the engine or in the way of a new folder is a matter of arguments, not of the training. */
async function inArguments<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineUnavailableError)
      throw new Error(`${error.message} The built-in engine needs nothing of it: --engine wasm.`, { cause: error });
    if (error instanceof RangeError || error instanceof UnsupportedError || error instanceof ExperimentError)
      throw new UsageError(error.message);
    throw error;
  }
}

function defaultFolder(name: string): string {
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return path.join('goldilocks-experiments', `${time}-${name}`);
}
