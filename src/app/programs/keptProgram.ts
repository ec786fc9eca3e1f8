import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, GuardRequest, StartRequest } from '../../programs/guardMessages.ts';
import { LOOK_INTERVAL, Silence } from '../../programs/keptFiles.ts';
import type { Launch } from '../../programs/launch.ts';
import { ProcessGroup } from '../../programs/processGroup.ts';
import { howToStart, notStarted, requireFolder } from '../../programs/runningProgram.ts';
import type { OutputName, ProgramExit, StartOptions, WatchedProgram } from '../../programs/runningProgram.ts';
import { readJson } from '../../store/files.ts';
import type { KeptFolder, KeptRecord } from './keptFolder.ts';

/** Milliseconds for which a program goes on when its window is gone: longer than a window takes to reload. */
export const LEFT_FOR = 60_000;
/** Bytes at which a file of output is emptied: a day of progress bars. */
const MAX_OUTPUT = 100 << 20;
/** Bytes that are read of a file of output at once. */
const MAX_READ = 256 << 10;
/** Milliseconds without a sign of life of a guard after which it must have been killed. */
const GUARD_SILENCE = 30_000;

/** How a kept program is started. */
export interface KeepOptions {
  /** Milliseconds for which it goes on when its window is gone; null for any time. By default LEFT_FOR. */
  readonly leftFor?: number | null;
  /** Bytes at which a file of its output is emptied. */
  readonly maxOutput?: number;
}

/** How a kept program is followed. */
export interface FollowOptions extends Pick<StartOptions, 'onOutput'> {
  /** Called once, when some of what it has printed is no longer kept. */
  readonly onCut?: () => void;
  /** Milliseconds without a sign of life of its guard after which that must have been killed. */
  readonly guardSilence?: number;
}

/** A program that outlives the window that started it: what it prints and reports is in a folder, from which another window follows it. */
export class KeptProgram implements WatchedProgram {
  readonly ended: Promise<ProgramExit>;
  #pid: number | null = null;
  /** What the guard has told last; it need not be in the folder, if the disk is full. */
  #last: GuardReport | null = null;
  #isGuardGone = false;
  #isEnding = false;
  #hasEnded = false;

  private constructor(
    private readonly folder: KeptFolder,
    /** Null where an earlier window has started it. */
    private readonly guard: ChildProcess | null,
    private readonly options: FollowOptions,
  ) {
    guard?.on('message', (report: GuardReport) => {
      if (report.type === 'started') this.#pid = report.pid;
      else this.#last = report;
    });
    for (const event of ['exit', 'error'] as const) guard?.once(event, () => (this.#isGuardGone = true));
    this.ended = this.#follow();
    this.ended.catch(() => undefined);
  }

  /**
   * Starts a program.
   * @throws ProgramError if its folder does not exist
   */
  static async start(
    folder: KeptFolder,
    { leftFor = LEFT_FOR, maxOutput = MAX_OUTPUT, ...options }: StartOptions & KeepOptions & FollowOptions,
  ): Promise<KeptProgram> {
    const launch = launchOf(folder.record);
    await requireFolder(launch);
    const { channel } = folder.files;
    const guard = fork(options.guard, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // What ends the window's processes as a group does not end it; on Windows it would only have a console of its own.
      detached: process.platform !== 'win32',
    });
    const kept = { folder: folder.files.folder, leftFor, maxOutput };
    const request: StartRequest = { type: 'start', ...howToStart(launch, channel, options), channel, kept };
    const program = new KeptProgram(folder, guard, options);
    guard.send(request, () => undefined);
    return program;
  }

  /** Follows a program that runs already, or has ended, from its beginning. */
  static follow(folder: KeptFolder, options: FollowOptions): KeptProgram {
    return new KeptProgram(folder, null, options);
  }

  get channel(): string {
    return this.folder.files.channel;
  }

  end(): void {
    if (this.#isEnding || this.#hasEnded) return;
    this.#isEnding = true;
    const request: GuardRequest = { type: 'end' };
    if (this.guard?.connected) this.guard.send(request, () => undefined);
    void this.#requestEnd();
  }

  /** Where it cannot be written, the folder is gone, and the guard ends the program because of that; or the disk is full. */
  async #requestEnd(): Promise<void> {
    await writeFile(this.folder.files.end, '').catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await this.folder.delete();
  }

  async #follow(): Promise<ProgramExit> {
    const { files } = this.folder;
    const { onOutput, onCut, guardSilence = GUARD_SILENCE } = this.options;
    const outputs = [new OutputFile(files.stdout, 'stdout'), new OutputFile(files.stderr, 'stderr')];
    const silence = new Silence(guardSilence);
    const firstSign = await signOf(files.guard);
    let isCut = false;
    for (; ; await delay(LOOK_INTERVAL)) {
      const isGuardGone = this.#isGuardGone;
      if (this.#isEnding) await this.#requestEnd();
      // A file that cannot be read now may be at the next look.
      const last = ((await readJson(files.ended).catch(() => null)) as GuardReport | null) ?? this.#last;
      const sign = await signOf(files.guard);
      // A guard that this window has started may be slow: when it is gone, that is told.
      const isKilled = !last && (this.guard ? isGuardGone : silence.isTooLong(sign));
      if (isKilled) await this.#endRest();
      this.#hasEnded = last !== null || isKilled;
      if (!isCut && (isCut = existsSync(files.cut))) onCut?.();
      // What is printed without end is read to its end only when that has come.
      const end = last || isKilled ? Infinity : performance.now() + LOOK_INTERVAL;
      for (let isMore = true; isMore && performance.now() < end;) {
        isMore = false;
        for (const output of outputs) {
          // Nobody waits for megabytes of a program that is to end.
          if (this.#isEnding) await output.skip(MAX_READ);
          const bytes = await output.read();
          if (bytes.length > 0) await onOutput(bytes, output.name);
          isMore ||= bytes.length === MAX_READ;
        }
      }
      if (last?.type === 'failed') throw notStarted(launchOf(this.folder.record), last);
      if (last?.type === 'exited') return last;
      // Its guard was gone before this window came, as after a restart of the computer.
      if (isKilled)
        return { code: null, signal: 'SIGKILL', ...(!isGuardGone && sign === firstSign && { isLeft: true }) };
    }
  }

  /** A guard that was killed has left the program to us. */
  async #endRest(): Promise<void> {
    const group = new ProcessGroup(this.#pid, this.channel);
    await group.signal('SIGKILL');
    await group.endRest();
  }
}

/** How a kept program is or was started. */
export function launchOf({ command, cwd }: KeptRecord): Launch {
  return { command, cwd, env: {}, mode: { name: 'watch' } };
}

/** A file that a program prints into, read as it grows. */
class OutputFile {
  #offset = 0;

  constructor(
    private readonly file: string,
    readonly name: OutputName,
  ) {}

  /** What was printed since the last look, at most MAX_READ bytes. */
  async read(): Promise<Buffer> {
    const handle = await open(this.file, 'r').catch(() => null);
    if (!handle) return Buffer.alloc(0);
    try {
      // It was emptied.
      if ((await handle.stat()).size < this.#offset) this.#offset = 0;
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(MAX_READ), 0, MAX_READ, this.#offset);
      this.#offset += bytesRead;
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /** Passes over all but the last bytes. */
  async skip(all: number): Promise<void> {
    const size = (await stat(this.file).catch(() => null))?.size ?? 0;
    this.#offset = Math.max(this.#offset, size - all);
  }
}

/** Changes with each sign of life. */
async function signOf(file: string): Promise<string> {
  return String((await stat(file).catch(() => null))?.mtimeMs);
}
