import path from 'node:path';
import { chooseSweep } from '../app/trainingRequest.ts';
import { Training } from '../app/training.ts';
import { ENGINE_CHOICES } from '../domain/engineChoice.ts';
import type { EngineChoice } from '../domain/engineChoice.ts';
import { SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { summarize } from '../kinds/kinds.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';
import { followUpChoice } from '../kinds/sweep/followUp.ts';
import { ExperimentFolder } from '../store/experimentFolder.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { checkOption, oneOf, parseOptions, readWorkerOptions, WORKER_OPTIONS } from './options.ts';
import type { Arguments } from './options.ts';
import { sweepJson } from '../app/json/sweepJson.ts';
import { splitProgram } from './programArguments.ts';
import { isShellSweep, sweepProgram, SWEEP_PROGRAM_HELP } from './programSweep.ts';
import { defaultFolder, mnistFolder, trainAndReport, withEnvironment } from './training.ts';
import {
  declareOptions,
  withUsageErrors,
  OPTION_HELP,
  readTrainingRequest,
  TRAINING_OPTION_NAMES,
} from './trainingOptions.ts';

const OPTIONS = {
  ...declareOptions(TRAINING_OPTION_NAMES),
  engine: { type: 'string' },
  ...WORKER_OPTIONS,
  prune: { type: 'boolean' },
  refine: { type: 'string' },
  widen: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks sweep`: trains the network at several rates and says which one is just right. */
export const sweep: Command = {
  name: 'sweep',
  summary: 'train a small network, or your own program, at several learning rates and compare them',
  help: `Usage: goldilocks sweep [options]
       goldilocks sweep --rates LIST [options] -- PROGRAM [ARGUMENT…]
       goldilocks sweep --search [options] -- PROGRAM [ARGUMENT…]
       goldilocks sweep --rates LIST [options] --command LINE

Trains a small network at several learning rates, judges each (slow, fast or
furious) and suggests the best. Give a preset, or rates of your own.

${TRAINING_OPTION_NAMES.map((name) => OPTION_HELP[name]).join('\n')}
  --refine DIR       go on from the finished sweep in DIR: four rates or fewer around
                     its best one, all else as it was
  --widen DIR        the same with up to three rates beyond its lowest or highest one,
                     where that is its best
  --prune            stop runs early that can no longer become good, to save time
  --engine NAME      wasm (built in), tensorflow, both to compare them, or auto:
                     the built-in one where it can do it (default)
  --tensorflow DIR   the folder where TensorFlow is installed
  --jobs N           runs at the same time (default: one per processor, at most 8,
                     plus a few more if that finishes the sweep sooner)
  --out DIR          the experiment's folder, new or empty
                     (default: goldilocks-experiments/<time>-<name>)
  --json             print one JSON document instead of tables

Options override the preset; without one it is the small network of
${SLOW_FAST_FURIOUS.name}. Press Ctrl+C to stop; what is done stays in the folder.
Exit code: 0 done, 1 a run failed, 2 wrong arguments, 130 interrupted.

${SWEEP_PROGRAM_HELP}`,

  async run(args, context) {
    const { own, program } = splitProgram(args);
    if (program || isShellSweep(own)) return sweepProgram(own, program, context);
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) {
      throw new UsageError(
        `"${positionals[0]}" is not an option; put rates after --rates, in quotes if they contain spaces.`,
      );
    }
    const request = await readTrainingRequest(values);
    const followed = await readFollowUp(values);
    if (!followed && !request.preset && request.rates === undefined) {
      throw new UsageError(
        'A sweep needs --preset or --rates (or --refine or --widen); for example --preset slow-fast-furious or --rates 1e-4..1e-1x7.',
      );
    }
    const name = request.preset?.name ?? 'sweep';
    const choice =
      followed ??
      (await withUsageErrors(() =>
        chooseSweep({ ...request, name, prune: values.prune === true }, mnistFolder(context)),
      ));
    const engine = oneOf('engine', (values.engine as string | undefined) ?? engineOf(followed), ENGINE_CHOICES);
    const workerOptions = readWorkerOptions(values);
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(name));
    return withEnvironment(context, workerOptions, async (environment) => {
      const started = await withUsageErrors(async () =>
        Training.create('sweep', await environment.engines.resolve(choice, engine), folder, environment),
      );
      return trainAndReport(started, context, values.json === true ? sweepJson : null);
    });
  },
};

/**
 * The sweep that goes on where another one ended, if the options ask for one.
 * @throws UsageError if it cannot be followed, or options contradict what it takes from the other one
 */
async function readFollowUp(values: Arguments['values']): Promise<SweepChoice | null> {
  const [name, other] = (['refine', 'widen'] as const).filter((option) => values[option] !== undefined);
  if (name === undefined) return null;
  const contrary = other ?? [...TRAINING_OPTION_NAMES, 'prune'].find((option) => values[option] !== undefined);
  if (contrary !== undefined) {
    throw new UsageError(`--${name} takes everything from the sweep that it follows; leave out --${contrary}.`);
  }
  const folder = path.resolve(values[name] as string);
  const experiment = await withUsageErrors(() => ExperimentFolder.open(folder));
  const overview = await experiment.overview();
  const summary = summarize(overview);
  if (summary.kind !== 'sweep') throw new UsageError(`--${name}: this experiment is not a sweep.`);
  return checkOption(name, () => followUpChoice(overview, summary, name));
}

/** The engine that a sweep was trained by; `auto` for a new one. */
function engineOf(followed: SweepChoice | null): EngineChoice {
  if (!followed) return 'auto';
  return followed.secondEngine ? 'both' : followed.engine;
}
