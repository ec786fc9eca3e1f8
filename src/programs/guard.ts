import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, GuardRequest, StartRequest } from './guardMessages.ts';
import { keptFiles, LOOK_INTERVAL, OWNER_NAME, SIGN_INTERVAL, Silence } from './keptFiles.ts';
import type { KeptFiles } from './keptFiles.ts';
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
    if (files) void this.#watch(files, kept);
  }

  /** Gives signs of life, ends the program when it is asked to or left alone, and keeps its output short. */
  async #watch(files: KeptFiles, { leftFor, maxOutput }: NonNullable<StartRequest['kept']>): Promise<void> {
    const silence = new Silence(leftFor);
    for (let next = 0; ; await delay(LOOK_INTERVAL)) {
      if (performance.now() >= next) {
        await writeFile(files.guard, '').catch(() => undefined);
        next = performance.now() + SIGN_INTERVAL;
      }
      // One that cannot be read now may be at the next look.
      const names = await readdir(files.folder).catch(unlessGone);
      const isSilent = silence.isTooLong(await ownersSign(files.folder, names ?? []));
      // Whoever started it may be held up for long, but is there. A folder that is gone has no owner.
      this.#isLeft ||= !this.#isEnding && !process.connected && (isSilent || names === null);
      if (this.#isLeft || names?.includes(path.basename(files.end))) void this.end();
      for (const output of [files.stdout, files.stderr])
        if (await isLonger(output, maxOutput)) await empty(output, files.cut);
    }
  }

  async #onExit(pid: number, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    this.#hasExited = true;
    await new ProcessGroup(pid, this.#start!.channel).endRest();
    await this.#leave({ type: 'exited', code, signal, ...(this.#isLeft && { isLeft: true }) });
  }

  async #leave(last: GuardReport): Promise<void> {
    const { kept, channel } = this.#start!;
    if (kept) await writeEnd(keptFiles(kept.folder).ended, last);
    else if (!process.connected) await rm(channel, { recursive: true, force: true }).catch(() => undefined);
    if (process.connected) process.send!(last, () => process.exit());
    else process.exit();
  }
}

/** Readers see all of it or nothing. Where it cannot be written, they notice that the guard is silent. */
async function writeEnd(file: string, last: GuardReport): Promise<void> {
  const unfinished = `${file}.tmp`;
  await writeFile(unfinished, JSON.stringify(last))
    .then(() => rename(unfinished, file))
    .catch(() => undefined);
}

/** No names, or null for a folder that does not exist. */
function unlessGone({ code }: NodeJS.ErrnoException): string[] | null {
  return code === 'ENOENT' ? null : [];
}

/** Changes with each sign of life of those who own the program. */
async function ownersSign(folder: string, names: readonly string[]): Promise<string> {
  const owners = names.filter((name) => OWNER_NAME.test(name)).sort();
  const times = owners.map(async (name) => (await stat(path.join(folder, name)).catch(() => null))?.mtimeMs);
  return [...owners, ...(await Promise.all(times))].join();
}

/** @param cut says from now on that it was emptied */
async function empty(output: string, cut: string): Promise<void> {
  await writeFile(cut, '').catch(() => undefined);
  await truncate(output).catch(() => undefined);
}

async function isLonger(file: string, bytes: number): Promise<boolean> {
  return ((await stat(file).catch(() => null))?.size ?? 0) > bytes;
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
