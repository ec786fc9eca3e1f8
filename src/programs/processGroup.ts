import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Milliseconds between two looks whether all processes have ended. */
const POLL = 50;
/** Milliseconds for children that their program has left behind, before they are killed and after that. */
const REST_PATIENCE = 2000;

/**
 * A program with all its children. On POSIX it leads a process group; children that have left it, as those of torchrun do, are found by
 * the environment that they inherit (Linux, macOS). On Windows the tree is ended at once: console programs know no polite signal there.
 */
export class ProcessGroup {
  /**
   * @param pid of the program; null where it may be that of another by now: then only the marked processes are found
   * @param marker stands in the environment of the program and in that of nothing else
   */
  constructor(
    private readonly pid: number | null,
    private readonly marker: string,
  ) {}

  /** Signals the group, as a terminal would. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    if (this.pid === null) return;
    if (process.platform === 'win32')
      await run('taskkill', ['/PID', String(this.pid), '/T', '/F']).catch(() => undefined);
    else send(-this.pid, signal);
  }

  /** Ends what the program has left running when it ended. */
  async endRest(): Promise<void> {
    if (process.platform === 'win32') return;
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (!(await this.#signalRest(signal))) return;
      const end = performance.now() + REST_PATIENCE;
      while (performance.now() < end && (await this.#signalRest(0))) await delay(POLL);
    }
  }

  /** Whether there was anything to signal. */
  async #signalRest(signal: NodeJS.Signals | 0): Promise<boolean> {
    const strays = await markedProcesses(this.marker);
    for (const pid of strays) send(pid, signal);
    return (this.pid !== null && send(-this.pid, signal)) || strays.length > 0;
  }
}

/** Whether there was something to signal. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** The processes in whose environment the marker stands. */
async function markedProcesses(marker: string): Promise<number[]> {
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-E', '-ww', '-o', 'pid=,command=']).catch(() => ({ stdout: '' }));
    const lines = stdout.split('\n').filter((line) => line.includes(marker));
    return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid > 0 && pid !== process.pid);
  }
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(marker) ? [pid] : [];
    }),
  );
  return marked.flat();
}
