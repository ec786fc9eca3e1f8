import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../programs.ts';
import type { InstalledServer } from './installServer.ts';
import { cleanEnvironment } from './editorHome.ts';
import type { EditorHome } from './editorHome.ts';

/** A VS Code server that serves its workbench to a browser on this machine. */
export interface RunningServer {
  readonly origin: string;
  /** All that it wrote. */
  log(): string;
  /** Ends it and everything it started. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** A package that is installed first, as a user would. */
  readonly vsix?: string;
  readonly isTrustOn?: boolean;
  /** Whether the workbench runs test suites in the extension host; it then shows no notifications, so it is no place for a user. */
  readonly runsSuites?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
}

const START_TIME = 60_000;
const STOP_TIME = 5_000;
/** An orphan ends itself after so many seconds without a browser. */
const IDLE_SECONDS = 300;
/** The last version whose server lacks the switches for idleness and for the options of the workbench. */
const OLD_SERVER = '1.100';

/** Starts a server in a home of its own. */
export async function startServer(
  server: InstalledServer,
  home: EditorHome,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const config = path.join(home.folder, 'config.yaml');
  await writeFile(config, 'auth: none\n');
  const base = [
    server.entry,
    '--config',
    config,
    '--user-data-dir',
    home.userData,
    '--extensions-dir',
    home.extensions,
  ];
  const env = {
    ...cleanEnvironment(),
    ...homeEnvironment(home.folder),
    EXTENSIONS_GALLERY: '{}',
    ...options.environment,
  };
  if (options.vsix) await runProgram(server.node, [...base, '--install-extension', options.vsix, '--force'], { env });

  // A process group of its own: the server's processes are stopped together.
  const child = spawn(server.node, [...base, ...serverArguments(server, options)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = stopper(child);
  let log = '';
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      const giveUp = (why: string) => () => reject(new Error(`The server of VS Code ${why}:\n${log}`));
      const timer = setTimeout(giveUp(`did not start in ${START_TIME / 1000} s`), START_TIME);
      child.once('error', reject).once('exit', giveUp('ended'));
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          log += text;
          const [, address] = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log) ?? [];
          if (!address) return;
          clearTimeout(timer);
          resolve(address);
        });
      }
    });
    return { origin, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address of a workbench; `payload` is what the desktop takes as arguments. */
export function workbenchUrl(
  { origin }: RunningServer,
  folder: string,
  payload: ReadonlyArray<readonly [string, string]> = [],
): string {
  const url = new URL(origin);
  url.searchParams.set('folder', folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** How the workbench names a file on the server's machine. */
export function remoteUri({ origin }: RunningServer, file: string): string {
  return `vscode-remote://${new URL(origin).host}${path.resolve(file)}`;
}

function serverArguments({ plan }: InstalledServer, { isTrustOn, runsSuites }: ServerOptions): string[] {
  const args = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'];
  args.push('--disable-getting-started-override', '--ignore-last-opened');
  if (!isTrustOn) args.push('--disable-workspace-trust');
  if (plan.version === OLD_SERVER) return args;
  args.push('--idle-timeout-seconds', String(IDLE_SECONDS));
  if (runsSuites) args.push('--vscode-option', 'enable-smoke-test-driver');
  return args;
}

function homeEnvironment(home: string): NodeJS.ProcessEnv {
  const inHome = (name: string) => path.join(home, name);
  return {
    HOME: home,
    XDG_CONFIG_HOME: inHome('.config'),
    XDG_DATA_HOME: inHome('.local'),
    XDG_CACHE_HOME: inHome('.cache'),
  };
}

/** Ends the group politely, then by force; also when this process is told to end or does. */
function stopper(child: ChildProcess): () => Promise<void> {
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const onExit = () => kill('SIGKILL');
  const onSignal = (signal: NodeJS.Signals) => {
    onExit();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  process.on('exit', onExit);
  for (const signal of signals) process.on(signal, onSignal);
  return async () => {
    kill('SIGTERM');
    const force = setTimeout(onExit, STOP_TIME);
    await ended;
    clearTimeout(force);
    onExit();
    process.off('exit', onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
}
