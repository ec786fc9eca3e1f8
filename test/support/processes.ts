import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { DIST } from './folders.ts';

/** Waits until the condition holds; fails with a sentence after the time (milliseconds). */
export async function until(what: string, condition: () => boolean | Promise<boolean>, time = 20_000): Promise<void> {
  const end = performance.now() + time;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Timed out after ${time / 1000} s, waiting until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Skips a test on Windows: it needs signals, ps or a shell. */
export function needsPosixProcesses(test: Mocha.Context): void {
  if (process.platform === 'win32') test.skip();
}

/** Whether a process exists (one that has ended but was not yet waited for counts as gone). */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/^Z/.test(ps('-o', 'stat=', '-p', String(pid)).trim());
}

/** Process ids of the direct children of a process. */
export function childrenOf(pid: number): number[] {
  return ps('-A', '-o', 'pid=,ppid=')
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child);
}

/** Ids of the processes whose command line contains all of the texts; none on Windows. */
export function processesWith(...texts: readonly string[]): number[] {
  return ps('-A', '-ww', '-o', 'pid=,args=')
    .split('\n')
    .filter((line) => texts.every((text) => line.includes(text)))
    .map((line) => Number.parseInt(line, 10));
}

function ps(...args: string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** A running command. */
export interface CliCall {
  readonly process: ChildProcess;
  /** Its standard output and error so far. */
  output(): string;
  errors(): string;
  readonly ended: Promise<CliResult>;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts `goldilocks` as a user does, in a folder.
 * @param output the file descriptor for its standard output
 */
export function startCli(args: readonly string[], cwd: string, output?: number): CliCall {
  const child = spawn(process.execPath, [path.join(DIST, 'cli.js'), ...args], {
    cwd,
    stdio: ['ignore', output ?? 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CliResult>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { process: child, output: () => stdout, errors: () => stderr, ended };
}

/** Runs `goldilocks` to its end. */
export function runCli(args: readonly string[], cwd: string): Promise<CliResult> {
  return startCli(args, cwd).ended;
}
