import { stat } from 'node:fs/promises';
import os from 'node:os';

/** process.json: who owns an attempt while it runs. */
export interface Owner {
  /** The process that started the worker and will write the result. */
  readonly pid: number;
  /** Name of the machine that the process runs on. */
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Identifies the editor window or command that owns the attempt. */
  readonly window: string;
}

/** Metrics that grew within this time, in milliseconds, show life on a machine whose processes cannot be seen from here. */
const SIGN_OF_LIFE = 60_000;

/** Milliseconds by which a clock may be set right after the machine has started. */
const CLOCK_STEP = 60_000;

export function ownedBy(window: string): Owner {
  return { pid: process.pid, host: os.hostname(), startedAt: new Date().toISOString(), window };
}

/**
 * Whether the owner of an attempt without a result still works on it. On this machine its process tells; a process number
 * from before the last start of the machine belongs to somebody else by now. On another machine only growing metrics tell.
 */
export async function isAlive(owner: Owner, metricsFile: string): Promise<boolean> {
  if (owner.host !== os.hostname()) return grewLately(metricsFile);
  const bootedAt = Date.now() - os.uptime() * 1000;
  if (Date.parse(owner.startedAt) < bootedAt - CLOCK_STEP) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function grewLately(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs < SIGN_OF_LIFE;
  } catch {
    return false;
  }
}
