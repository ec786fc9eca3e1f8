import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Engines } from '../app/engines.ts';
import { programCode } from '../app/programs/programCode.ts';
import type { ProgramCode } from '../app/programs/programCode.ts';
import { settingsSite } from '../app/programs/programSettings.ts';
import { ProgramRunner } from '../app/programs/programRunner.ts';
import { TimeBudget } from '../app/programs/timeBudget.ts';
import { readSource } from '../app/readSource.ts';
import type { TrainingEnvironment } from '../app/training.ts';
import type { RateReport, RateSite } from '../code/rateSite.ts';
import type { Source } from '../code/source.ts';
import type { LiteralSite, ProgramSetup } from '../kinds/program.ts';
import type { Launch } from '../programs/launch.ts';
import { listFolder, MAX_COPY, MAX_FILES, sizeOf } from '../programs/folderCopy.ts';
import { programParts } from '../programs/programParts.ts';
import { RunFolders } from '../programs/runFolders.ts';
import type { QueuedRun } from '../runs/runner.ts';
import { TimeSlices } from '../store/timeSlices.ts';
import { UsageError } from './command.ts';
import type { CommandContext } from './command.ts';
import type { ProgramWords } from './programArguments.ts';
import { processOptions } from './workers.ts';

/** The options of all commands that train a program several times. */
export const COPY_OPTIONS = { copy: { type: 'boolean' }, 'in-place': { type: 'boolean' } } as const;

export const COPY_HELP = `  --copy             run in a temporary copy of this folder (the default below 200 MB and
                     20,000 files), a fresh one for each run
  --in-place         run in this folder itself, which the runs may change`;

/** Written files that are named. */
const MAX_NAMED = 20;

/** What the file that a program starts says of its rate. */
export function readProgramCode(program: ProgramWords, context: CommandContext): Promise<ProgramCode> {
  return programCode(program, process.cwd(), (source) => ratesIn(source, context));
}

/** The one rate in the settings that a program reads, see settingsSite. */
export function readSettingsSite(program: ProgramWords, context: CommandContext): Promise<LiteralSite | null> {
  return settingsSite(program, process.cwd(), (source) => ratesIn(source, context));
}

/**
 * The learning rates in a file that the user has named as part of a training.
 * @throws UsageError if it cannot be read
 */
export async function readSites(file: string, context: CommandContext): Promise<readonly RateSite[]> {
  const source = await readSource(file);
  if ('message' in source) throw new UsageError(`${file}: ${source.message}`);
  const ofTraining = 'cells' in source ? source : { ...source, isOfTraining: true };
  return (await ratesIn(ofTraining, context)).sites;
}

async function ratesIn(source: Source, { root, interrupt }: CommandContext): Promise<RateReport> {
  // Loaded here because few commands need the parsers.
  const [{ findRates }, { Parsers }] = await Promise.all([
    import('../code/findRates.ts'),
    import('../code/parsers.ts'),
  ]);
  const parsers = new Parsers((file) => readFile(path.join(root, 'dist', file)));
  return findRates(source, parsers, new TimeSlices(), interrupt);
}

/**
 * Makes what a training of a program needs.
 * @param limits the minutes that all runs may take from now on, any time by default; and see ProgramRunnerOptions
 */
export function programEnvironment(
  context: CommandContext,
  launch: (run: QueuedRun) => Launch,
  jobs: number,
  folders: RunFolders,
  { maxMinutes, startsAgain }: { readonly maxMinutes?: number; readonly startsAgain?: boolean } = {},
): TrainingEnvironment & { readonly runner: ProgramRunner } {
  const budget = maxMinutes === undefined ? {} : { budget: new TimeBudget(maxMinutes) };
  const runner = new ProgramRunner({ ...programParts(context.root), launch, jobs, folders, startsAgain, ...budget });
  const engines = new Engines(processOptions(context.root, { jobs: undefined, tensorflow: undefined }));
  return { runner, engines, window: randomUUID(), version: context.version };
}

/**
 * Runs a program in copies of its folder or in the folder itself, and tells which files it wrote.
 * @param values the options of the command
 * @param ownFolders absolute paths of the folders that the command writes into
 * @throws UsageError for options that contradict each other, and for a large folder without one
 */
export async function withFolders<T>(
  { cwd }: ProgramSetup,
  values: { readonly copy?: unknown; readonly 'in-place'?: unknown },
  ownFolders: readonly string[],
  { stderr }: CommandContext,
  work: (folders: RunFolders) => Promise<T>,
): Promise<T> {
  const [copies, inPlace] = [values.copy === true, values['in-place'] === true];
  if (copies && inPlace) throw new UsageError('--copy and --in-place contradict each other; give one of them.');
  if (!copies && !inPlace) await requireSmall(cwd);
  const folders = new RunFolders(cwd, !inPlace, ownFolders);
  try {
    return await work(folders);
  } finally {
    const { written } = folders;
    if (written.length > 0) {
      const more = written.length > MAX_NAMED ? ` and ${written.length - MAX_NAMED} more` : '';
      const place = inPlace ? 'this folder' : 'temporary copies, now deleted';
      stderr.write(`Files that the program wrote in ${place}: ${written.slice(0, MAX_NAMED).join(', ')}${more}\n`);
    }
  }
}

/** @throws UsageError for a folder that is too large to be copied without being asked */
async function requireSmall(folder: string): Promise<void> {
  const files = await listFolder(folder);
  if (files !== null && sizeOf(files) <= MAX_COPY) return;
  throw new UsageError(
    `${folder} has more than ${files === null ? `${MAX_FILES.toLocaleString('en')} files` : `${MAX_COPY >> 20} MB`}. Pass --copy to copy it anyway, or --in-place to run in the folder itself, where runs may overwrite its files.`,
  );
}
