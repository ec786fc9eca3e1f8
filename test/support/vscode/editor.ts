import { SilentReporter, downloadAndUnzipVSCode } from '@vscode/test-electron';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { programOf } from './debianPackages.ts';
import { ensureServer } from './installServer.ts';
import type { InstalledServer } from './installServer.ts';
import { UnavailableError } from './unavailable.ts';
import { chosenVersion } from './versions.ts';
import type { VersionPlan } from './versions.ts';

/** A VS Code that can be started on this machine: the desktop, or the same as a server with a browser. */
export type Editor =
  | { readonly kind: 'desktop'; readonly version: string; readonly executable: string }
  | { readonly kind: 'server'; readonly version: string; readonly server: InstalledServer; readonly chromium: string };

/** What is fetched to test with; git ignores it, and it may be deleted at any time. */
export const CACHE = path.resolve(__dirname, '..', '..', '..', '.cache');

const HOSTS = ['desktop', 'server'];
/** Milliseconds without a byte after which a download counts as impossible. */
const DOWNLOAD_PATIENCE = 15_000;

/**
 * Finds or installs the VS Code to test in: the desktop where it can be downloaded and shown, otherwise the server.
 * GOLDILOCKS_HOST=desktop or server leaves no choice; GOLDILOCKS_VSCODE chooses the version.
 * @throws UnavailableError where this platform can have neither.
 */
export async function prepareEditor(
  log: (line: string) => void,
  forced = process.env.GOLDILOCKS_HOST,
): Promise<Editor> {
  const plan = chosenVersion();
  if (forced && !HOSTS.includes(forced))
    throw new Error(`GOLDILOCKS_HOST is "${forced}"; it may be ${HOSTS.join(' or ')}.`);
  if (forced === 'server') return prepareServer(plan, log);

  const desktop = await prepareDesktop(plan, log);
  if (typeof desktop !== 'string') return desktop;
  if (forced === 'desktop') throw new Error(`The desktop VS Code can't be had: ${desktop}`);
  log(`The desktop VS Code can't be had (${desktop}), so its server is used.`);
  return prepareServer(plan, log).catch((error: unknown) => {
    if (error instanceof UnavailableError)
      throw new UnavailableError(`${error.message} The desktop VS Code can't be had either: ${desktop}`);
    throw error;
  });
}

/** The desktop VS Code, or why there is none. */
async function prepareDesktop(
  { version, desktop }: VersionPlan,
  log: (line: string) => void,
): Promise<Editor | string> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display; xvfb-run gives one';
  const cachePath = path.join(CACHE, 'vscode-desktop');
  await mkdir(cachePath, { recursive: true });
  log(`Looking for the desktop VS Code ${desktop}; it is downloaded once.`);
  try {
    const options = { version: desktop, cachePath, timeout: DOWNLOAD_PATIENCE, reporter: new SilentReporter() };
    return { kind: 'desktop', version, executable: await downloadAndUnzipVSCode(options) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function prepareServer(plan: VersionPlan, log: (line: string) => void): Promise<Editor> {
  const server = await ensureServer(plan, CACHE, log);
  return { kind: 'server', version: plan.version, server, chromium: await programOf('chromium') };
}
