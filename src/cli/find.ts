import path from 'node:path';
import { chooseTraining } from '../app/trainingRequest.ts';
import { Training } from '../app/training.ts';
import { ENGINE_CHOICES } from '../domain/engineChoice.ts';
import { rangeFor } from '../domain/finder/rateRange.ts';
import { SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { formatRate } from '../domain/rate.ts';
import { parseRate } from '../domain/rateList.ts';
import {
  DEFAULT_RANGE_TEST,
  DEFAULT_REPEATS,
  MAX_STEPS,
  MIN_STEPS,
  rangeTestChoice,
} from '../kinds/rangeTest/choice.ts';
import type { RangeTestOptions } from '../kinds/rangeTest/choice.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { checkOption, oneOf, parseOptions, readWorkerOptions, WORKER_OPTIONS, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';
import { rangeTestJson } from './rangeTestJson.ts';
import { defaultFolder, mnistFolder, trainAndReport, withEnvironment } from './training.ts';
import { declareOptions, withUsageErrors, OPTION_HELP, readTrainingRequest } from './trainingOptions.ts';
import type { TrainingOption } from './trainingOptions.ts';

/** The options of a sweep that a range test has too; its rates, its schedule and its length are its own. */
const SHARED = ['preset', 'optimizer', 'momentum', 'batch', 'train', 'dataset', 'network', 'clip'] as const;
const NAMES: readonly TrainingOption[] = [...SHARED, 'seeds'];

const OPTIONS = {
  ...declareOptions(NAMES),
  from: { type: 'string' },
  to: { type: 'string' },
  steps: { type: 'string' },
  engine: { type: 'string' },
  ...WORKER_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Each test trains once: there is nothing to compare two engines by. */
const ENGINES = ENGINE_CHOICES.filter((choice) => choice !== 'both');

const { steps, stopAbove } = DEFAULT_RANGE_TEST;

/** `goldilocks find`: a range test, which suggests a learning rate after a few short trainings. */
export const find: Command = {
  name: 'find',
  summary: 'suggest a learning rate from short runs with a rising rate',
  help: `Usage: goldilocks find [options]

Trains a small network ${DEFAULT_REPEATS} times from fresh weights, with a learning rate that rises
from step to step, and suggests a rate with an interval, or says why it cannot
(a range test). A repeat ends early when its loss exceeds ${stopAbove} times its lowest value.

  --from RATE        the rate of the first step (default: two decades below what is
                     usual with the optimizer, such as ${formatRate(rangeFor('adam')[0])} for Adam)
  --to RATE          the rate of the last step (default: two decades above what is
                     usual, such as ${formatRate(rangeFor('adam')[1])} for Adam)
  --steps N          steps from the first rate to the last (default ${steps})
${SHARED.map((name) => OPTION_HELP[name]).join('\n')}
  --seeds K          repeat the test with seeds 1 to K (default ${DEFAULT_REPEATS})
  --engine NAME      wasm (built in), tensorflow, or auto: the built-in one where
                     it can do it (default)
  --tensorflow DIR   the folder where TensorFlow is installed
  --jobs N           runs at the same time (default: one per processor, at most 8)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-range-test)
  --json             print one JSON document instead of text

Options override the preset; without one it is the small network of
${SLOW_FAST_FURIOUS.name}. Exit code: 0 done, also if no rate can be suggested,
1 the run failed, 2 wrong arguments, 130 interrupted.`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option.`);
    const range = readRange(values);
    const request = { seeds: DEFAULT_REPEATS, ...(await readTrainingRequest(values)), name: 'range-test' };
    const choice = await withUsageErrors(async () =>
      rangeTestChoice(await chooseTraining(request, mnistFolder(context)), range),
    );
    const engine = oneOf('engine', (values.engine as string | undefined) ?? 'auto', ENGINES);
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(choice.name));
    return withEnvironment(context, readWorkerOptions(values), async (environment) => {
      const training = await withUsageErrors(async () =>
        Training.create('range-test', await environment.engines.resolve(choice, engine), folder, environment),
      );
      return trainAndReport(training, context, values.json === true ? rangeTestJson : null);
    });
  },
};

/** @throws UsageError for a value that is not allowed */
function readRange(values: Arguments['values']): Partial<RangeTestOptions> {
  const read = <T>(option: 'from' | 'to' | 'steps', parse: (text: string) => T): Record<string, T> => {
    const text = values[option] as string | undefined;
    return text === undefined ? {} : { [option]: checkOption(option, () => parse(text)) };
  };
  return {
    ...read('from', parseRate),
    ...read('to', parseRate),
    ...read('steps', (text) => wholeNumber('steps', text, MIN_STEPS, MAX_STEPS)),
  };
}
