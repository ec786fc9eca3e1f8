import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import { csv } from '../../../src/logs/csv.ts';
import { jsonDocument } from '../../../src/logs/jsonDocument.ts';
import { jsonl } from '../../../src/logs/jsonl.ts';
import { LogError } from '../../../src/logs/logError.ts';
import type { LogFormat } from '../../../src/logs/logFormat.ts';
import type { LogRow } from '../../../src/logs/logRow.ts';
import { LogRun } from '../../../src/logs/logRun.ts';
import { LogShape } from '../../../src/logs/logShape.ts';
import { openFile } from '../../../src/logs/openFile.ts';
import { swanlabFile } from '../../../src/logs/swanlab/swanlabFile.ts';
import { eventFile } from '../../../src/logs/tensorboard/eventFile.ts';
import { wandbFile } from '../../../src/logs/wandb/wandbFile.ts';
import { BlockFile } from '../../support/blockFile.ts';
import { mutate, mutateBlocks, mutateEvents } from './mutate.ts';
import type { Random } from './mutate.ts';

const LOGS = path.resolve('test/fixtures/logs');
const FILES = 100_000;
/** Databases are written to the disk, which takes longer. */
const DATABASES = 10_000;
/** Milliseconds of processor time for one file of a few kilobytes. */
const MAX_TIME = 2000;

/** A log that is damaged in many ways. */
interface Subject {
  readonly seeds: readonly Uint8Array[];
  /** One of them is chosen for each file. */
  readonly mutations: readonly ((bytes: Uint8Array, random: Random) => Buffer)[];
  /** Tells how many rows were read. */
  readonly read: (bytes: Buffer) => number | Promise<number>;
}

const folder = mkdtempSync(path.join(tmpdir(), 'goldilocks-mutations-'));

const SUBJECTS: Readonly<Record<string, Subject>> = {
  csv: ofFormat(csv, ['writers/lightning.csv', 'writers/keras.csv'].map(fixture)),
  json: ofFormat(jsonDocument, [fixture('writers/huggingface.json')]),
  jsonl: ofFormat(jsonl, [jsonLines()]),
  tensorboard: ofFormat(
    eventFile,
    ['writers/torch.tfevents', 'writers/tensorboardX.tfevents'].map(fixture),
    mutateEvents,
  ),
  wandb: ofFormat(wandbFile, [fixture('writers/run.wandb')], mutateBlocks),
  swanlab: ofFormat(swanlabFile, [swanlabRun()], mutateBlocks),
  sqlite: {
    seeds: ['sqlite/trackioLater.db', 'sqlite/trackioUtf16.db', 'sqlite/mlflow.db'].map(fixture),
    mutations: [mutate],
    read: readDatabase,
  },
};

function ofFormat(format: LogFormat, seeds: readonly Uint8Array[], mutateRecord = mutate): Subject {
  return { seeds, mutations: [mutate, mutateRecord], read: (bytes) => readWith(format, bytes) };
}

function fixture(name: string): Uint8Array {
  return readFileSync(path.join(LOGS, ...name.split('/')));
}

function jsonLines(): Uint8Array {
  const lines = Array.from({ length: 30 }, (_, step) => JSON.stringify({ step, loss: 1 / (step + 1), note: 'é"\\' }));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** Scalars of SwanLab: key 1, step 2, value 5 in field 13 of a record. */
function swanlabRun(): Uint8Array {
  const file = new BlockFile([0x3a, 0x53, 0x57, 0x4c, 0xd6, 0xe1, 2]);
  for (let step = 1; step < 30; step++) {
    const value = Buffer.alloc(8);
    value.writeDoubleLE(1 / step);
    file.add(
      Buffer.concat([Buffer.from([0x6a, 19, 0x0a, 4, ...Buffer.from('loss'), 0x10, step, 0x2a, 9, 0x09]), value]),
    );
  }
  return file.bytes;
}

/** Reads in two pieces, and judges the rows as a run, read again as often as it says. */
function readWith(format: LogFormat, bytes: Buffer): number {
  const reader = format.createReader();
  const middle = Math.floor(bytes.length / 2);
  const rows: LogRow[] = [
    ...reader.push(bytes.subarray(0, middle)),
    ...reader.push(bytes.subarray(middle)),
    ...reader.end(),
  ];
  const shape = new LogShape();
  for (let reading = 0; reading < 5; reading++) {
    const run = new LogRun('', reader, shape, {});
    run.push(rows);
    if (!run.isOutdated) run.end();
  }
  return rows.length;
}

async function readDatabase(bytes: Buffer): Promise<number> {
  const file = path.join(folder, 'project.db');
  writeFileSync(file, bytes);
  let count = 0;
  for (const log of await openFile(file)) for await (const rows of log.openRows().read()) count += rows.length;
  return count;
}

/** @returns a line about the format; what went wrong is thrown, with the file that shows it */
async function run(name: string, { seeds, mutations, read }: Subject, files: number, seed: number): Promise<string> {
  const generator = mersenne(seed);
  const random: Random = (below) => uniformInt(generator, 0, below - 1);
  let refused = 0;
  let longest = 0;
  for (let index = 0; index < files; index++) {
    const bytes = mutations[random(mutations.length)](seeds[random(seeds.length)], random);
    const start = process.cpuUsage();
    try {
      const rows = await read(bytes);
      if (rows > bytes.length) throw new Error(`${rows} rows of ${bytes.length} bytes`);
    } catch (error) {
      if (!(error instanceof LogError)) {
        const kept = path.join(tmpdir(), `goldilocks-damaged-${name}`);
        writeFileSync(kept, bytes);
        throw new Error(`File ${index + 1} of ${name}, kept as ${kept}`, { cause: error });
      }
      refused++;
    }
    const { user, system } = process.cpuUsage(start);
    longest = Math.max(longest, (user + system) / 1000);
  }
  if (longest > MAX_TIME) throw new Error(`A file of ${name} took ${longest.toFixed(0)} ms.`);
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
  return `${name}: ${files} files, ${refused} refused with a sentence, the longest ${longest.toFixed(0)} ms, ${memory} MB`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { files: { type: 'string' }, seed: { type: 'string', default: '1' } },
  });
  try {
    for (const name of positionals.length > 0 ? positionals : Object.keys(SUBJECTS)) {
      const files = Number(values.files ?? (name === 'sqlite' ? DATABASES : FILES));
      console.log(await run(name, SUBJECTS[name], files, Number(values.seed)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
