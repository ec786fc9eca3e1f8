import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TimeSlices } from '../../../src/app/rates/timeSlices.ts';
import { Parsers } from '../../../src/code/parsers.ts';
import { RateSession } from '../../../src/code/rateSession.ts';
import { BenchError } from '../engine/benchError.ts';
import { describeMachine, warnIfBusy } from '../engine/machine.ts';
import { replaceBetweenMarkers } from '../engine/markers.ts';
import { formatCount, renderTable } from '../engine/table.ts';
import { summarize } from '../statistics.ts';
import { time } from './longestBlock.ts';
import type { Timing } from './longestBlock.ts';
import { makeProgram, typeDigit } from './programs.ts';
import type { BenchLanguage } from './programs.ts';

const PAGE = path.join('docs', 'benchmarks.md');
const MARKER = 'bench:code';
const GRAMMARS = path.join('node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
const LANGUAGES: readonly (readonly [BenchLanguage, string])[] = [
  ['python', 'Python'],
  ['typescript', 'TypeScript'],
];
const LINES = [300, 5000];
const ROUNDS = 15;

const HELP = `Usage: npm run bench:code [-- --write]

Measures how long finding the learning rates of programs takes, at first and
after a key, and how long it keeps the event loop waiting.

  --write   replaces the table in docs/benchmarks.md`;

async function main(argv: readonly string[]): Promise<void> {
  const { write, help } = readOptions(argv);
  if (help) {
    console.log(HELP);
    return;
  }
  const warning = warnIfBusy();
  if (warning !== null) console.error(warning);
  const rows: string[][] = [];
  for (const [language, name] of LANGUAGES) {
    const parsers = new Parsers((file) => readFile(path.join(GRAMMARS, file)));
    for (const lines of LINES) {
      const { first, cold, typed } = await measure(language, lines, parsers);
      rows.push([name, formatCount(lines), ...[[first], cold, typed].flatMap((timings) => [show(timings, 'duration'), show(timings, 'longestBlock')])]);
    }
  }
  const table = renderTable(['program', 'lines', 'first of all', 'longest block', 'newly opened', 'longest block', 'after a key', 'longest block'], rows);
  console.log(table);
  if (!write) return;
  const text = `${table}\n\nMedians of ${ROUNDS} rounds in ms, the lowest and the highest in brackets. ${describeMachine()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`;
  await writeFile(PAGE, replaceBetweenMarkers(await readFile(PAGE, 'utf8'), MARKER, text));
  console.error(`written to ${PAGE}`);
}

function readOptions(argv: readonly string[]): { readonly write: boolean; readonly help: boolean } {
  try {
    const { write = false, help = false } = parseArgs({ args: [...argv], options: { write: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
    return { write, help };
  } catch (error) {
    throw new BenchError(`${(error as Error).message} See --help.`);
  }
}

async function measure(language: BenchLanguage, lines: number, parsers: Parsers): Promise<{ readonly first: Timing; readonly cold: readonly Timing[]; readonly typed: readonly Timing[] }> {
  const program = await makeProgram(language, lines);
  const first = await measureNew();
  const cold: Timing[] = [];
  for (let round = 0; round < ROUNDS; round++) cold.push(await measureNew());
  const typed: Timing[] = [];
  const session = new RateSession(parsers, new TimeSlices());
  try {
    let edited = program;
    await session.find(edited);
    for (let round = 0; round < ROUNDS; round++) {
      edited = typeDigit(edited);
      typed.push(await time(() => session.find(edited)));
    }
  } finally {
    session.dispose();
  }
  return { first, cold, typed };

  async function measureNew(): Promise<Timing> {
    const opened = new RateSession(parsers, new TimeSlices());
    try {
      return await time(() => opened.find(program));
    } finally {
      opened.dispose();
    }
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
