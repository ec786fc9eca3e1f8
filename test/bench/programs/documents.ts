import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { programFile, writtenRate } from './programs.ts';
import type { BenchProgram } from './programs.ts';

const ROOT = path.resolve(__dirname, '..', '..', '..');
/** More than the longest document. */
const MOST_BYTES = 100_000_000;

/** What is asked of the command line about a program. The search is told where to start: not every program shows it which rate counts. */
const COMMANDS = {
  find: () => ['find'],
  search: (program: BenchProgram) => ['sweep', '--search', '--from', String(writtenRate(program))],
} as const;

/**
 * What `goldilocks find` or the search prints about a program with --json, from the cache or asked now.
 * @param packages absolute path of the folder that has the frameworks
 * @throws Error with what the command line says where it fails
 */
export async function documentOf(
  command: keyof typeof COMMANDS,
  program: BenchProgram,
  packages: string,
): Promise<unknown> {
  const file = path.join(ROOT, '.cache', 'programs', command, `${program.name}.json`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return JSON.parse(kept);
  const text = await ask(COMMANDS[command](program), program, packages);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return JSON.parse(text);
}

async function ask(command: readonly string[], program: BenchProgram, packages: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-bench-'));
  const own = [...command, '--json', '--out', path.join(folder, 'experiment')];
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [path.join(ROOT, 'dist', 'cli.js'), ...own, '--', 'python3', path.basename(programFile(program))],
      {
        cwd: path.dirname(programFile(program)),
        env: { ...process.env, PYTHONPATH: packages, OMP_NUM_THREADS: '1' },
        maxBuffer: MOST_BYTES,
      },
    ).catch((error: Error & { stdout?: string }) => {
      // Where no run could be made it exits with 1, but the document says why.
      if (error.stdout?.startsWith('{')) return { stdout: error.stdout };
      throw error;
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
