import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, GuardRequest, StartRequest } from './guardMessages.ts';
import { ProcessGroup } from './processGroup.ts';

/** How a program is asked to end, and then made to. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;

/**
 * Owns a program in a process of its own, so that the program ends with whoever started it, even where that is killed: then the channel
 * between the two closes.
 */
class Guard {
  #start: StartRequest | null = null;
  #child: ChildProcess | null = null;
  #isEnding = false;
  #hasExited = false;

  handle(request: GuardRequest): void {
    if (request.type === 'start') this.#startProgram(request);
    else void this.end();
  }

  /** Ends the program with all its children. */
  async end(): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (!this.#start || !this.#child?.pid) process.exit();
    const group = new ProcessGroup(this.#child.pid, this.#start.channel);
    for (const signal of SIGNALS) {
      if (this.#hasExited) return;
      await group.signal(signal);
      await delay(this.#start.patience);
    }
  }

  #startProgram(start: StartRequest): void {
    this.#start = start;
    const { file, args, shell, cwd, env } = start;
    // Its output goes straight into the pipes of whoever started the guard. A group of its own, so that it can be signalled as a whole.
    const stdio = ['ignore', 'inherit', 'inherit'] as const;
    const child = spawn(file, args, { shell, cwd, env, stdio: [...stdio], detached: true, windowsHide: true });
    this.#child = child;
    child.once('spawn', () => report({ type: 'started', pid: child.pid! }));
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined)
        void this.#leave({ type: 'failed', code: error.code ?? null, message: error.message });
    });
    child.once('exit', (code, signal) => void this.#onExit(child.pid!, code, signal));
  }

  async #onExit(pid: number, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    this.#hasExited = true;
    await new ProcessGroup(pid, this.#start!.channel).endRest();
    await this.#leave({ type: 'exited', code, signal });
  }

  async #leave(last: GuardReport): Promise<void> {
    if (process.connected) process.send!(last, () => process.exit());
    else {
      await rm(this.#start!.channel, { recursive: true, force: true }).catch(() => undefined);
      process.exit();
    }
  }
}

function report(message: GuardReport): void {
  // If sending fails, whoever started the guard is gone, which 'disconnect' reports.
  if (process.connected) process.send!(message, () => undefined);
}

const guard = new Guard();
// A terminal sends these to all processes of the group, but whoever started the guard decides when the program ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => void guard.end());
process.on('message', (request: GuardRequest) => guard.handle(request));
