import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The version that the engine is tested with. */
export const TFJS_NODE_VERSION = '4.22.0';

const PACKAGE = '@tensorflow/tfjs-node';
/** The engine works with all versions that start with this. */
const MAJOR = '4.';
/** The folder in the project that `npm run setup:tensorflow` installs into. */
const CLONE_FOLDER = ['.cache', 'tensorflow'];

/** TensorFlow cannot be used. The message says in one sentence why, and what to do if that is known. */
export class TensorflowError extends Error {
  override readonly name = 'TensorflowError';
}

/** An installed @tensorflow/tfjs-node. Its native library may be missing or fail to load. */
export interface TensorflowInstallation {
  /** Absolute path of the package. */
  readonly folder: string;
  readonly version: string;
}

/** Where TensorFlow can be: in the folder that the user named, else in that of a clone of the project. */
export interface TensorflowLocation {
  /** The folder that the user named; empty or null if none. */
  readonly named: string | null;
  /** The folder that holds dist/. */
  readonly root: string;
}

/** The folder to look in. */
export function tensorflowFolder({ named, root }: TensorflowLocation): string {
  return named ? path.resolve(named) : path.join(root, ...CLONE_FOLDER);
}

/**
 * Finds the package in a folder that npm installed it into, or that is the package itself. Parent folders are not searched:
 * only what the user named is loaded.
 * @throws TensorflowError if it is not there, or has a version that the engine does not work with
 */
export async function findTensorflow(folder: string): Promise<TensorflowInstallation> {
  for (const candidate of [path.join(folder, 'node_modules', PACKAGE), folder]) {
    const version = await versionIn(candidate);
    if (version === null) continue;
    if (!version.startsWith(MAJOR))
      throw new TensorflowError(
        l10n.t(
          '{0} holds {1} {2}, but the engine needs {3}: install it with "{4}" (in a clone of Goldilocks: "npm run setup:tensorflow"), or name the folder that holds it.',
          candidate,
          PACKAGE,
          version,
          TFJS_NODE_VERSION,
          installCommand(folder),
        ),
      );
    return { folder: candidate, version };
  }
  throw new TensorflowError(
    l10n.t(
      'There is no {0} in {1}: install it with "{2}" (in a clone of Goldilocks: "npm run setup:tensorflow"), or name the folder that holds it.',
      PACKAGE,
      folder,
      installCommand(folder),
    ),
  );
}

/** The command that installs the package and its native library into a folder; the same on all platforms. */
export function installCommand(folder: string): string {
  return `npm install --prefix ${/^[\w@%+=:,./\\-]+$/.test(folder) ? folder : `"${folder}"`} ${PACKAGE}@${TFJS_NODE_VERSION}`;
}

async function versionIn(folder: string): Promise<string | null> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => 'null');
  try {
    const description = JSON.parse(text) as { readonly name?: unknown; readonly version?: unknown } | null;
    return description?.name === PACKAGE && typeof description.version === 'string' ? description.version : null;
  } catch {
    return null;
  }
}
