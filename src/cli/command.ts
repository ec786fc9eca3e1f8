import type { WorkerPool } from '../runs/workerPool.ts';

/** Exit codes. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A subcommand: `goldilocks <name> …`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The text of `goldilocks <name> --help`. */
  readonly help: string;
  /**
   * @param args what follows the command's name
   * @throws UsageError for wrong arguments; any other error means that the command failed, its message says why
   */
  run(args: readonly string[], context: CommandContext): Promise<ExitCode>;
}

/** What a command needs from the program that runs it. */
export interface CommandContext {
  /** Folder that holds dist/ and media/. */
  readonly root: string;
  readonly version: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Workers that were started ahead for a command that trains. */
  readonly pool?: WorkerPool;
  /** Aborted by the first Ctrl+C. */
  readonly interrupt: AbortSignal;
}

/** Wrong arguments; the message says which, and what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
