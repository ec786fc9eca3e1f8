import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import { BenchError } from './benchError.ts';

/** The machine that was measured on, in a few words for a table. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${cpus[0].model.trim()}, ${cpus.length} logical processors, ${memory} GB, ${os.type()} ${os.release()}`;
}

/** A Node to run workers with. */
export interface Node {
  readonly path: string;
  readonly version: string;
}

/** @throws BenchError if the program at `path` is no Node */
export async function inspectNode(path: string): Promise<Node> {
  const version = await promisify(execFile)(path, ['--version']).then(
    ({ stdout }) => /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1],
    () => undefined,
  );
  if (version === undefined) throw new BenchError(`${path} should be a Node program, but "${path} --version" says no version: give the path of another with --node.`);
  return { path, version };
}
