import * as l10n from '@vscode/l10n';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, GuardRequest, StartRequest } from './guardMessages.ts';
import { commandText, probedEnvironment } from './launch.ts';
import type { Launch } from './launch.ts';
import { ProcessGroup } from './processGroup.ts';

/** What starts files that are easily taken for programs, by extension. */
const STARTERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  '.py': ['python'],
  '.ipynb': ['python'],
};

/** A program cannot be started; the message says why in a sentence. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

export type OutputName = 'stdout' | 'stderr';

/** Where the parts of this extension lie that a program is started with. */
export interface ProgramParts {
  /** Absolute path of the guard's script. */
  readonly guard: string;
  /** Absolute path of the folder of the probe, media/python. */
  readonly python: string;
}

/** How a program is started, and who gets what it prints. */
export interface StartOptions extends ProgramParts {
  /** Nothing more is read until it resolves, so that a program that prints a lot waits for whoever shows it. Must not reject. */
  readonly onOutput: (bytes: Buffer, output: OutputName) => void | Promise<void>;
  /** Milliseconds between two signals that end the program; by default 5 s. */
  readonly patience?: number;
}

/** How a program ended. */
export interface ProgramExit {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was ended because nobody followed it. */
  readonly isLeft?: true;
}

/** Milliseconds between two signals that end a program, each harsher than the last. */
const PATIENCE = 5000;
/** Milliseconds for reading what is left in the pipes when all has ended. */
const DRAIN = 5000;

/** A program of the user's that runs under the eyes of the probe, with all its children. */
export interface WatchedProgram {
  /** Absolute path of the folder that the probe reports into. */
  readonly channel: string;
  /**
   * Resolves when the program and all its children have ended and their output is read.
   * @throws ProgramError if it could not be started
   */
  readonly ended: Promise<ProgramExit>;
  /** Asks the program to end, as Ctrl+C does; one that does not is ended with all its children. */
  end(): void;
  /** Deletes what the probe has reported. */
  dispose(): Promise<void>;
}

/** A program that ends with whoever started it. */
export class RunningProgram implements WatchedProgram {
  readonly channel: string;
  readonly ended: Promise<ProgramExit>;
  #pid: number | null = null;
  #last: GuardReport | null = null;

  private constructor(
    private readonly launch: Launch,
    private readonly guard: ChildProcess,
    channel: string,
    { onOutput }: StartOptions,
  ) {
    this.channel = channel;
    guard.on('message', (report: GuardReport) => {
      if (report.type === 'started') this.#pid = report.pid;
      else this.#last = report;
    });
    const read = [pass(guard.stdout!, 'stdout', onOutput), pass(guard.stderr!, 'stderr', onOutput)];
    const closed = new Promise<void>((resolve, reject) => {
      guard.once('error', reject);
      // Not `close`: what the program has left behind may hold its output open.
      guard.once('exit', () => resolve());
    });
    this.ended = closed.then(() => this.#onClosed(read));
    this.ended.catch(() => undefined);
  }

  /**
   * Starts a program.
   * @throws ProgramError if its folder does not exist
   */
  static async start(this: void, launch: Launch, options: StartOptions): Promise<RunningProgram> {
    await requireFolder(launch);
    const channel = await mkdtemp(path.join(os.tmpdir(), 'goldilocks-probe-'));
    const guard = fork(options.guard, { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const program = new RunningProgram(launch, guard, channel, options);
    program.#send({ type: 'start', ...howToStart(launch, channel, options), channel });
    return program;
  }

  end(): void {
    this.#send({ type: 'end' });
  }

  async dispose(): Promise<void> {
    await rm(this.channel, { recursive: true, force: true }).catch(() => undefined);
  }

  #send(request: GuardRequest): void {
    // If sending fails, the guard is exiting, which `ended` reports.
    this.guard.send(request, () => undefined);
  }

  async #onClosed(read: readonly Promise<void>[]): Promise<ProgramExit> {
    // A guard that was killed has left the program to us.
    if (!this.#last && this.#pid !== null) {
      const group = new ProcessGroup(this.#pid, this.channel);
      await group.signal('SIGKILL');
      await group.endRest();
    }
    // Something that has left the group, and its environment, may hold them open for ever.
    const drained = await Promise.race([Promise.all(read), delay(DRAIN, null, { ref: false })]);
    if (drained === null) for (const stream of [this.guard.stdout!, this.guard.stderr!]) stream.destroy();
    if (this.#last?.type === 'failed') throw notStarted(this.launch, this.#last);
    if (this.#last?.type === 'exited') return this.#last;
    return { code: null, signal: 'SIGKILL' };
  }
}

/** @throws ProgramError if the folder that a program is to be started in does not exist */
export async function requireFolder({ cwd }: Launch): Promise<void> {
  if (!(await stat(cwd).catch(() => null))?.isDirectory())
    throw new ProgramError(l10n.t('The folder {0} does not exist; the program cannot be started in it.', cwd));
}

/** What the guard is told to start. */
export function howToStart(
  launch: Launch,
  channel: string,
  { python, patience = PATIENCE }: Pick<StartOptions, 'python' | 'patience'>,
): Pick<StartRequest, 'file' | 'args' | 'shell' | 'cwd' | 'env' | 'patience'> {
  const { command, cwd } = launch;
  const [file, ...args] = 'shellLine' in command ? [command.shellLine] : command;
  const env = probedEnvironment(launch, channel, python, process.env);
  return { file, args, shell: 'shellLine' in command, cwd, env, patience };
}

/** Why a program could not be started, in a sentence. */
export function notStarted(
  { command }: Launch,
  { code, message }: Extract<GuardReport, { type: 'failed' }>,
): ProgramError {
  return new ProgramError(notStartedText('shellLine' in command ? '' : command[0], code, message));
}

function notStartedText(name: string, code: string | null, message: string): string {
  const starter = STARTERS[path.extname(name)];
  if (code === 'ENOENT' && starter !== undefined)
    return l10n.t("{0} can't be started by itself. Use {1}.", name, commandText([...starter, name]));
  if (code === 'ENOENT') return l10n.t('The program "{0}" was not found. Check its name, or give its path.', name);
  if (code === 'EACCES')
    return l10n.t(
      'Permission denied: "{0}" is not executable. Run it with its interpreter, or make it executable with chmod +x.',
      name,
    );
  return l10n.t('The program "{0}" could not be started: {1}.', name, message);
}

async function pass(stream: Readable, name: OutputName, onOutput: StartOptions['onOutput']): Promise<void> {
  try {
    for await (const bytes of stream) await onOutput(bytes as Buffer, name);
  } catch {
    // The pipe broke: there is nothing more to read.
  }
}
