import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';

/** process.json: who owns an attempt while it waits or runs. Its modification time is the heartbeat of the process that trains it. */
export interface Owner {
  /** The process that started the worker. */
  readonly pid: number;
  /** Start time of that process in the format of its system: tells it from a later process with the same id. Null if unknown. */
  readonly processStart: string | null;
  /** Identifies the time since the machine was last started; null if unknown. */
  readonly boot: string | null;
  /** Name of the machine that the process runs on. */
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Identifies the editor window or command that owns the attempt. */
  readonly window: string;
  /** The runner's name. */
  readonly runner: string;
  /** Whether the attempt keeps waiting and training after its window is closed, as on a cluster. */
  readonly outlivesWindow: boolean;
  /** The attempt's id in a queueing system. */
  readonly job: string | null;
  readonly state: 'queued' | 'running';
  /** The checkpoint that the attempt continues from; absent if it started from step 0. */
  readonly continues?: CheckpointReference;
}

/** The checkpoint that an attempt continues from: the attempt that wrote it, and after which step. */
export interface CheckpointReference {
  /** The earlier attempt's number. */
  readonly attempt: number;
  readonly step: number;
}

/** Who claims an attempt. */
export type Claim = Pick<Owner, 'window' | 'runner'> & Partial<Pick<Owner, 'outlivesWindow' | 'job' | 'state'>>;

/** Milliseconds without a heartbeat after which an owner whose process cannot be checked is considered dead. */
export const HEARTBEAT_TIMEOUT = 60_000;

/** This process as the owner of an attempt. */
export async function createOwner(
  { window, runner, outlivesWindow = false, job = null, state = 'running' }: Claim,
  continues: CheckpointReference | null,
): Promise<Owner> {
  return {
    pid: process.pid,
    processStart: await processStart(process.pid),
    boot: bootId(),
    host: os.hostname(),
    startedAt: new Date().toISOString(),
    window,
    runner,
    outlivesWindow,
    job,
    state,
    ...(continues && { continues }),
  };
}

/**
 * Whether the owner of an attempt without a result still works on it. On this machine that is decided by its process: it must exist
 * and have the recorded start time, because process ids are reused. If the start time is unknown, or the owner is on another machine,
 * the heartbeat decides. A queued attempt that outlives its window has no process and counts as alive: only its runner can tell.
 */
export async function isAlive(owner: Owner, processFile: string): Promise<boolean> {
  if (owner.outlivesWindow && owner.state === 'queued') return true;
  if (owner.host !== os.hostname()) return hasRecentHeartbeat(processFile);
  const boot = bootId();
  if (owner.boot !== null && boot !== null && owner.boot !== boot) return false;
  if (!exists(owner.pid)) return false;
  const start = await processStart(owner.pid);
  if (owner.processStart === null || start === null) return hasRecentHeartbeat(processFile);
  return owner.processStart === start;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether there was a sign of life within HEARTBEAT_TIMEOUT. */
export function hasRecentHeartbeat(processFile: string): boolean {
  const heartbeat = statSync(processFile, { throwIfNoEntry: false });
  return heartbeat !== undefined && Date.now() - heartbeat.mtimeMs < HEARTBEAT_TIMEOUT;
}

/**
 * The start time of a process in the format of its system; null if that is unknown. Linux: clock ticks since the machine was started,
 * field 22 of /proc/<pid>/stat (proc_pid_stat(5)). macOS: `lstart` of ps(1).
 */
export async function processStart(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The name of the program, field 2, is in parentheses and may hold anything.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    }
    if (process.platform === 'darwin') {
      const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
      const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env });
      return stdout.trim() || null;
    }
  } catch {
    // A process that is gone, or a system without these.
  }
  return null;
}

/** Null where it cannot be told: macOS and Windows. */
function bootId(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return null;
  }
}
