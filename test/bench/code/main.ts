import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Parsers } from '../../../src/code/parsers.ts';
import { readOptions } from '../benchOptions.ts';
import { BenchError } from '../engine/benchError.ts';
import { describeMachine, warnIfBusy } from '../engine/machine.ts';
import { replaceBetweenMarkers } from '../engine/markers.ts';
import { formatCount, renderTable } from '../engine/table.ts';
import { summarize } from '../statistics.ts';
import { time } from './longestBlock.ts';
import type { Timing } from './longestBlock.ts';
import { EDITS, makeProgram } from './programs.ts';
import type { BenchLanguage } from './programs.ts';

const PAGE = path.join('docs', 'benchmarks.md');
const MARKER = 'bench:code';
const BUILT = 'dist';
const LANGUAGES: readonly (readonly [BenchLanguage, string])[] = [
  ['python', 'Python'],
  ['typescript', 'TypeScript'],
];
const LINES = [300, 5000];
const ROUNDS = 15;

/** The bundle that finds rates. */
type Finder = typeof import('../../../src/vscode/rates/rateFinder.ts');

const HELP = `Usage: npm run bench:code [-- --write]

Measures how long finding the learning rates of programs takes, at first and
after a key, and how long it keeps the event loop waiting: with the code that
the extension ships.

  --write   replaces the table in docs/benchmarks.md`;

async function main(argv: readonly string[]): Promise<void> {
  const { write, help } = readOptions(argv);
  if (help) {
    console.log(HELP);
    return;
  }
  const warning = warnIfBusy();
  if (warning !== null) console.error(warning);
  const finder = (await import(pathToFileURL(path.resolve(BUILT, 'rates.js')).href)) as Finder;
  const rows: string[][] = [];
  for (const [language, name] of LANGUAGES) {
    const parsers = new finder.Parsers((file) => readFile(path.join(BUILT, file)));
    for (const lines of LINES) {
      const { first, opened, keys } = await measure(finder, language, lines, parsers);
      const timings = [[first], opened, ...keys];
      rows.push([
        name,
        formatCount(lines),
        ...timings.map((some) => show(some, 'duration')),
        ...[[first, ...opened], keys.flat()].map((some) =>
          Math.max(...some.map(({ longestBlock }) => longestBlock)).toFixed(1),
        ),
      ]);
    }
  }
  const table = renderTable(
    [
      'program',
      'lines',
      'first of all',
      'newly opened',
      ...Object.keys(EDITS).map((key) => `a ${key}`),
      'longest block opening',
      'longest block typing',
    ],
    rows,
  );
  console.log(table);
  if (!write) return;
  const text = `${table}\n\nMedians of ${ROUNDS} rounds in ms, the lowest and the highest in brackets. ${describeMachine()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`;
  await writeFile(PAGE, replaceBetweenMarkers(await readFile(PAGE, 'utf8'), MARKER, text));
  console.error(`written to ${PAGE}`);
}

interface Measured {
  readonly first: Timing;
  readonly opened: readonly Timing[];
  /** In the order of `EDITS`. */
  readonly keys: readonly (readonly Timing[])[];
}

async function measure(
  { RateSession, TimeSlices }: Finder,
  language: BenchLanguage,
  lines: number,
  parsers: Parsers,
): Promise<Measured> {
  const text = await makeProgram(language, lines);
  const first = await measureNew();
  const opened: Timing[] = [];
  for (let round = 0; round < ROUNDS; round++) opened.push(await measureNew());
  const keys: Timing[][] = [];
  for (const type of Object.values(EDITS)) keys.push(await measureKeys(type));
  return { first, opened, keys };

  async function measureNew(): Promise<Timing> {
    const session = new RateSession(parsers, new TimeSlices());
    try {
      return await time(() => session.find({ language, text }));
    } finally {
      session.dispose();
    }
  }

  async function measureKeys(type: (typeof EDITS)[string]): Promise<Timing[]> {
    const session = new RateSession(parsers, new TimeSlices());
    const timings: Timing[] = [];
    try {
      let typed = text;
      await session.find({ language, text });
      for (let round = 0; round < ROUNDS; round++) {
        typed = type(typed, round);
        timings.push(await time(() => session.find({ language, text: typed })));
      }
    } finally {
      session.dispose();
    }
    return timings;
  }
}

function show(timings: readonly Timing[], what: keyof Timing): string {
  const { median, lowest, highest } = summarize(timings.map((timing) => timing[what]));
  const format = (value: number): string => value.toFixed(1);
  return timings.length === 1 ? format(median) : `${format(median)} (${format(lowest)} to ${format(highest)})`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
