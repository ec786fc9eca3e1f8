import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A line of the probe's channel, as docs/probe.md describes it. */
export interface ProbeLine {
  readonly type: string;
  readonly samples?: readonly ProbeSample[];
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly why?: string;
  readonly state?: string;
  readonly exception?: string;
  readonly argv?: readonly string[];
  readonly frameworks?: Readonly<Record<string, string>>;
}

export interface ProbeSample {
  readonly step: number;
  readonly loss?: number | string;
  readonly rate?: number;
  readonly gradientNorm?: number;
  readonly updateRatio?: number;
  readonly extra?: Readonly<Record<string, number>>;
}

/** What a program did. `reports`: the lines of each file in the channel's folder; empty without the probe. */
export interface Watched {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly reports: readonly (readonly ProbeLine[])[];
}

export interface WatchOptions {
  /** What the probe is asked to do; without it the program runs alone. */
  readonly mode?: object;
  /** The value of GOLDILOCKS_PROBE instead of one that is made from the mode. */
  readonly order?: string;
  /** Folders on PYTHONPATH behind the probe's. */
  readonly modules?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the program runs, for tests that interrupt it. */
  started?(child: ChildProcess): void;
}

const INJECT = path.resolve('media', 'python', 'inject');
/** What a machine without frameworks calls its Python. */
export const BARE_PYTHON = process.platform === 'win32' ? 'python' : 'python3';
/** Modules with the names of frameworks and next to nothing in them. */
export const FAKE_FRAMEWORKS = path.resolve('test', 'support', 'python', 'frameworks');

/** Runs Python in a folder with the probe, whose channel is the folder `channel` in it. */
export async function runProbed(folder: string, args: readonly string[], options: WatchOptions): Promise<Watched> {
  const channel = path.join(folder, 'channel');
  mkdirSync(channel, { recursive: true });
  const { mode, order, modules = [] } = options;
  const probed = mode !== undefined || order !== undefined;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PYTHONDONTWRITEBYTECODE: '1',
    ...options.env,
    PYTHONPATH: [...(probed ? [INJECT] : []), ...modules].join(path.delimiter),
  };
  if (probed) env.GOLDILOCKS_PROBE = order ?? JSON.stringify({ version: 1, directory: channel, mode });
  const child = spawn(BARE_PYTHON, args, { cwd: folder, env });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  child.stdin.end();
  options.started?.(child);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...end) => resolve(end));
  });
  return { code, signal, ...texts, reports: readReports(channel) };
}

/** The samples of a report in order. */
export function samplesOf(report: readonly ProbeLine[]): ProbeSample[] {
  return report.flatMap((line) => line.samples ?? []);
}

/** Writes a program and returns its file's name. */
export function writeProgram(folder: string, name: string, text: string): string {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
  return name;
}

function readReports(channel: string): ProbeLine[][] {
  return readdirSync(channel)
    .sort()
    .map((file) =>
      readFileSync(path.join(channel, file), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ProbeLine),
    );
}
