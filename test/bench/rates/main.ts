import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { BenchError } from '../engine/benchError.ts';
import { replaceBetweenMarkers } from '../engine/markers.ts';
import { compare } from './compare.ts';
import type { ReportedFile } from './compare.ts';
import { checkFiles, readLabels, relativePath } from './labels.ts';
import type { LabelledFile } from './labels.ts';
import { renderDefaults, renderFigures, renderFindings, renderPage } from './page.ts';

const PAGE = path.join('docs', 'benchmarks.md');
const MARKER = 'bench:rates';
const CLI = path.join('dist', 'cli.js');
const MAX_OUTPUT = 2 ** 26;

const HELP = `Usage: npm run bench:rates -- FOLDER [options]

Runs \`goldilocks rates\` over the files that test/bench/rates/labels.json names
and prints recall, precision, and misses and false alarms as file:line:column.

FOLDER holds each file as OWNER__NAME/PATH. None of them is part of this
project: fetch each from its repository at the commit that labels.json names,
for example
  git clone https://github.com/karpathy/nanoGPT
  git -C nanoGPT show COMMIT:train.py > FOLDER/karpathy__nanoGPT/train.py
A file that differs from the one that was labelled is refused.

  --labels FILE  other labels, for example of files that the parser was not tuned on
  --write        replaces the figures in docs/benchmarks.md`;

async function main(argv: readonly string[]): Promise<void> {
  const { folder, labels, write, help } = readOptions(argv);
  if (help) {
    console.log(HELP);
    return;
  }
  const files = await readLabels(labels);
  await checkFiles(files, folder);
  const reported = await report(files, folder);
  const comparisons = files.map((file) => compare(file, findReported(reported, path.join(folder, relativePath(file)))));
  console.log([renderFigures(comparisons), renderDefaults(comparisons), renderFindings(comparisons)].join('\n\n'));
  if (!write) return;
  const text = renderPage(comparisons, new Date().toISOString().slice(0, 10));
  await writeFile(PAGE, replaceBetweenMarkers(await readFile(PAGE, 'utf8'), MARKER, text));
  console.error(`written to ${PAGE}`);
}

function readOptions(argv: readonly string[]) {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { labels: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new BenchError(`${(error as Error).message} See --help.`);
  }
  const { labels, write = false, help = false } = parsed.values;
  const [folder] = parsed.positionals;
  if (!help && (folder === undefined || parsed.positionals.length > 1))
    throw new BenchError('Name the one folder that holds the labelled files; --help tells how to fetch them.');
  if (write && labels !== undefined)
    throw new BenchError('--write is for the labels of the project: leave --labels out.');
  return { folder: path.resolve(folder ?? '.'), labels, write, help };
}

async function report(files: readonly LabelledFile[], folder: string): Promise<readonly ReportedFile[]> {
  const paths = files.map((file) => path.join(folder, relativePath(file)));
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'rates', '--json', ...paths], {
    maxBuffer: MAX_OUTPUT,
  });
  return (JSON.parse(stdout) as { files: ReportedFile[] }).files;
}

function findReported(reported: readonly ReportedFile[], wanted: string): ReportedFile {
  const one = reported.find(({ file }) => path.resolve(file) === wanted);
  if (one === undefined) throw new BenchError(`goldilocks rates said nothing about ${wanted}.`);
  return one;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
