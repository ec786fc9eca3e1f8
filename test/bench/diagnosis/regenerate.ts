import { availableParallelism } from 'node:os';
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram } from '../../support/programs.ts';
import { BenchError, lastLine } from '../engine/benchError.ts';
import { findPython } from '../engine/peers/python.ts';
import { packFolder } from './packedJson.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const CACHE = path.join(ROOT, '.cache');
/** What is trained already. */
const RAW = path.join(CACHE, 'diagnosis', 'raw');
/** What waits to be packed. */
const SUMMARIES = path.join(CACHE, 'diagnosis', 'summaries');
const GENERATOR = path.join(import.meta.dirname, 'generator');

/** Who trains a program. */
export type Source = 'torch' | 'keras' | 'engine';

const SCRIPTS: Readonly<Record<Source, string>> = {
  torch: 'generate.py',
  keras: 'keras_programs.py',
  engine: 'engine_programs.py',
};

/**
 * Trains the programs that are not trained yet, one process a processor, and writes what they logged into the folder. Programs of
 * Keras are left out where there is none.
 * @param args --python PATH of a Python with PyTorch, --keras PATH of one with Keras, --only NAME of a program, more than once
 * @throws BenchError if there is no PyTorch
 */
export async function regenerate(folder: string, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      python: { type: 'string' },
      keras: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const { program, version } = await findPython(values.python ?? null, CACHE, console.log);
  console.log(`PyTorch ${version}`);
  for (const [source, names] of programsBySource(values.only)) {
    const python = source === 'keras' ? await findKeras(values.keras ?? null, program) : program;
    if (python === null) console.log(WITHOUT_KERAS);
    else await generate(python, SCRIPTS[source], names);
  }
  await rm(SUMMARIES, { recursive: true, force: true });
  await run(program, 'summarize.py', RAW, SUMMARIES, ...values.only);
  await packFolder(SUMMARIES, folder);
}

const WITHOUT_KERAS =
  'There is no Keras: its programs are left out. To train them too, install it for some Python (pip install tensorflow-cpu keras) and name that one with --keras PATH.';

/** The chosen programs by who trains them, which their names begin with; without a choice all, as no names. */
export function programsBySource(only: readonly string[]): Map<Source, readonly string[]> {
  const all = Object.keys(SCRIPTS) as Source[];
  if (only.length === 0) return new Map(all.map((source) => [source, []]));
  const sourceOf = (name: string): Source => all.find((source) => name.startsWith(`${source}-`)) ?? 'torch';
  const namesOf = (source: Source): string[] => only.filter((name) => sourceOf(name) === source);
  return new Map(all.map((source) => [source, namesOf(source)] as const).filter(([, names]) => names.length > 0));
}

/**
 * A Python with Keras; null if there is none.
 * @param named the path of one; null if none is named
 * @param other one that may have it
 * @throws BenchError if the one that is named has none
 */
export async function findKeras(named: string | null, other: string): Promise<string | null> {
  const python = named ?? other;
  try {
    await runProgram(python, ['-c', 'import keras, tensorflow']);
    return python;
  } catch (error) {
    if (named === null) return null;
    throw new BenchError(
      `${named} should be a Python with Keras and TensorFlow, but they cannot be imported in it: ${lastLine(error)}`,
    );
  }
}

async function generate(python: string, script: string, names: readonly string[]): Promise<void> {
  const shards = availableParallelism();
  const chosen = names.flatMap((name) => ['--only', name]);
  await Promise.all(
    Array.from({ length: shards }, (_, index) =>
      run(python, script, RAW, '--shard', `${index + 1}/${shards}`, ...chosen),
    ),
  );
}

/** Runs a script of the generator, which may start this Node.js for the engine. */
function run(python: string, script: string, ...options: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-W', 'ignore', path.join(GENERATOR, script), ...options], {
      stdio: 'inherit',
      env: { ...process.env, NODE: process.execPath },
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}.`))));
  });
}
