import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_HEARTBEAT_TIMEOUT } from '../runs/workerProcess.ts';
import { defaultPoolSize, WorkerPool } from '../runs/workerPool.ts';
import { tensorflowFolder } from '../training/tensorflow/installation.ts';
import type { UsageError } from './command.ts';
import { readWorkerOptions, WORKER_OPTIONS } from './options.ts';

/** The options of training commands that decide how workers are started. */
export interface WorkerOptions {
  /** Runs at the same time; undefined for as many as suit the machine. */
  readonly jobs: number | undefined;
  /** The folder that holds TensorFlow; undefined for the one named by the environment, or that of the clone. */
  readonly tensorflow: string | undefined;
}

/** The environment variable with TensorFlow's folder, for all commands. */
export const TENSORFLOW_VARIABLE = 'GOLDILOCKS_TENSORFLOW';

/** As many as a preset has rates. If the command trains more, further workers are started then. */
const EXPECTED_RUNS = 3;

/** Options for starting workers. */
export function processOptions(root: string, { tensorflow }: WorkerOptions) {
  return {
    script: path.join(root, 'dist', 'worker.js'),
    priority: 'normal',
    heartbeatTimeout: DEFAULT_HEARTBEAT_TIMEOUT,
    tensorflowFolder: tensorflowFolder({ named: tensorflow ?? process.env[TENSORFLOW_VARIABLE] ?? null, root }),
  } as const;
}

/** A pool for the runs of one command. It may exceed its size, unless the user asked for a number of jobs. */
export function newPool(root: string, options: WorkerOptions): WorkerPool {
  return new WorkerPool(options.jobs ?? defaultPoolSize(), {
    ...processOptions(root, options),
    canExceedSize: options.jobs === undefined,
  });
}

/**
 * Starts the workers of a command that will train while the command itself is still being loaded. Reads only the options that it
 * needs.
 * @returns the pool; undefined if the options are invalid, which the command will report
 */
export function startWorkersEarly(root: string, args: readonly string[]): WorkerPool | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: WORKER_OPTIONS, strict: false, allowPositionals: true });
    const pool = newPool(root, readWorkerOptions(values));
    pool.warmUp(Math.min(pool.size, EXPECTED_RUNS));
    return pool;
  } catch (error) {
    if ((error as UsageError).name !== 'UsageError') throw error;
    return undefined;
  }
}
