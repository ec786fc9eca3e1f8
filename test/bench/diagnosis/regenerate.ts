import { availableParallelism, tmpdir } from 'node:os';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { findPython } from '../engine/peers/python.ts';
import { packFolder } from './packedJson.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const GENERATOR = path.join(import.meta.dirname, 'generator');

/**
 * Trains the programs that are not trained yet, one process a processor, and writes what they logged into the folder.
 * @param python the path of a Python with PyTorch; null to look for one
 * @throws BenchError if there is no PyTorch
 */
export async function regenerate(folder: string, python: string | null): Promise<void> {
  const { program, version } = await findPython(python, path.join(ROOT, '.cache'), console.log);
  console.log(`PyTorch ${version}`);
  const raw = path.join(ROOT, '.cache', 'diagnosis', 'raw');
  const shards = availableParallelism();
  const run = (script: string, ...options: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, ['-W', 'ignore', path.join(GENERATOR, script), ...options], { stdio: 'inherit' });
      child.once('error', reject);
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}.`))));
    });
  await Promise.all(
    Array.from({ length: shards }, (_, index) => run('generate.py', raw, '--shard', `${index + 1}/${shards}`)),
  );
  const summaries = await mkdtemp(path.join(tmpdir(), 'goldilocks-truth-'));
  try {
    await run('summarize.py', raw, summaries);
    await packFolder(summaries, folder);
  } finally {
    await rm(summaries, { recursive: true });
  }
}
