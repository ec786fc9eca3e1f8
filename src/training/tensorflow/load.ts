import * as l10n from '@vscode/l10n';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findTensorflow, TensorflowError } from './installation.ts';
import { polyfillUtil } from './utilPolyfill.ts';

export type Tensorflow = typeof import('@tensorflow/tfjs-node');
export type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node';

/** TensorFlow loaded into this process. */
export interface LoadedTensorflow {
  readonly tf: Tensorflow;
  /** Versions of the package and the native library: "tfjs-node 4.22.0, libtensorflow 2.9.1". */
  readonly build: string;
}

/**
 * One thread per run, because runs train at the same time in separate processes and sums must always have the same order. Only
 * errors are written to standard error.
 */
const ENVIRONMENT = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '2' };

/**
 * Loads TensorFlow from a folder. This runs native code from that folder, so only workers do it, and only for a folder that the
 * user named. Takes a second and some 300 MB.
 * @throws TensorflowError if it is not there or cannot be loaded
 */
export async function loadTensorflow(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LoadedTensorflow> {
  const installation = await findTensorflow(folder);
  for (const [name, value] of Object.entries(ENVIRONMENT)) environment[name] ??= value;
  polyfillUtil();
  try {
    const tf = createRequire(path.join(installation.folder, 'package.json'))(installation.folder) as Tensorflow;
    const { binding } = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
    return { tf, build: `tfjs-node ${installation.version}, libtensorflow ${binding.TF_Version}` };
  } catch (error) {
    throw new TensorflowError(describeLoadFailure(installation.folder, error));
  }
}

/** One sentence about why the package cannot be loaded. */
export function describeLoadFailure(folder: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.split('\n')[0].trim().replace(/\.$/, '');
  if (/native addon module .*can not be found/.test(reason)) {
    return l10n.t(
      '{0} lacks TensorFlow\'s native library, which its install script downloads: run "npm rebuild @tensorflow/tfjs-node" where it is installed, without --ignore-scripts (in a clone of Goldilocks: "npm run setup:tensorflow").',
      folder,
    );
  }
  return l10n.t('TensorFlow in {0} cannot be loaded here: {1}.', folder, reason);
}
