import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import { BenchError } from './benchError.ts';

/** From this load for each processor on, what runs besides takes time from what is measured. The build just before adds some. */
const BUSY_SHARE = 0.75;

/** The machine that was measured on, in a few words for a table. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${cpus[0].model.trim()}, ${cpus.length} logical processors, ${memory} GB, ${os.type()} ${os.release()}`;
}

/** A sentence for whoever starts to measure while the machine is busy with something else; null where it is not, or does not tell. */
export function warnIfBusy(load = os.loadavg()[0], processors = os.cpus().length): string | null {
  if (load < processors * BUSY_SHARE) return null;
  return `The machine is busy (load ${load.toFixed(1)} on ${processors} processors): the numbers will be too low and far apart. Leave it alone and start again.`;
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
  if (version === undefined)
    throw new BenchError(
      `${path} should be a Node program, but "${path} --version" says no version: give the path of another with --node.`,
    );
  return { path, version };
}
