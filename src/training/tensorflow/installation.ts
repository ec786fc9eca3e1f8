import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The version that the engine is written and tested for. */
export const TFJS_NODE_VERSION = '4.22.0';

const PACKAGE = '@tensorflow/tfjs-node';
/** Versions with this major number have the functions that the engine calls. */
const MAJOR = '4.';
/** Where `npm run setup:tensorflow` puts it, below the project's folder. */
const CLONE_FOLDER = ['.cache', 'tensorflow'];

/** TensorFlow cannot be used. The message is one sentence with the reason, and what to do where that is known. */
export class TensorflowError extends Error {
  override readonly name = 'TensorflowError';
}

/** An installed @tensorflow/tfjs-node; whether its native library is there and loads is not known yet. */
export interface TensorflowInstallation {
  /** Absolute path of the package. */
  readonly folder: string;
  readonly version: string;
}

/** Where to look: what the user named, else what a clone of the project has set up for itself. */
export interface TensorflowPlaces {
  /** The folder that the user named; empty or null for none. */
  readonly named: string | null;
  /** The folder that holds dist/. */
  readonly root: string;
}

/** The one folder to look in. */
export function tensorflowFolder({ named, root }: TensorflowPlaces): string {
  return named ? path.resolve(named) : path.join(root, ...CLONE_FOLDER);
}

/**
 * Finds the package in a folder that npm installed it into, or that is the package itself. Only this folder counts, never one
 * above it: what is loaded is what was named.
 * @throws TensorflowError if there is none, or one of a version that the engine was not made for
 */
export async function findTensorflow(folder: string): Promise<TensorflowInstallation> {
  for (const candidate of [path.join(folder, 'node_modules', PACKAGE), folder]) {
    const version = await versionIn(candidate);
    if (version === null) continue;
    if (!version.startsWith(MAJOR))
      throw new TensorflowError(
        `${candidate} holds ${PACKAGE} ${version}, but the engine needs ${TFJS_NODE_VERSION}: ${howToInstall(folder)}`,
      );
    return { folder: candidate, version };
  }
  throw new TensorflowError(`There is no ${PACKAGE} in ${folder}: ${howToInstall(folder)}`);
}

/** The command that installs the package and its native library into a folder, on any platform. */
export function installCommand(folder: string): string {
  return `npm install --prefix ${/^[\w@%+=:,./\\-]+$/.test(folder) ? folder : `"${folder}"`} ${PACKAGE}@${TFJS_NODE_VERSION}`;
}

/** The end of a sentence that says what is missing. */
function howToInstall(folder: string): string {
  return `install it with "${installCommand(folder)}" (in a clone of Goldilocks: "npm run setup:tensorflow"), or name the folder that holds it.`;
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
