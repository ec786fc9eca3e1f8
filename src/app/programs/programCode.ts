import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RateReport, RateSite } from '../../code/rateSite.ts';
import type { Source } from '../../code/source.ts';
import { optimizerKind } from '../../domain/diagnosis/optimizerKind.ts';
import type { LiteralSite, ProgramSetup } from '../../kinds/program.ts';
import { readSource } from '../readSource.ts';

/** What the file that is started says of the program's rate. */
export interface ProgramCode {
  /** The one number that certainly is the rate; null where there is none, or several. */
  readonly site: LiteralSite | null;
  /** The optimizer, where there is one only. With SGD it depends on its momentum, which rates fit: that counts as unknown. */
  readonly optimizer: string | null;
}

const UNKNOWN: ProgramCode = { site: null, optimizer: null };

/**
 * Reads the Python file or the notebook that a command starts; nothing is known where there is none.
 * @param cwd absolute path of the folder that it is started in
 * @param find finds the rates in a source
 */
export async function programCode(
  command: Exclude<ProgramSetup['command'], { shellLine: string }>,
  cwd: string,
  find: (source: Source) => Promise<RateReport>,
): Promise<ProgramCode> {
  const [, ...args] = command;
  const named = startedFile(command);
  const file = named === null ? null : path.resolve(cwd, named);
  if (file === null || !existsSync(file)) return UNKNOWN;
  const source = await readSource(file);
  if ('message' in source) return UNKNOWN;
  const report = await find(source).catch(() => null);
  return report ? codeOf(report, args, file) : UNKNOWN;
}

/**
 * What a Python file or a notebook says of the rate of the program that it is.
 * @param args of the program
 * @param file absolute path
 */
export function codeOf(report: RateReport, args: readonly string[], file: string): ProgramCode {
  const optimizers = new Set(
    [...report.sites, ...report.defaults].flatMap(({ optimizer, others }) => [optimizer ?? [], others].flat()),
  );
  const [optimizer = null] = optimizers.size === 1 ? optimizers : [];
  return { site: certainSite(report, args, file), optimizer: optimizerKind(optimizer) === 'sgd' ? null : optimizer };
}

/** The Python file or the notebook that a command starts; null where it is not certain: a word behind an option may be its value. */
function startedFile(command: readonly string[]): string | null {
  const at = command.findIndex((word, index) => index > 0 && !word.startsWith('-') && /\.(py|ipynb)$/.test(word));
  const before = command.slice(0, Math.max(at, 0));
  if (at < 0 || before.includes('-m') || before.at(-1)!.startsWith('--')) return null;
  return command[at].endsWith('.py') || isPython(before) ? command[at] : null;
}

/** Whether the words before a notebook start Python: what else runs notebooks, as `jupyter execute`, reads their text itself. */
function isPython(words: readonly string[]): boolean {
  const program = words.findLast((word) => !word.startsWith('-'))!;
  return /^(python[\d.]*|pypy[\d.]*|py)(\.exe)?$/i.test(program.split(/[\\/]/).at(-1)!);
}

/** The only rate of a file without a scheduler that sets rates of its own, unless an option of the call replaces it. */
function certainSite(
  { sites, defaults, schedules }: RateReport,
  args: readonly string[],
  file: string,
): LiteralSite | null {
  const [site, ...others] = sites.filter(({ part }) => part === 'base' || part === 'peak');
  if (!site || others.length + defaults.length > 0) return null;
  if (schedules.some(({ effect }) => effect === 'overrides') || isGiven(site, args)) return null;
  return literalSite(site, file);
}

/** Where a rate stands, as it is replaced. @param file absolute path */
export function literalSite({ cell, line, column, endLine, endColumn, text }: RateSite, file: string): LiteralSite {
  return { file, ...(cell !== undefined && { cell }), line, column, endLine, endColumn, text };
}

/** Whether an option of the call stands in for the site, as --lr does for `add_argument('--lr', default=0.1)`. */
function isGiven({ role, name }: RateSite, args: readonly string[]): boolean {
  if (role !== 'argument-default') return false;
  const plain = (word: string): string => word.split('=')[0].replaceAll(/[-_]/g, '').toLowerCase();
  return name === null || args.some((word) => word.startsWith('-') && plain(word) === plain(name));
}
