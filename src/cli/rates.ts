import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileRatesJson } from '../app/json/fileRatesJson.ts';
import type { FileRates } from '../app/json/fileRatesJson.ts';
import { notReadBecause, readSource } from '../app/readSource.ts';
import type { RateReport, RateSite } from '../code/rateSite.ts';
import type { Source } from '../code/source.ts';
import { toJson } from '../domain/json.ts';
import { formatRate } from '../domain/rate.ts';
import { nameOptimizers } from '../domain/usualRates.ts';
import { TimeSlices } from '../store/timeSlices.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { alignColumns } from './alignColumns.ts';
import { parseOptions } from './options.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;

/** `goldilocks rates`: lists the learning rates that are written in files. */
export const rates: Command = {
  name: 'rates',
  summary: 'list the learning rates in source code and settings',
  help: `Usage: goldilocks rates FILE… [options]

Lists each learning rate once, where its number is written, and each
optimizer that uses its default rate. Reads Python, notebooks, JavaScript,
TypeScript, YAML, JSON and TOML.

  --json             print one JSON document on stdout`,

  async run(args, { root, stdout, stderr, interrupt }) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length === 0) throw new UsageError('Specify the files to search: goldilocks rates train.py');
    // Loaded here because no other command needs the parsers.
    const [{ findRates }, { Parsers }] = await Promise.all([
      import('../code/findRates.ts'),
      import('../code/parsers.ts'),
    ]);
    const parsers = new Parsers((file) => readFile(path.join(root, 'dist', file)));
    // Pauses, so that Ctrl+C is noticed.
    const slices = new TimeSlices();
    const find = (source: Source): Promise<RateReport> => findRates(source, parsers, slices, interrupt);
    const files: FileRates[] = [];
    for (const file of positionals) {
      const report = await ratesOf(file, find);
      if (interrupt.aborted) return EXIT.interrupted;
      if (report.message !== undefined) stderr.write(`${file}: ${report.message}\n`);
      files.push({ file, ...report });
    }
    stdout.write(
      values.json ? `${toJson({ files: files.map(fileRatesJson) }, 2)}\n` : `${files.map(renderTable).join('\n\n')}\n`,
    );
    return files.some(({ failed }) => failed) ? EXIT.failed : EXIT.done;
  },
};

/** The rates of one file. A file that can't be read gets a message and counts as failed, so that the others are still read. */
async function ratesOf(file: string, find: (source: Source) => Promise<RateReport>): Promise<Omit<FileRates, 'file'>> {
  const source = await readSource(file);
  if ('message' in source) return { sites: [], defaults: [], ...source };
  try {
    return { ...(await find(source)), failed: false };
  } catch (error) {
    return { sites: [], defaults: [], ...notReadBecause(error) };
  }
}

/** One line for each rate: where it is, its text, what it is for, and whether it is usual. */
function renderTable({ file, sites, defaults, failed }: FileRates): string {
  if (sites.length + defaults.length === 0) return failed ? `${file}: not read` : `${file}: no learning rates`;
  const rows = [
    ...sites.map((site) => renderRow(site, site.text)),
    ...defaults.map((site) => renderRow(site, `${formatRate(site.value)} (default)`)),
  ];
  return [file, ...alignColumns([['  line', 'rate', 'optimizer', 'framework', 'role', 'usual'], ...rows])].join('\n');
}

function renderRow(site: RateSite, text: string): string[] {
  const position = `${site.cell === undefined ? '' : `cell ${site.cell + 1}, `}${site.line}:${site.column}`;
  const usual = site.typical ? `${site.assessment} (${site.typical.map(formatRate).join(' to ')})` : '';
  return [`  ${position}`, text.replace(/\s+/g, ' '), nameOptimizers(site) ?? '-', site.framework, site.role, usual];
}
