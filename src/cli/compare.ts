import path from 'node:path';
import { Training } from '../app/training.ts';
import { chooseComparison, SCHEDULE_SEEDS, withEngine } from '../app/comparison.ts';
import { ENGINE_CHOICES } from '../domain/engineChoice.ts';
import { serializeOptimizer } from '../domain/optimizerText.ts';
import { SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { serializeSchedule } from '../domain/scheduleText.ts';
import { COMPARED_BATCH_SIZES } from '../kinds/batchSizes/choice.ts';
import { DEFAULT_LAYERS } from '../kinds/layers/choice.ts';
import { COMPARED_OPTIMIZERS } from '../kinds/optimizers/choice.ts';
import { DEFAULT_SCHEDULES } from '../kinds/schedules/choice.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { compareJson } from './compareJson.ts';
import { readComparison } from './compareRequest.ts';
import { oneOf, parseOptions, readWorkerOptions, WORKER_OPTIONS } from './options.ts';
import { defaultFolder, mnistFolder, trainAndReport, withEnvironment } from './training.ts';
import {
  declareOptions,
  withUsageErrors,
  OPTION_HELP,
  readTrainingRequest,
  TRAINING_OPTION_NAMES,
} from './trainingOptions.ts';
import type { TrainingOption } from './trainingOptions.ts';

/** The options that all comparisons have. */
const SHARED = [
  'preset', 'epochs', 'train', 'test', 'dataset', 'network', 'measure', 'clip', 'layer-rates',
] as const satisfies readonly TrainingOption[]; // prettier-ignore

const OPTIONS = {
  ...declareOptions(TRAINING_OPTION_NAMES),
  schedules: { type: 'string' },
  optimizers: { type: 'string' },
  batches: { type: 'string' },
  layers: { type: 'boolean' },
  equal: { type: 'string' },
  rate: { type: 'string' },
  engine: { type: 'string' },
  ...WORKER_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** What is compared is not two engines. */
const ENGINES = ENGINE_CHOICES.filter((choice) => choice !== 'both');

const SCHEDULES = DEFAULT_SCHEDULES.map(serializeSchedule);

/** `goldilocks compare`: the same training with one setting varied that is not the rate alone. */
export const compare: Command = {
  name: 'compare',
  summary: 'compare schedules, optimizers, batch sizes or the rates of layers',
  help: `Usage: goldilocks compare --schedules LIST [options]
       goldilocks compare --optimizers LIST [options]
       goldilocks compare --batches LIST [options]
       goldilocks compare --layers [options]

--schedules trains a small network with several schedules, from the same seeds
and for as many steps, and says which ends with the lowest loss, and which of the
others are clearly worse.

  --schedules LIST   names as in sweep --schedule, with commas between them and
                     options behind each: constant,cosine,warmup=5%,wsd; or
                     default for ${SCHEDULES.slice(0, 3).join(', ')},
                     ${SCHEDULES.slice(3).join(', ')}
  --rate RATE        the learning rate that the schedules scale (default: the middle
                     one of the preset, or a usual one of --optimizer)

--optimizers sweeps several optimizers, each around its usual rate, and says
how many decades wide the Goldilocks zone of each is.

  --optimizers LIST  names as in sweep --optimizer, with commas between them and
                     options behind each: sgd,adamw,weight-decay=0.1; or default
                     for ${COMPARED_OPTIMIZERS.map(serializeOptimizer).join(', ')}
  --rates RATES      the same rates for all (default: a hundredth to a hundred times
                     the usual rate of each, two a decade)

--batches sweeps several batch sizes and says how the best rate grows with the
batch, beside the linear and the square-root rule.

  --batches LIST     batch sizes with commas between them, or default for
                     ${COMPARED_BATCH_SIZES.join(', ')}
  --equal WHAT       images: all see the same images, so small batches take more
                     steps (default); steps: all take the same steps
  --rates RATES      (default: a thirtieth to four times the usual rate of the
                     optimizer, each twice the one before)

--layers trains a network on half of the digits, and then on ${DEFAULT_LAYERS.train} images of the
others: with one rate for all layers, with a tenth of it for the convolutions,
with these frozen, and from scratch. It says which is the most accurate.

  --rate RATE        the learning rate (default ${DEFAULT_LAYERS.learningRate})
                     --train, --test, --batch, --epochs and --seeds are by default
                     ${DEFAULT_LAYERS.train}, ${DEFAULT_LAYERS.test}, ${DEFAULT_LAYERS.batchSize}, ${DEFAULT_LAYERS.epochs} and ${DEFAULT_LAYERS.seeds}

Options of several:
${OPTION_HELP.optimizer}
${OPTION_HELP.momentum}
                     (not with --optimizers)
${OPTION_HELP.batch} (not with --batches)
${OPTION_HELP.schedule} (not with --schedules)

Options of all:
${SHARED.map((name) => OPTION_HELP[name]).join('\n')}
  --seeds K          repeat everything with seeds 1 to K (default ${SCHEDULE_SEEDS} for schedules
                     and layers, otherwise 1)
  --engine NAME      wasm (built in), tensorflow, or auto: the built-in one where
                     it can do it (default)
  --tensorflow DIR   the folder where TensorFlow is installed
  --jobs N           runs at the same time (default: one per processor, at most 8)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-<what is compared>)
  --json             print one JSON document instead of tables

Options override the preset; without one it is the small network of
${SLOW_FAST_FURIOUS.name}. Exit code: 0 done, 1 a run failed, 2 wrong arguments,
130 interrupted.`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option.`);
    const compared = readComparison(values);
    const request = await readTrainingRequest(values);
    const comparison = await withUsageErrors(() => chooseComparison(compared, request, mnistFolder(context)));
    const engine = oneOf('engine', (values.engine as string | undefined) ?? 'auto', ENGINES);
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(comparison.choice.name));
    return withEnvironment(context, readWorkerOptions(values), async (environment) => {
      const { engines } = environment;
      const training = await withUsageErrors(async () => {
        const { kind, choice } = await withEngine(comparison, (each) => engines.resolve(each, engine));
        return Training.create(kind, choice, folder, environment);
      });
      return trainAndReport(training, context, values.json === true ? compareJson : null);
    });
  },
};
