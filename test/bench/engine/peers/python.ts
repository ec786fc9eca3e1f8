import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, runProgram } from '../../../support/programs.ts';
import { BenchError, lastLine } from '../benchError.ts';

/** A Python that has PyTorch. */
export interface PythonWithTorch {
  readonly program: string;
  /** Of PyTorch, and the vector instructions that it uses here, for example "2.13.0+cpu (AVX2)". */
  readonly version: string;
}

/** Prints the version as above; the first PyTorches of this line do not tell their instructions. */
const ASK_VERSION = `
import torch
tell = getattr(torch.backends.cpu, "get_cpu_capability", None)
print("version", torch.__version__ + (f" ({tell()})" if tell else ""))
`;

/** pip waits for minutes for an index that does not answer, unless it is told otherwise. */
const PIP = { PIP_RETRIES: '0', PIP_DEFAULT_TIMEOUT: '5', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
/** Builds without the gigabytes for graphics cards that those of the usual index bring along on Linux. */
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
/** Where Debian's own packages are seen, whatever other Pythons are installed. */
const SYSTEM_PYTHON = '/usr/bin/python3';

/**
 * Finds a Python with PyTorch: the one that is named, else a virtual environment of the benchmark's own, which it makes when it
 * can, else that of the system (on Debian: apt-get install python3-torch).
 * @param named a program; null for none
 * @param cache the folder for the virtual environment
 * @throws BenchError with a sentence if there is none
 */
export async function findPython(
  named: string | null,
  cache: string,
  log: (line: string) => void,
): Promise<PythonWithTorch> {
  if (named !== null) {
    return inspect(named).catch((error) => {
      throw new BenchError(
        `${named} should be a Python with PyTorch, but "import torch" fails in it: ${lastLine(error)}`,
      );
    });
  }
  const place = path.join(cache, 'python-torch');
  const ours = pythonIn(place);
  const reasons: string[] = [];
  const note = (what: string) => (error: unknown) => void reasons.push(`${what}: ${lastLine(error)}`);
  const found =
    (await inspect(ours).catch(() => undefined)) ??
    (await install(place, log)
      .then(() => inspect(ours))
      .catch(note('pip'))) ??
    (await inspect(SYSTEM_PYTHON).catch(note(SYSTEM_PYTHON)));
  if (found) return found;
  throw new BenchError(
    `There is no PyTorch to compare with (${reasons.join('; ')}): install it for some Python and name that one with --python PATH.`,
  );
}

async function inspect(program: string): Promise<PythonWithTorch> {
  const version = await runProgram(program, ['-W', 'ignore', '-c', ASK_VERSION]);
  return { program, version: /^version (.*)$/m.exec(version)![1] };
}

/** Makes a virtual environment with PyTorch beside its place and moves it there when it is whole. */
async function install(place: string, log: (line: string) => void): Promise<void> {
  const python = await findProgram('python3', 'python');
  if (python === undefined) throw new BenchError('there is no python3');
  log('Installing PyTorch with pip into a folder of its own; this happens once and takes some minutes.');
  const unfinished = `${place}.${process.pid}`;
  try {
    await mkdir(path.dirname(place), { recursive: true });
    await runProgram(python, ['-m', 'venv', unfinished]);
    const pip = (...options: readonly string[]) =>
      runProgram(pythonIn(unfinished), ['-m', 'pip', 'install', '--quiet', ...options, 'torch'], {
        env: { ...process.env, ...PIP },
      });
    await pip('--index-url', CPU_INDEX).catch(() => pip());
    await rm(place, { recursive: true, force: true });
    await rename(unfinished, place);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function pythonIn(environment: string): string {
  return process.platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');
}
