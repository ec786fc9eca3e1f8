import path from 'node:path';
import { chooseSweep } from '../app/trainingRequest.ts';
import { Training } from '../app/training.ts';
import { EDGE_NAMES } from '../domain/edge.ts';
import { SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { DEFAULT_EDGE, EDGE_LIMITS, edgeChoice } from '../kinds/edge/choice.ts';
import type { EdgeChoice } from '../kinds/edge/choice.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';
import { ExperimentFolder } from '../store/experimentFolder.ts';
import { UsageError } from './command.ts';
import type { Command, CommandContext } from './command.ts';
import { edgeJson } from './edgeJson.ts';
import { parseOptions, readWorkerOptions, wholeNumber, WORKER_OPTIONS } from './options.ts';
import type { Arguments } from './options.ts';
import { defaultFolder, mnistFolder, trainAndReport, withEnvironment } from './training.ts';
import { declareOptions, OPTION_HELP, readTrainingRequest, withUsageErrors } from './trainingOptions.ts';
import type { TrainingOption } from './trainingOptions.ts';

/** The options of a sweep that say what is trained; seeds are not compared. */
const NAMES = [
  'preset',
  'rates',
  'optimizer',
  'momentum',
  'schedule',
  'batch',
  'epochs',
  'train',
  'dataset',
  'network',
  'clip',
] as const satisfies readonly TrainingOption[];

const OPTIONS = {
  ...declareOptions(NAMES),
  run: { type: 'string' },
  seed: { type: 'string' },
  points: { type: 'string' },
  images: { type: 'string' },
  ...WORKER_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks edge`: measures the largest rate that the curvature of the loss allows, at some points of runs. */
export const edge: Command = {
  name: 'edge',
  summary: 'measure the highest stable learning rate at some points of runs',
  help: `Usage: goldilocks edge DIR [--run N] [options]
       goldilocks edge --rates RATES [options]

Trains runs again, those of the sweep in DIR or others, and measures at some
points the largest eigenvalue of the Hessian of their loss. The limit of the
learning rate follows from it: 2 / eigenvalue for SGD, higher with momentum,
lower with Nesterov momentum; for Adam, AdamW and RMSProp the Hessian is
preconditioned. Above the limit, steps along the steepest direction grow, so the
loss can rise.

  --run N            measure only run N of the sweep, counted from 0
${NAMES.map((name) => OPTION_HELP[name]).join('\n')}
  --seed N           the seed of the runs (default 1)
  --points N         points of each run (default ${DEFAULT_EDGE.points})
  --images N         measure on the first N training images (default ${DEFAULT_EDGE.images})
  --jobs N           runs at the same time (default: one per processor, at most 8)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-edge)
  --json             print one JSON document instead of tables

Optimizers: ${EDGE_NAMES.join(', ')}. Without a preset it is the
small network of ${SLOW_FAST_FURIOUS.name}. Exit code: 0 done, 1 a run failed,
2 wrong arguments, 130 interrupted.`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 1) throw new UsageError('edge takes one folder, that of a sweep.');
    const choice = await withUsageErrors(() =>
      positionals.length === 1 ? choiceOf(positionals[0], values) : choiceFrom(values, context),
    );
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(choice.name));
    return withEnvironment(context, readWorkerOptions(values), async (environment) => {
      const training = await withUsageErrors(async () =>
        Training.create('edge', await environment.engines.resolve(choice, 'wasm'), folder, environment),
      );
      return trainAndReport(training, context, values.json === true ? edgeJson : null);
    });
  },
};

/** The runs of a sweep on disk. */
async function choiceOf(folder: string, values: Arguments['values']): Promise<EdgeChoice> {
  const given = [...NAMES, 'seed'].find((name) => values[name] !== undefined);
  if (given !== undefined)
    throw new UsageError(`--${given} does not go with a folder, whose sweep says what is trained.`);
  const experiment = await ExperimentFolder.open(path.resolve(folder));
  if (experiment.record.kind !== 'sweep') throw new UsageError(`${folder} is not a sweep.`);
  const sweep = experiment.record.choice as SweepChoice;
  if (values.run === undefined) return edgeChoice(sweep, measureOf(values));
  const runs = await experiment.runs();
  return edgeChoice(sweep, measureOf(values), runs[wholeNumber('run', values.run as string, 0, runs.length - 1)].spec!);
}

/** Runs that the options describe. */
async function choiceFrom(values: Arguments['values'], context: CommandContext): Promise<EdgeChoice> {
  if (values.run !== undefined) throw new UsageError('--run goes with the folder of a sweep.');
  const request = await readTrainingRequest(values);
  if (!request.preset && request.rates === undefined)
    throw new UsageError('edge needs the folder of a sweep, --preset or --rates; for example --rates 0.1.');
  const sweep = await chooseSweep(request, mnistFolder(context));
  const choice = edgeChoice(sweep, measureOf(values));
  return values.seed === undefined ? choice : { ...choice, seed: wholeNumber('seed', values.seed as string) };
}

function measureOf({ points, images }: Arguments['values']): Parameters<typeof edgeChoice>[1] {
  return {
    ...(points !== undefined && { points: wholeNumber('points', points as string, 2, EDGE_LIMITS.points) }),
    ...(images !== undefined && { images: wholeNumber('images', images as string, 1, EDGE_LIMITS.images) }),
  };
}
