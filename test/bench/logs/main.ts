import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { BenchError, lastLine } from '../engine/benchError.ts';
import { describeMachine, warnIfBusy } from '../engine/machine.ts';
import { replaceBetweenMarkers } from '../engine/markers.ts';
import { formatCount, formatMegabytes, formatRatio, formatSeconds, renderTable } from '../engine/table.ts';
import { generate, LOG_FILES } from './logFiles.ts';
import type { LogFile } from './logFiles.ts';
import type { Reading, ReadingMode } from './read.ts';

const PAGE = path.join('docs', 'benchmarks.md');
const MARKER = 'bench:logs';
const FOLDER = path.resolve('.cache', 'logs');
const HERE = path.join('test', 'bench', 'logs');
/** With --quick, files are smaller by this factor. */
const QUICK = 10;

/** The readers that others have for a kind of log, by the name that peers.py knows them by. */
const PEERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'event file': {
    'tensorboard-loader': "TensorBoard's EventFileLoader",
    'tensorboard-accumulator': "TensorBoard's EventAccumulator",
  },
};

const HELP = `Usage: npm run bench:logs -- [--python PATH] [--quick] [--write]

Generates logs in .cache/logs and measures how fast they are read, how much
memory that takes and what it costs to read on after 1 % was added. Every
measurement is a process of its own.

  --python PATH  a Python with TensorBoard, whose reader is measured too
  --quick        files of a tenth of the size; the table is not written
  --write        replaces the table in docs/benchmarks.md`;

async function main(argv: readonly string[]): Promise<void> {
  const { python, quick, write, help } = readOptions(argv);
  if (help) {
    console.log(HELP);
    return;
  }
  const warning = warnIfBusy();
  if (warning !== null) console.error(warning);
  const rows: string[][] = [];
  for (const file of LOG_FILES) {
    const bytes = (file.megabytes * 1e6) / (quick ? QUICK : 1);
    rows.push(...(await measure(file, bytes, python)));
  }
  const table = renderTable(
    ['log', 'read by', 'samples or points', 'processor time', 'MB/s', 'memory', 'reading on after 1 % more'],
    rows,
  );
  console.log(table);
  if (!write || quick) return;
  const text = `${table}\n\n${describeMachine()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`;
  await writeFile(PAGE, replaceBetweenMarkers(await readFile(PAGE, 'utf8'), MARKER, text));
  console.error(`written to ${PAGE}`);
}

interface Options {
  readonly python: string | null;
  readonly quick: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

/** @throws BenchError that names an unknown option */
function readOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        python: { type: 'string' },
        quick: { type: 'boolean' },
        write: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const { python = null, quick = false, write = false, help = false } = values;
    return { python, quick, write, help };
  } catch (error) {
    throw new BenchError(`${(error as Error).message} See --help.`);
  }
}

/** The rows of the table on one kind of log. */
async function measure(file: LogFile, bytes: number, python: string | null): Promise<string[][]> {
  const { log, more } = generate(file, bytes, FOLDER);
  const events = await read('events', log);
  const run = await read('run', log);
  const follow = await read('follow', log, more);
  const row = (by: string, count: number, seconds: number, ...others: string[]): string[] => [
    `${file.name}, ${formatCount(bytes / 1e6)} MB`,
    by,
    formatCount(count),
    formatSeconds(seconds),
    formatRatio(bytes / 1e6 / seconds),
    ...others,
  ];
  const rows = [
    row('Goldilocks, events alone', events.samples, events.seconds, formatMegabytes(events.memory), ''),
    row(
      'Goldilocks, a run that is judged',
      run.samples,
      run.seconds,
      formatMegabytes(run.memory),
      formatSeconds(follow.seconds),
    ),
  ];
  if (python === null) return rows;
  for (const [peer, name] of Object.entries(PEERS[file.name] ?? {})) {
    const { points, seconds } = await readWithPeer(python, peer, log);
    rows.push(row(name, points, seconds, '', ''));
  }
  return rows;
}

async function read(mode: ReadingMode, log: string, more = ''): Promise<Reading> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', path.join(HERE, 'read.ts'), mode, log, more]);
  return JSON.parse(stdout) as Reading;
}

async function readWithPeer(
  python: string,
  peer: string,
  log: string,
): Promise<{ readonly seconds: number; readonly points: number }> {
  const { stdout } = await run(python, [path.join(HERE, 'peers.py'), peer, log]);
  return JSON.parse(stdout) as { seconds: number; points: number };
}

/** @throws BenchError with the last line of standard error if the program fails */
async function run(program: string, args: readonly string[]): Promise<{ readonly stdout: string }> {
  try {
    return await promisify(execFile)(program, args);
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string };
    throw new BenchError(`${program} ${args.join(' ')} failed: ${lastLine(stderr)}`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
