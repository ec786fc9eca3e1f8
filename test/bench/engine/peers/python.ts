import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, runProgram } from '../../../support/programs.ts';
import { BenchError, lastLine } from '../benchError.ts';

/** A Python with PyTorch. */
export interface PythonWithTorch {
  readonly program: string;
  /** The version of PyTorch and its vector instructions, for example "2.13.0+cpu (AVX2)". */
  readonly version: string;
}

/** Prints the version as above. Old versions of PyTorch don't tell their instructions. */
const ASK_VERSION = `
import torch
tell = getattr(getattr(torch.backends, "cpu", None), "get_cpu_capability", None)
print("version", torch.__version__ + (f" ({tell()})" if tell else ""))
`;

/** By default, pip waits for minutes for an index that doesn't respond. */
const PIP = { PIP_RETRIES: '0', PIP_DEFAULT_TIMEOUT: '5', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
/** Builds without the gigabytes of GPU libraries that come with the default ones on Linux. */
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
/** The Python with Debian's packages, whatever others are installed. */
const SYSTEM_PYTHON = '/usr/bin/python3';

/**
 * Finds a Python with PyTorch: the one that is named, or else a virtual environment that is created if possible, or else that of the
 * system (on Debian: apt-get install python3-torch).
 * @param named the path of a Python; null if none is named
 * @param cache the folder for the virtual environment
 * @throws BenchError if there is none
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

/** Creates a virtual environment with PyTorch next to its final place, and moves it there when it is complete. */
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
