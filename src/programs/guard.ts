import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, GuardRequest, StartRequest } from './guardMessages.ts';
import { keptFiles } from './keptFiles.ts';
import { watchKept, writeEnd } from './keptWatch.ts';
import { ProcessGroup } from './processGroup.ts';

/** How a program is asked to end, and then made to. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;

/**
 * Owns a program in a process of its own, so that the program ends with whoever started it, even where that is killed: then the channel
 * between the two closes. A program that is kept in a folder ends only when nobody has followed it for a while.
 */
class Guard {
  #start: StartRequest | null = null;
  #child: ChildProcess | null = null;
  #isEnding = false;
  #isLeft = false;
  #hasExited = false;

  handle(request: GuardRequest): void {
    if (request.type === 'end') return void this.end();
    try {
      this.#startProgram(request);
    } catch (error) {
      // Some failures are thrown: arguments that are too long, or output that cannot be kept.
      const { code, message } = error as NodeJS.ErrnoException;
      void this.#leave({ type: 'failed', code: code ?? null, message });
    }
  }

  /** Whoever started the guard is gone. */
  leave(): void {
    if (!this.#start?.kept) void this.end();
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
    const { file, args, shell, cwd, env, kept } = start;
    const files = kept && keptFiles(kept.folder);
    // Its output goes straight into the pipes of whoever started the guard, or into files. Appended to, so that they can be emptied.
    const outputs = files ? [openSync(files.stdout, 'a'), openSync(files.stderr, 'a')] : [];
    const stdio: StdioOptions = files ? ['ignore', ...outputs] : ['ignore', 'inherit', 'inherit'];
    // A group of its own, so that it can be signalled as a whole.
    const child = spawn(file, args, { shell, cwd, env, stdio, detached: true, windowsHide: true });
    this.#child = child;
    for (const output of outputs) closeSync(output);
    child.once('spawn', () => report({ type: 'started', pid: child.pid! }));
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined)
        void this.#leave({ type: 'failed', code: error.code ?? null, message: error.message });
    });
    child.once('exit', (code, signal) => void this.#onExit(child.pid!, code, signal));
    if (kept) void watchKept(kept, (isLeft) => this.#endKept(isLeft));
  }

  /** @param isLeft nobody follows it any more; else it was asked to end */
  #endKept(isLeft: boolean): void {
    this.#isLeft ||= isLeft && !this.#isEnding;
    void this.end();
  }

  async #onExit(pid: number, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    this.#hasExited = true;
    await new ProcessGroup(pid, this.#start!.channel).endRest();
    await this.#leave({ type: 'exited', code, signal, ...(this.#isLeft && { isLeft: true }) });
  }

  async #leave(last: GuardReport): Promise<void> {
    const { kept, channel } = this.#start!;
    if (kept) await writeEnd(kept.folder, last);
    else if (!process.connected) await rm(channel, { recursive: true, force: true }).catch(() => undefined);
    if (process.connected) process.send!(last, () => process.exit());
    else process.exit();
  }
}

function report(message: GuardReport): void {
  // If sending fails, whoever started the guard is gone, which 'disconnect' reports.
  if (process.connected) process.send!(message, () => undefined);
}

const guard = new Guard();
// A terminal sends these to all processes of the group, but whoever started the guard decides when the program ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => guard.leave());
process.on('message', (request: GuardRequest) => guard.handle(request));
