import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, GuardRequest, StartRequest } from '../../programs/guardMessages.ts';
import { LEFT_FOR, LOOK_INTERVAL, Silence } from '../../programs/keptFiles.ts';
import type { Launch } from '../../programs/launch.ts';
import { ProcessGroup } from '../../programs/processGroup.ts';
import { howToStart, notStarted, requireFolder } from '../../programs/runningProgram.ts';
import type { ProgramExit, StartOptions, WatchedProgram } from '../../programs/runningProgram.ts';
import { readJson } from '../../store/files.ts';
import { GrowingFile, MAX_READ, sizeOf } from './growingFile.ts';
import type { KeptFolder, KeptRecord } from './keptFolder.ts';

/** Bytes at which a file of output is emptied: a day of progress bars. */
export const MAX_OUTPUT = 100 << 20;
const OUTPUTS = ['stdout', 'stderr'] as const;
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

/** How a process is started that looks after a folder. */
interface ForkOptions {
  /** Absolute path. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it is told first. */
  readonly request: { readonly type: 'start' };
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
    const kept = { folder: folder.files.folder, leftFor, maxOutput };
    const request: StartRequest = { type: 'start', ...howToStart(launch, channel, options), channel, kept };
    return KeptProgram.fork(folder, options, { script: options.guard, request });
  }

  /** Starts a process that looks after the folder by itself, see watchKept: a guard, or one that trains experiments. */
  static fork(
    folder: KeptFolder,
    options: FollowOptions,
    { script, args = [], env, request }: ForkOptions,
  ): KeptProgram {
    const guard = fork(script, args, {
      execArgv: [],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // What ends the window's processes as a group does not end it; on Windows it would only have a console of its own.
      detached: process.platform !== 'win32',
    });
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
    const outputs = OUTPUTS.map((name) => ({ name, file: new GrowingFile(files[name]) }));
    // What an earlier window has read counts: this one reads it again, also where it is to end at once.
    const before = this.guard ? null : { stdout: await sizeOf(files.stdout), stderr: await sizeOf(files.stderr) };
    const silence = new Silence();
    const firstSign = await signOf(files.guard);
    let isCut = false;
    for (; ; await delay(LOOK_INTERVAL)) {
      const isGuardGone = this.#isGuardGone;
      if (this.#isEnding) await this.#requestEnd();
      // A file that cannot be read now may be at the next look.
      const last = ((await readJson(files.ended).catch(() => null)) as GuardReport | null) ?? this.#last;
      const sign = await signOf(files.guard);
      // A guard that this window has started may be slow: when it is gone, that is told.
      const isKilled = !last && (this.guard ? isGuardGone : silence.listen(sign) >= guardSilence);
      if (isKilled) await this.#endRest();
      this.#hasEnded = last !== null || isKilled;
      if (!isCut && (isCut = existsSync(files.cut))) onCut?.();
      // What is printed without end is read to its end only when that has come.
      const end = last || isKilled ? Infinity : performance.now() + LOOK_INTERVAL;
      for (let isMore = true; isMore && performance.now() < end;) {
        isMore = false;
        for (const { name, file } of outputs) {
          // Nobody waits for megabytes of a program that is to end.
          if (this.#isEnding) await file.skip(MAX_READ, before?.[name]);
          const bytes = await file.read();
          if (bytes.length > 0) await onOutput(bytes, name);
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

/** Changes with each sign of life. */
async function signOf(file: string): Promise<string> {
  return String((await stat(file).catch(() => null))?.mtimeMs);
}
