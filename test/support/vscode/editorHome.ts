import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const SAMPLE = path.resolve(__dirname, '..', 'workspace');

/** The folders that one VS Code lives in: nothing of it is shared with another, or with the user's own. */
export interface EditorHome {
  /** Home of the user; everything else lies in it. */
  readonly folder: string;
  readonly userData: string;
  readonly extensions: string;
  /** A copy of test/support/workspace that tests may change. */
  readonly workspace: string;
  remove(): Promise<void>;
}

/** The path is kept short, for sockets lie below it whose names the system limits to a hundred characters. */
export async function makeEditorHome(): Promise<EditorHome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gold-'));
  const [userData, extensions, workspace] = ['data', 'ext', 'workspace'].map((name) => path.join(folder, name));
  await Promise.all([mkdir(userData), mkdir(extensions), cp(SAMPLE, workspace, { recursive: true })]);
  return {
    folder,
    userData,
    extensions,
    workspace,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

/** The environment without what would make a VS Code believe that it runs inside another one. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|(HASHED_)?PASSWORD$|PORT$|NODE_OPTIONS$)/.test(name),
    ),
  );
}
