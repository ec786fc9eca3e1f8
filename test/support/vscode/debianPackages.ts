import { findProgram, runProgram } from '../programs.ts';
import { UnavailableError } from './unavailable.ts';

/** The programs by which a Debian package is recognised; any of them will do, wherever it came from. */
const PROGRAMS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  python3: ['python3'],
  'python3-pip': ['pip3', 'pip'],
  make: ['make'],
  'g++': ['g++'],
  ripgrep: ['rg'],
};

export type DebianPackage = keyof typeof PROGRAMS;

/** Where a program of a package lies. */
export async function programOf(name: DebianPackage): Promise<string> {
  const found = await findProgram(...PROGRAMS[name]);
  if (!found) throw new UnavailableError(`${name} is not installed.`);
  return found;
}

/**
 * Installs those of the packages that are missing.
 * @param purpose what needs them, the beginning of a sentence
 * @throws UnavailableError with what to do where this process can't.
 */
export async function ensureDebianPackages(
  names: readonly DebianPackage[],
  log: (line: string) => void,
  purpose = 'The server host of VS Code',
): Promise<void> {
  const missing = await missingOf(names);
  if (missing.length === 0) return;

  const aptGet = await findProgram('apt-get');
  if (!aptGet) throw new UnavailableError(`${purpose} needs ${missing.join(', ')}: install them and try again.`);
  if (process.getuid?.() !== 0) {
    throw new UnavailableError(
      `${purpose} needs ${missing.join(', ')}: "sudo apt-get install ${missing.join(' ')}" and try again.`,
    );
  }
  log(`Installing ${missing.join(', ')} with apt-get.`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram(aptGet, ['update', '-q'], options);
  await runProgram(aptGet, ['install', '-q', '-y', '--no-install-recommends', ...missing], options);
  const stillMissing = await missingOf(missing);
  if (stillMissing.length > 0)
    throw new Error(`apt-get installed ${stillMissing.join(', ')}, but no program of that name is on the search path.`);
}

async function missingOf(names: readonly DebianPackage[]): Promise<DebianPackage[]> {
  const found = await Promise.all(names.map((name) => findProgram(...PROGRAMS[name])));
  return names.filter((_, index) => !found[index]);
}
