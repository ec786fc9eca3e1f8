import path from 'node:path';
import { literalSite } from '../app/programs/programCode.ts';
import { sweepLaunch } from '../app/programs/programLaunch.ts';
import { programSweepJson } from '../app/json/programJson.ts';
import { Training } from '../app/training.ts';
import { isSettings } from '../code/source.ts';
import { parseRate, parseRates } from '../domain/rateList.ts';
import { PLACEHOLDER } from '../kinds/program.ts';
import type { LiteralSite, ProgramSetup, RateWay } from '../kinds/program.ts';
import { DEFAULT_SEARCH_RUNS } from '../kinds/programSweep/choice.ts';
import { programName } from '../programs/launch.ts';
import { namedPort } from '../programs/launcherPort.ts';
import { isWithin } from '../programs/withinFolder.ts';
import type { QueuedRun } from '../runs/runner.ts';
import type { CommandContext, ExitCode } from './command.ts';
import { UsageError } from './command.ts';
import { checkOption, parseOptions, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';
import type { ProgramWords } from './programArguments.ts';
import {
  COPY_HELP,
  COPY_OPTIONS,
  programEnvironment,
  readProgramCode,
  readSettingsSite,
  readSites,
  withFolders,
} from './programTraining.ts';
import { defaultFolder, trainAndReport } from './training.ts';
import { withUsageErrors } from './trainingOptions.ts';

const OPTIONS = {
  rates: { type: 'string' },
  search: { type: 'boolean' },
  from: { type: 'string' },
  'max-runs': { type: 'string' },
  'max-minutes': { type: 'string' },
  at: { type: 'string' },
  option: { type: 'string' },
  env: { type: 'string' },
  command: { type: 'string' },
  log: { type: 'string' },
  seeds: { type: 'string' },
  steps: { type: 'string' },
  jobs: { type: 'string' },
  'no-prune': { type: 'boolean' },
  ...COPY_OPTIONS,
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** More runs of a search than this are taken for a slip. */
const MAX_RUNS = 100;
/** Minutes in three weeks: timers do not go for much longer. */
const MAX_MINUTES = 3 * 7 * 24 * 60;
const PLACED: RateWay = { kind: 'placeholder' };
/** More programs at once than this are taken for a slip. */
const MAX_JOBS = 64;

/** The part of the help of `goldilocks sweep` about programs. */
export const SWEEP_PROGRAM_HELP = `For your own program, without changing its code:
goldilocks sweep --rates 0.1,0.01,0.001 -- python train.py
Where its code has one learning rate, that number is replaced in memory; where a
settings file that it reads has the only one, that is replaced in each run's copy of
this folder; else a probe in the program sets the rates of its optimizers. Or choose
how to set the rate:
  --at FILE:LINE     replace the number in this line of code or settings (YAML, JSON,
                     TOML), or FILE:CELL:LINE in a notebook; add :COLUMN if the line
                     has several rates; goldilocks rates lists these numbers
  --option NAME      give it as this option of the program, such as --lr
  --env NAME         give it in this environment variable
  {rate}             stands for it anywhere in the program's arguments
  --command "./train --lr {rate} | tee log"
                     a shell command instead of -- PROGRAM; works for any language
                     that prints its losses or writes a log
Instead of --rates
  --search           choose each rate from the previous curves, starting at the rate in
                     the code; stop when nearby rates on both sides are worse
  --from RATE        start the search at this rate (default: the rate in the code)
  --max-runs N       the most runs of a search (default ${DEFAULT_SEARCH_RUNS})
Further options are --seeds, --out, --json, and
  --log FILE         read the losses only from this log, which the program writes in any
                     format that diagnose reads; its path is relative to the folder
                     that the program runs in
  --max-minutes N    stop after this time: start no run that would probably end later, and
                     stop any that is still running
  --steps N          end each run after N steps (needs the probe)
  --jobs N           runs at the same time (default 1: they may share one GPU)
  --no-prune         do not stop runs that can no longer become good
${COPY_HELP}`;

/** Whether the options ask for a sweep of a line for the shell. */
export function isShellSweep(own: readonly string[]): boolean {
  return own.some((word) => word === '--command' || word.startsWith('--command='));
}

/** Trains a program at several rates. */
export async function sweepProgram(
  own: readonly string[],
  program: ProgramWords | null,
  context: CommandContext,
): Promise<ExitCode> {
  const { values, positionals } = parseOptions(own, OPTIONS);
  if (positionals.length > 0)
    throw new UsageError(
      `"${positionals[0]}" is not an option; put rates after --rates, in quotes if they contain spaces.`,
    );
  const { rates, seeds = '1', steps, jobs = '1' } = values as Readonly<Record<string, string | undefined>>;
  const isSearch = values.search === true;
  if (rates !== undefined && isSearch)
    throw new UsageError('--rates and --search contradict each other; give one of them.');
  if (rates === undefined && !isSearch)
    throw new UsageError('Give the learning rates with --rates, for example --rates 0.1,0.01,0.001, or use --search.');
  const given = rates === undefined ? null : checkOption('rates', () => parseRates(rates));
  const setup = withLog(await readSetup(values, program, context), values);
  const learningRates = given ?? [await searchStart(values, setup, context)];
  const maxRuns = wholeNumber('max-runs', String(values['max-runs'] ?? DEFAULT_SEARCH_RUNS), 1, MAX_RUNS);
  const maxMinutes = readMinutes(values);
  const atOnce = wholeNumber('jobs', jobs, 1, MAX_JOBS);
  if (atOnce > 1) requireNoPort(setup);
  const name = 'shellLine' in setup.command ? setup.command.shellLine : programName(setup.command);
  const folder = path.resolve((values.out as string | undefined) ?? defaultFolder('program-sweep'));
  return withFolders(setup, values, [folder], context, async (folders) => {
    const choice = {
      name,
      program: setup,
      learningRates,
      seeds: wholeNumber('seeds', seeds),
      steps: steps === undefined ? null : wholeNumber('steps', steps),
      confirms: null,
      ...(isSearch && { search: { maxRuns } }),
      ...(values['no-prune'] !== true && { prune: true as const }),
      ...(maxMinutes !== undefined && { maxMinutes }),
    };
    const launch = ({ record }: QueuedRun) => sweepLaunch(choice, record);
    const environment = programEnvironment(context, launch, atOnce, folders, { maxMinutes });
    const training = await withUsageErrors(() => Training.create('program-sweep', choice, folder, environment));
    return trainAndReport(training, context, values.json === true ? programSweepJson : null);
  });
}

/** @throws UsageError if a command that is to run several times at once names a port, which only one of them can use */
function requireNoPort({ command }: ProgramSetup): void {
  const named = namedPort(command);
  if (!named) return;
  const { option, port } = named;
  const instead = /master|main/.test(option)
    ? `Leave out ${option}, so that each run gets a port of its own`
    : `Write ${option} ${/rdzv/.test(option) ? 'localhost:0' : '0'}, so that each run takes a free port`;
  throw new UsageError(
    `Only one run at a time can use port ${port}, which ${option} names. ${instead}, or use --jobs 1.`,
  );
}

/** @throws UsageError if nobody knows the rate that a search starts at */
async function searchStart(
  { from }: Arguments['values'],
  { command, way }: ProgramSetup,
  context: CommandContext,
): Promise<number> {
  if (typeof from === 'string') return checkOption('from', () => parseRate(from));
  const site =
    'site' in way ? way.site : 'shellLine' in command ? null : (await readProgramCode(command, context)).site;
  const value = Number(site?.text);
  if (site && value > 0 && Number.isFinite(value)) return value;
  throw new UsageError('No starting rate was found in the code. Give one with --from, for example --from 0.001.');
}

/** @throws UsageError if it is not clear what is started, or how the rate gets in */
async function readSetup(
  values: Arguments['values'],
  program: ProgramWords | null,
  context: CommandContext,
): Promise<ProgramSetup> {
  const { at, option, env, command } = values as Readonly<Record<string, string | undefined>>;
  const ways = Object.entries({ at, option, env }).filter(([, value]) => value !== undefined);
  if (ways.length > 1)
    throw new UsageError(`--${ways[0][0]} and --${ways[1][0]} contradict each other; give one of them.`);
  const cwd = process.cwd();
  const inPlace = values['in-place'] === true;
  if (command !== undefined) {
    if (program) throw new UsageError('Give the program either after -- or as --command, not both.');
    if (!command.includes(PLACEHOLDER) && env === undefined && at === undefined)
      throw new UsageError(
        `--command must contain ${PLACEHOLDER} where the rate goes, as in --command "./train --lr ${PLACEHOLDER}".`,
      );
    return { command: { shellLine: command }, cwd, way: (await chosenWay({ at, env }, inPlace, context)) ?? PLACED };
  }
  if (!program)
    throw new UsageError(
      'Name the program after --, for example: goldilocks sweep --rates 0.1,0.01 -- python train.py',
    );
  const chosen = await chosenWay({ at, option, env }, inPlace, context);
  return { command: program, cwd, way: chosen ?? (await foundWay(program, inPlace, context)) };
}

/** @throws UsageError unless the number of minutes is positive */
function readMinutes({ 'max-minutes': text }: Arguments['values']): number | undefined {
  if (text === undefined) return undefined;
  const minutes = /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text as string) ? Number(text) : NaN;
  if (minutes > 0 && minutes <= MAX_MINUTES) return minutes;
  throw new UsageError(
    `--max-minutes must be a number above 0, at most ${MAX_MINUTES}, such as 30 or 0.5, not "${text as string}".`,
  );
}

/**
 * The program with the log that its losses are read from, if one is named.
 * @throws UsageError if the probe has to do more than its losses show
 */
function withLog(setup: ProgramSetup, { log, steps }: Arguments['values']): ProgramSetup {
  if (typeof log !== 'string') return setup;
  if (steps !== undefined) throw new UsageError('--log and --steps contradict each other; give one of them.');
  if (setup.way.kind === 'probe')
    throw new UsageError(
      'With --log, say how to set the rate: with --at, --option, --env, or {rate} in the arguments.',
    );
  return { ...setup, logFile: log };
}

/** The way that the options name for the rate; null if they name none. */
async function chosenWay(
  { at, option, env }: { readonly at?: string; readonly option?: string; readonly env?: string },
  inPlace: boolean,
  context: CommandContext,
): Promise<RateWay | null> {
  if (option !== undefined) return { kind: 'option', name: option.startsWith('-') ? option : `--${option}` };
  if (env !== undefined) return { kind: 'environment', name: env };
  if (at === undefined) return null;
  const site = await siteAt(at, context);
  if (!isSettings(site.file)) return { kind: 'literal', site };
  const name = path.relative(process.cwd(), site.file);
  if (inPlace)
    throw new UsageError(
      `--at: the number in ${name} is replaced only in a copy of this folder, because the file itself is never changed. Leave out --in-place, or use --option or --env.`,
    );
  if (!isWithin(process.cwd(), site.file))
    throw new UsageError(
      `--at: ${name} is not in this folder, and each run gets a copy of this folder only. Start the sweep in a folder that holds both the program and ${path.basename(name)}, or use --option or --env.`,
    );
  return { kind: 'settings', site };
}

/** The way that the program itself shows. */
async function foundWay(program: ProgramWords, inPlace: boolean, context: CommandContext): Promise<RateWay> {
  if (program.some((word) => word.includes(PLACEHOLDER))) return PLACED;
  const { site } = await readProgramCode(program, context);
  if (site) return { kind: 'literal', site, isAssumed: true };
  const settings = inPlace ? null : await readSettingsSite(program, context);
  if (!settings) return { kind: 'probe' };
  const name = path.relative(process.cwd(), settings.file);
  context.stderr.write(
    `The learning rate ${settings.text} on line ${settings.line} of ${name} is replaced in each run's copy of this folder.\n`,
  );
  return { kind: 'settings', site: settings, isAssumed: true };
}

/** @throws UsageError unless there is one learning rate in that line, or at that column */
async function siteAt(place: string, context: CommandContext): Promise<LiteralSite> {
  const found =
    /^(?<name>.+\.ipynb):(?<cell>\d+):(?<line>\d+)(?::(?<column>\d+))?$/.exec(place) ??
    /^(?<name>.+?):(?<line>\d+)(?::(?<column>\d+))?$/.exec(place);
  const { name, cell, line, column }: Partial<Record<string, string>> = found?.groups ?? {};
  if (name === undefined)
    throw new UsageError(
      `--at must be a file and a line, as in train.py:12, or a notebook, a cell and a line, as in train.ipynb:2:12, not "${place}".`,
    );
  const isNotebook = name.endsWith('.ipynb');
  if (!name.endsWith('.py') && !isNotebook && !isSettings(name))
    throw new UsageError(
      `--at: only numbers in Python, YAML, JSON and TOML files and in notebooks can be replaced, not in ${name}. Use --option or --env.`,
    );
  if (isNotebook && cell === undefined)
    throw new UsageError(
      `--at: for a notebook, give the cell and the line in it, as in ${name}:2:12, not "${place}". Run goldilocks rates ${name} to list its rates.`,
    );
  const file = path.resolve(name);
  if (Number(cell) === 0)
    throw new UsageError(
      `--at: cells of a notebook are numbered from 1. Run goldilocks rates ${name} to list its rates.`,
    );
  const index = cell === undefined ? undefined : Number(cell) - 1;
  const onLine = (await readSites(file, context)).filter((site) => site.cell === index && site.line === Number(line));
  const sites = column === undefined ? onLine : onLine.filter((site) => site.column === Number(column));
  if (sites.length === 1) return literalSite(sites[0], file);
  const where = [
    ...(cell === undefined ? [] : [`cell ${cell}`]),
    `line ${line}`,
    ...(column === undefined ? [] : [`column ${column}`]),
  ].join(', ');
  throw new UsageError(
    sites.length === 0
      ? `--at: ${name} has no learning rate at ${where}. Run goldilocks rates ${name} to list its rates.`
      : `--at: ${name} has several learning rates at ${where}. Add the column of one of them, as in ${place}:${sites[0].column}.`,
  );
}
