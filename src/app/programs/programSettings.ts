import type { RateReport, RateSite } from '../../code/rateSite.ts';
import { cellTexts, isSettings, languageOfFile } from '../../code/source.ts';
import type { Source } from '../../code/source.ts';
import type { LiteralSite, ProgramSetup } from '../../kinds/program.ts';
import { commandText } from '../../programs/launch.ts';
import { isWithin } from '../../programs/withinFolder.ts';
import { readSource } from '../readSource.ts';
import { readSettings } from '../sites/readSettings.ts';
import { setsRate } from '../sites/setsRate.ts';
import { startedFiles } from '../sites/startedFiles.ts';

/** A file with code or settings. */
interface CodeFile {
  readonly file: string;
  readonly source: Source;
}

/** A rate and the file that it is in. */
interface SettingsRate {
  readonly file: string;
  readonly site: RateSite;
}

/**
 * The one number that is the rate of a program whose code has none: in the settings that its command names; if it names none, in those that
 * its file names.
 * Null where there is none or several, where the command sets a rate, and where the settings are outside of the folder.
 * @param cwd absolute path of the folder that it is started in
 * @param find finds the rates in a source
 * @param known absolute path of a file with settings that it is known to read, whether its command names it or not
 */
export async function settingsSite(
  command: Exclude<ProgramSetup['command'], { shellLine: string }>,
  cwd: string,
  find: (source: Source) => Promise<RateReport>,
  known?: string,
): Promise<LiteralSite | null> {
  const start = { command: commandText(command), folder: cwd };
  if (setsRate(start.command)) return null;
  const started = await filesOf(startedFiles(start));
  const programs = started.filter(({ file }) => !isSettings(file));
  if ((await Promise.all(programs.map(({ source }) => setsOwnRate(source, find)))).includes(true)) return null;
  const isNew = known !== undefined && !started.some(({ file }) => file === known);
  const given = [...started.filter(({ file }) => isSettings(file)), ...(isNew ? await filesOf([known]) : [])];
  // Settings that the command names may stand in place of those that the code names: `--config other.yaml`.
  const rates = await ratesIn(given.length > 0 ? given : await namedSettings(programs, start), find);
  if (rates.length !== 1 || !isWithin(cwd, rates[0].file)) return null;
  const [{ file, site }] = rates;
  const { line, column, endLine, endColumn, text } = site;
  return { file, line, column, endLine, endColumn, text };
}

/** Absolute paths of the settings that a program reads: those that its command names, else those that the files name that it starts. */
export async function settingsOf(
  command: Exclude<ProgramSetup['command'], { shellLine: string }>,
  cwd: string,
): Promise<readonly string[]> {
  const start = { command: commandText(command), folder: cwd };
  const started = await filesOf(startedFiles(start));
  const programs = started.filter(({ file }) => !isSettings(file));
  const given = started.filter(({ file }) => isSettings(file));
  return (given.length > 0 ? given : await namedSettings(programs, start)).map(({ file }) => file);
}

/** Whether code has a rate, or may have, uses the default one of an optimizer, or has a schedule that sets rates. */
async function setsOwnRate(source: Source, find: (source: Source) => Promise<RateReport>): Promise<boolean> {
  const report = await find(source).catch(() => null);
  if (!report) return true;
  const { sites, defaults, schedules } = report;
  return sites.some(isRate) || defaults.length > 0 || schedules.some(({ effect }) => effect === 'overrides');
}

async function namedSettings(
  programs: readonly CodeFile[],
  start: Parameters<typeof readSettings>[1],
): Promise<readonly CodeFile[]> {
  const read = new Set<string>();
  const readOnce = async (file: string): Promise<string | null> => {
    if (read.has(file)) return null;
    read.add(file);
    const [found] = await filesOf([file]);
    return found ? textOf(found) : null;
  };
  const found: CodeFile[] = [];
  for (const program of programs.filter(({ file }) => /\.(?:py|ipynb)$/.test(file)))
    for (const { file, text } of await readSettings({ file: program.file, text: textOf(program) }, start, readOnce))
      found.push({ file, source: { language: languageOfFile(file)!, text } });
  return found;
}

/** Those of the files that exist and can be read. */
async function filesOf(files: readonly string[]): Promise<CodeFile[]> {
  const all = await Promise.all(files.map(async (file) => ({ file, source: await readSource(file) })));
  return all.flatMap(({ file, source }) => ('message' in source ? [] : [{ file, source }]));
}

function textOf({ source }: CodeFile): string {
  return cellTexts(source).join('\n');
}

async function ratesIn(
  files: readonly CodeFile[],
  find: (source: Source) => Promise<RateReport>,
): Promise<SettingsRate[]> {
  const found = files.map(async ({ file, source }) => {
    const report = await find(source).catch(() => null);
    return (report?.sites ?? []).filter(isRate).map((site) => ({ file, site }));
  });
  return (await Promise.all(found)).flat();
}

function isRate({ part, value }: RateSite): boolean {
  return (part === 'base' || part === 'peak') && value > 0;
}
