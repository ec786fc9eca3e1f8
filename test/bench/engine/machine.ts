import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import { BenchError } from './benchError.ts';

/** From this load per processor, other programs affect the measurements. The preceding build adds to the load. */
const BUSY_SHARE = 0.75;

/** A short description of this machine. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${cpus[0].model.trim()}, ${cpus.length} logical processors, ${memory} GB, ${os.type()} ${os.release()}`;
}

/** A warning if the machine is busy; null if it isn't, or if the load is unknown. */
export function warnIfBusy(load = os.loadavg()[0], processors = os.cpus().length): string | null {
  if (load < processors * BUSY_SHARE) return null;
  return `The machine is busy (load ${load.toFixed(1)} on ${processors} processors): the numbers will be too low and far apart. Leave it alone and start again.`;
}

/** A version of Node to run workers with. */
export interface Node {
  readonly path: string;
  readonly version: string;
}

/** @throws BenchError if the program at `path` isn't Node */
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
