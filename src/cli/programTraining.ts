import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Engines } from '../app/engines.ts';
import { programCode } from '../app/programs/programCode.ts';
import type { ProgramCode } from '../app/programs/programCode.ts';
import { setupIn } from '../app/programs/programLaunch.ts';
import { ProgramRunner } from '../app/programs/programRunner.ts';
import { readSource } from '../app/readSource.ts';
import type { TrainingEnvironment } from '../app/training.ts';
import type { RateReport, RateSite } from '../code/rateSite.ts';
import type { Source } from '../code/source.ts';
import type { ProgramSetup } from '../kinds/program.ts';
import type { Launch } from '../programs/launch.ts';
import { copyFolder, deleteCopy, listFolder, MAX_COPY, sizeOf, writtenFiles } from '../programs/folderCopy.ts';
import type { QueuedRun } from '../runs/runner.ts';
import { TimeSlices } from '../store/timeSlices.ts';
import { UsageError } from './command.ts';
import type { CommandContext } from './command.ts';
import { programParts } from './programArguments.ts';
import type { ProgramWords } from './programArguments.ts';
import { processOptions } from './workers.ts';

/** The options of all commands that train a program several times. */
export const COPY_OPTIONS = { copy: { type: 'boolean' }, 'in-place': { type: 'boolean' } } as const;

export const COPY_HELP = `  --copy             run in a temporary copy of this folder (the default below 200 MB and
                     20,000 files). Of a larger folder, files over 10 MB are links: a
                     program that writes to them changes the originals
  --in-place         run in this folder itself`;

/** Written files that are named. */
const MAX_NAMED = 20;

/** What the file that a program starts says of its rate. */
export function readProgramCode(program: ProgramWords, context: CommandContext): Promise<ProgramCode> {
  return programCode(program, process.cwd(), (source) => ratesIn(source, context));
}

/**
 * The learning rates in a file.
 * @throws UsageError if it cannot be read
 */
export async function readSites(file: string, context: CommandContext): Promise<readonly RateSite[]> {
  const source = await readSource(file);
  if ('message' in source) throw new UsageError(`${file}: ${source.message}`);
  return (await ratesIn(source, context)).sites;
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

/** Makes what a training of a program needs. */
export function programEnvironment(
  context: CommandContext,
  launch: (run: QueuedRun) => Launch,
  jobs: number,
): TrainingEnvironment {
  const runner = new ProgramRunner({ ...programParts(context), launch, jobs });
  const engines = new Engines(processOptions(context.root, { jobs: undefined, tensorflow: undefined }));
  return { runner, engines, window: randomUUID(), version: context.version };
}

/**
 * Runs a program in a copy of its folder or in the folder itself, and tells which files it wrote.
 * @param values the options of the command
 * @throws UsageError for options that contradict each other
 */
export async function withFolder<T>(
  setup: ProgramSetup,
  values: { readonly copy?: unknown; readonly 'in-place'?: unknown },
  { stderr }: CommandContext,
  work: (setup: ProgramSetup) => Promise<T>,
): Promise<T> {
  if (values.copy === true && values['in-place'] === true)
    throw new UsageError('--copy and --in-place contradict each other; give one of them.');
  const files = await listFolder(setup.cwd);
  if (values.copy === true && files === null)
    throw new UsageError(`--copy: ${setup.cwd} has too many files to be copied; use --in-place.`);
  const isCopied = files !== null && values['in-place'] !== true && (values.copy === true || sizeOf(files) < MAX_COPY);
  const copy = isCopied ? await copyFolder(setup.cwd, files) : null;
  const before = copy === null ? files : await listFolder(copy);
  try {
    return await work(copy === null ? setup : setupIn(setup, copy));
  } finally {
    const after = before && (await listFolder(copy ?? setup.cwd));
    const written = after ? writtenFiles(before, after) : [];
    if (copy !== null) await deleteCopy(copy);
    if (written.length > 0) {
      const more = written.length > MAX_NAMED ? ` and ${written.length - MAX_NAMED} more` : '';
      const place = copy === null ? 'this folder' : 'the temporary copy, now deleted';
      stderr.write(`Files that the program wrote in ${place}: ${written.slice(0, MAX_NAMED).join(', ')}${more}\n`);
    }
  }
}
