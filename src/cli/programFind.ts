import path from 'node:path';
import { testLaunch, sweepLaunch } from '../app/programs/programLaunch.ts';
import { programTestJson } from '../app/json/programJson.ts';
import { Training } from '../app/training.ts';
import { toJson } from '../domain/json.ts';
import { parseRate } from '../domain/rateList.ts';
import { KINDS } from '../kinds/kinds.ts';
import { confirmationOf } from '../kinds/programSweep/choice.ts';
import { programTestChoice, withinRun } from '../kinds/programTest/choice.ts';
import type { ProgramTestChoice } from '../kinds/programTest/choice.ts';
import { DEFAULT_REPEATS, MAX_STEPS, MIN_STEPS } from '../kinds/rangeTest/choice.ts';
import { programName } from '../programs/launch.ts';
import type { RunFolders } from '../programs/runFolders.ts';
import type { QueuedRun } from '../runs/runner.ts';
import type { CommandContext, ExitCode } from './command.ts';
import { UsageError } from './command.ts';
import { checkOption, parseOptions, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';
import type { ProgramWords } from './programArguments.ts';
import { COPY_HELP, COPY_OPTIONS, programEnvironment, readProgramCode, withFolders } from './programTraining.ts';
import { defaultFolder, exitCodeOf, printResults, trainWithProgress } from './training.ts';
import { withUsageErrors } from './trainingOptions.ts';

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  steps: { type: 'string' },
  seeds: { type: 'string' },
  optimizer: { type: 'string' },
  'no-confirm': { type: 'boolean' },
  ...COPY_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** The part of the help of `goldilocks find` about programs. */
export const FIND_PROGRAM_HELP = `For your own program, without changing its code:
goldilocks find [options] -- python train.py --batch 64
A probe in the program raises the learning rate at every step and ends the program
when the loss diverges. Short normal runs at a third of the suggested rate, at that
rate and at three times that rate then confirm it. The options are --from, --to,
--steps, --out, --json, and
  --seeds K          make at most K runs that raise the rate (default 3): first just over
                     half of them, and the others only if these don't agree
  --optimizer NAME   the optimizer of the program, which sets the default rates
                     (default: the one in the code, unless it is SGD)
  --no-confirm       skip the confirmation
${COPY_HELP}`;

/** Suggests a rate for a program. */
export async function findForProgram(
  own: readonly string[],
  program: ProgramWords,
  context: CommandContext,
): Promise<ExitCode> {
  const { values, positionals } = parseOptions(own, OPTIONS);
  if (positionals.length > 0)
    throw new UsageError(`Unexpected argument "${positionals[0]}". Put your program after --.`);
  const options = readOptions(values);
  const code = await readProgramCode(program, context);
  const optimizer = (values.optimizer as string | undefined) ?? code.optimizer;
  const setup = { command: program, cwd: process.cwd(), way: { kind: 'probe' } } as const;
  const folder = path.resolve((values.out as string | undefined) ?? defaultFolder('program-test'));
  const ownFolders = [folder, confirmationFolder(folder)];
  return withFolders(setup, values, ownFolders, context, async (folders) => {
    let choice = programTestChoice({ name: programName(program), program: setup, optimizer }, options);
    let seconds = 0;
    /** @returns the test, and how many steps the program has if that is fewer than the test takes */
    const runTest = async (): Promise<[Training, number | null]> => {
      const startsAgain = options.steps === undefined;
      const launch = ({ record }: QueuedRun) => testLaunch(choice, record);
      const environment = programEnvironment(context, launch, 1, folders, { startsAgain });
      const made = await withUsageErrors(() => Training.create('program-test', choice, folder, environment));
      seconds += await trainWithProgress(made, context);
      return [made, environment.runner.length];
    };
    let [test, length] = await runTest();
    // With early stopping each run may be shorter than the one before.
    for (
      let shorter = length;
      shorter !== null && shorter >= MIN_STEPS && shorter < choice.steps && options.steps === undefined;
    ) {
      context.stderr.write(`The program has only ${shorter} steps, so the test starts again with that many.\n`);
      await test.experiment.remove();
      length = shorter;
      choice = withinRun(choice, length);
      [test, shorter] = await runTest();
    }
    const isJson = values.json === true;
    if (!isJson) await printResults(test, context);
    const confirmation =
      values['no-confirm'] === true ? null : await confirm(test, { choice, length }, folders, context);
    if (confirmation) {
      seconds += await trainWithProgress(confirmation, context);
      if (!isJson) await printResults(confirmation, context);
    }
    if (isJson) {
      const document = programTestJson(test.overview(), confirmation?.overview() ?? null, folder, seconds);
      context.stdout.write(`${toJson(document, 2)}\n`);
    }
    return exitCodeOf(confirmation ?? test, context);
  });
}

/**
 * The confirmation of what the test suggests, in a folder beside it; null if it suggests nothing.
 * @param asked with the steps of the program, where they turned out to be fewer than the test takes
 */
async function confirm(
  test: Training,
  { choice, length }: { readonly choice: ProgramTestChoice; readonly length: number | null },
  folders: RunFolders,
  context: CommandContext,
): Promise<Training | null> {
  const { suggestion } = KINDS['program-test'].summarize(test.overview());
  if (!suggestion || context.interrupt.aborted) return null;
  const total = test.runs.find(({ tracker }) => tracker.facts.total !== null)?.tracker.facts.total ?? length;
  const confirmation = confirmationOf(choice, suggestion.rate, total);
  const environment = programEnvironment(context, ({ record }) => sweepLaunch(confirmation, record), 1, folders);
  const folder = confirmationFolder(test.experiment.folder);
  return withUsageErrors(() => Training.create('program-sweep', confirmation, folder, environment));
}

function confirmationFolder(folder: string): string {
  return `${folder}-confirmation`;
}

/** @throws UsageError for a value that is not allowed */
function readOptions({ from, to, steps, seeds = String(DEFAULT_REPEATS) }: Arguments['values']) {
  return {
    ...(typeof from === 'string' && { from: checkOption('from', () => parseRate(from)) }),
    ...(typeof to === 'string' && { to: checkOption('to', () => parseRate(to)) }),
    ...(typeof steps === 'string' && { steps: wholeNumber('steps', steps, MIN_STEPS, MAX_STEPS) }),
    seeds: wholeNumber('seeds', String(seeds)),
  };
}
