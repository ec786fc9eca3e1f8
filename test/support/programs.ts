import { spawn } from 'node:child_process';
import type { SpawnOptionsWithoutStdio } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * Runs a program to its end without a shell, and returns all that it wrote.
 * @throws Error with that text when it fails: only then does anybody want to read it.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): Promise<string> {
  const child = spawn(program, args, options);
  child.stdin.end();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const end = await new Promise<string | number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (end !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${end}:\n${output}`);
  return output;
}

/** Where the first of these programs that there is lies on the search path. */
export async function findProgram(...names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const candidate of names.flatMap((name) => folders.map((folder) => path.join(folder, name)))) {
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}
