import path from 'node:path';
import { chooseTraining } from '../app/trainingRequest.ts';
import { Training } from '../app/training.ts';
import type { TrainingEnvironment } from '../app/training.ts';
import { ENGINE_CHOICES } from '../domain/engineChoice.ts';
import { rangeFor } from '../domain/finder/rateRange.ts';
import { toJson } from '../domain/json.ts';
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
import { confirmationChoice } from '../kinds/confirmation/choice.ts';
import type { RangeTestChoice, RangeTestOptions } from '../kinds/rangeTest/choice.ts';
import { summarizeRangeTest } from '../kinds/rangeTest/summary.ts';
import { UsageError } from './command.ts';
import type { Command, CommandContext } from './command.ts';
import { checkOption, oneOf, parseOptions, readWorkerOptions, WORKER_OPTIONS, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';
import { confirmedJson, rangeTestJson } from '../app/json/rangeTestJson.ts';
import { splitProgram } from './programArguments.ts';
import { findForProgram, FIND_PROGRAM_HELP } from './programFind.ts';
import {
  defaultFolder,
  exitCodeOf,
  mnistFolder,
  printResults,
  trainAndReport,
  trainWithProgress,
  withEnvironment,
} from './training.ts';
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
  confirm: { type: 'boolean' },
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
       goldilocks find [options] -- PROGRAM [ARGUMENT…]

Trains a small network ${DEFAULT_REPEATS} times from fresh weights, with a learning rate that rises
from step to step, and suggests a rate with an interval, or says why it cannot
(a range test). A repeat ends early when its loss exceeds ${stopAbove} times its lowest value.

  --from RATE        the rate of the first step (default: at least three decades below
                     what is usual with the optimizer, such as ${formatRate(rangeFor('adam')[0])} for Adam)
  --to RATE          the rate of the last step (default: at least two decades above
                     what is usual, such as ${formatRate(rangeFor('adam')[1])} for Adam)
  --steps N          steps from the first rate to the last (default ${steps})
${SHARED.map((name) => OPTION_HELP[name]).join('\n')}
  --seeds K          repeat the test with seeds 1 to K (default ${DEFAULT_REPEATS})
  --confirm          then train the first fifth of a full run at a third of the
                     suggested rate, at the rate and at three times; suggest the
                     safest of those that did best
  --engine NAME      wasm (built in), tensorflow, or auto: the built-in one where
                     it can do it (default)
  --tensorflow DIR   the folder where TensorFlow is installed
  --jobs N           runs at the same time (default: one per processor, at most 8)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-range-test)
  --json             print one JSON document instead of text

Options override the preset; without one it is the small network of
${SLOW_FAST_FURIOUS.name}. Exit code: 0 done, also if no rate can be suggested,
1 the run failed, 2 wrong arguments, 130 interrupted.

${FIND_PROGRAM_HELP}`,

  async run(args, context) {
    const { own, program } = splitProgram(args);
    if (program) return findForProgram(own, program, context);
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option.`);
    const range = readRange(values);
    const request = { seeds: DEFAULT_REPEATS, ...(await readTrainingRequest(values)), name: 'range-test' };
    const choice = await withUsageErrors(async () =>
      rangeTestChoice(await chooseTraining(request, mnistFolder(context)), range),
    );
    const engine = oneOf('engine', (values.engine as string | undefined) ?? 'auto', ENGINES);
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(choice.name));
    const isJson = values.json === true;
    return withEnvironment(context, readWorkerOptions(values), async (environment) => {
      const resolved = await withUsageErrors(() => environment.engines.resolve(choice, engine));
      const test = await withUsageErrors(() => Training.create('range-test', resolved, folder, environment));
      if (values.confirm !== true) return trainAndReport(test, context, isJson ? rangeTestJson : null);
      const seconds = await trainWithProgress(test, context);
      if (!isJson) await printResults(test, context);
      const confirmation = await confirm(test, resolved, environment);
      if (confirmation) {
        const all = seconds + (await trainWithProgress(confirmation, context));
        if (isJson) printJson(confirmedJson(test.overview(), confirmation.overview(), folder, all), context);
        else await printResults(confirmation, context);
        return exitCodeOf(confirmation, context);
      }
      if (isJson) printJson(rangeTestJson(test.overview(), folder, seconds), context);
      return exitCodeOf(test, context);
    });
  },
};

/** The confirmation of what the test suggests, in a folder beside it; null if it suggests nothing. */
async function confirm(
  test: Training,
  choice: RangeTestChoice,
  environment: TrainingEnvironment,
): Promise<Training | null> {
  const { suggestion } = summarizeRangeTest(test.overview());
  if (!suggestion) return null;
  const folder = `${test.experiment.folder}-confirmation`;
  return withUsageErrors(() =>
    Training.create('confirmation', confirmationChoice(choice, suggestion.rate), folder, environment),
  );
}

function printJson(document: object, { stdout }: CommandContext): void {
  stdout.write(`${toJson(document, 2)}\n`);
}

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
