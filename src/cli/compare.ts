import path from 'node:path';
import { chooseTraining } from '../app/trainingRequest.ts';
import type { TrainingRequest } from '../app/trainingRequest.ts';
import { Training } from '../app/training.ts';
import { ENGINE_CHOICES } from '../domain/engineChoice.ts';
import { splitNamedOptions } from '../domain/namedOptions.ts';
import { SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { parseRate } from '../domain/rateList.ts';
import { parseSchedule, serializeSchedule } from '../domain/scheduleText.ts';
import { defaultRate } from '../kinds/schedules/defaultRate.ts';
import { DEFAULT_SCHEDULES, schedulesChoice } from '../kinds/schedules/choice.ts';
import type { SchedulesChoice } from '../kinds/schedules/choice.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { compareJson } from './compareJson.ts';
import { checkOption, oneOf, parseOptions, readWorkerOptions, WORKER_OPTIONS } from './options.ts';
import { defaultFolder, mnistFolder, trainAndReport, withEnvironment } from './training.ts';
import { declareOptions, withUsageErrors, OPTION_HELP, readTrainingRequest } from './trainingOptions.ts';
import type { TrainingOption } from './trainingOptions.ts';

/** The options of a sweep that a comparison has too. */
const SHARED = [
  'preset', 'optimizer', 'momentum', 'batch', 'epochs', 'train', 'test', 'dataset', 'network', 'measure', 'clip', 'layer-rates',
] as const satisfies readonly TrainingOption[]; // prettier-ignore

const OPTIONS = {
  ...declareOptions([...SHARED, 'seeds']),
  schedules: { type: 'string' },
  rate: { type: 'string' },
  engine: { type: 'string' },
  ...WORKER_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** What is compared is not two engines. */
const ENGINES = ENGINE_CHOICES.filter((choice) => choice !== 'both');

/** Fewer seeds than this show no spread to compare a difference with. */
const DEFAULT_SEEDS = 3;

/** `goldilocks compare`: the same training with one setting varied, which is not the rate alone. */
export const compare: Command = {
  name: 'compare',
  summary: 'compare learning-rate schedules on a small network',
  help: `Usage: goldilocks compare --schedules LIST [options]

Trains a small network with several schedules, from the same seeds and for as
many steps, and says which ends lowest and whether that exceeds the spread
between seeds.

  --schedules LIST   names as in --schedule of sweep, with commas between them and
                     options behind each: constant,cosine,warmup=5%,wsd; or
                     default for ${DEFAULT_SCHEDULES.slice(0, 3).map(serializeSchedule).join(', ')},
                     ${DEFAULT_SCHEDULES.slice(3).map(serializeSchedule).join(', ')}
  --rate RATE        the learning rate that the schedules lower (default: the middle
                     one of the preset, or a usual one of --optimizer)
${SHARED.map((name) => OPTION_HELP[name]).join('\n')}
  --seeds K          repeat everything with seeds 1 to K (default ${DEFAULT_SEEDS})
  --engine NAME      wasm (built in), tensorflow, or auto: the built-in one where
                     it can do it (default)
  --tensorflow DIR   the folder where TensorFlow is installed
  --jobs N           runs at the same time (default: one per processor, at most 8)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-schedules)
  --json             print one JSON document instead of tables

Options override the preset; without one it is the small network of
${SLOW_FAST_FURIOUS.name}. Exit code: 0 done, 1 a run failed, 2 wrong arguments,
130 interrupted.`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option.`);
    if (values.schedules === undefined)
      throw new UsageError('Say what to compare: --schedules constant,cosine,one-cycle, or --schedules default.');
    const request = { seeds: DEFAULT_SEEDS, ...(await readTrainingRequest(values)) };
    const choice = await withUsageErrors(() => chooseSchedules(values, request, mnistFolder(context)));
    const engine = oneOf('engine', (values.engine as string | undefined) ?? 'auto', ENGINES);
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(choice.name));
    return withEnvironment(context, readWorkerOptions(values), async (environment) => {
      const training = await withUsageErrors(async () =>
        Training.create('schedules', await environment.engines.resolve(choice, engine), folder, environment),
      );
      return trainAndReport(training, context, values.json === true ? compareJson : null);
    });
  },
};

async function chooseSchedules(
  values: Readonly<Record<string, unknown>>,
  request: TrainingRequest,
  folder: string,
): Promise<SchedulesChoice> {
  const list = values['schedules'] as string;
  const schedules =
    list === 'default' ? DEFAULT_SCHEDULES : checkOption('schedules', () => splitNamedOptions(list).map(parseSchedule));
  const text = values['rate'] as string | undefined;
  const training = await chooseTraining(request, folder);
  const rate = text === undefined ? defaultRate(training) : checkOption('rate', () => parseRate(text));
  return schedulesChoice(training, schedules, rate);
}
