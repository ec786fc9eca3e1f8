import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_SILENCE } from '../runs/trainingProcess.ts';
import { defaultPoolSize, WorkerPool } from '../runs/workerPool.ts';
import { tensorflowFolder } from '../training/tensorflow/installation.ts';
import type { UsageError } from './command.ts';
import { readTrainingOptions, TRAINING_OPTIONS } from './options.ts';

/** Where commands that train get what they need. */
export interface TrainingOptions {
  /** Runs at the same time; undefined for as many as fit the machine. */
  readonly jobs: number | undefined;
  /** The folder that holds TensorFlow; undefined for that of the environment, or of the clone. */
  readonly tensorflow: string | undefined;
}

/** Names the folder that holds TensorFlow, for all commands. */
export const TENSORFLOW_VARIABLE = 'GOLDILOCKS_TENSORFLOW';

/** As many rates as a preset has. What a command really trains is known only later, and brings the others. */
const LIKELY_RUNS = 3;

/** How workers are started. */
export function workerOptions(root: string, { tensorflow }: TrainingOptions) {
  return {
    script: path.join(root, 'dist', 'worker.js'),
    priority: 'normal',
    silence: DEFAULT_SILENCE,
    tensorflowFolder: tensorflowFolder({ named: tensorflow ?? process.env[TENSORFLOW_VARIABLE] ?? null, root }),
  } as const;
}

/** A pool for the runs of one command; only a number that was asked for is kept to exactly. */
export function newPool(root: string, options: TrainingOptions): WorkerPool {
  return new WorkerPool(options.jobs ?? defaultPoolSize(), {
    ...workerOptions(root, options),
    stretches: options.jobs === undefined,
  });
}

/**
 * The pool of a command that will train, with workers that start while the command itself is still being loaded. Nothing is
 * checked here but what is needed.
 * @returns undefined if the options cannot be used, of which the command will tell
 */
export function hireAhead(root: string, args: readonly string[]): WorkerPool | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: TRAINING_OPTIONS, strict: false, allowPositionals: true });
    const pool = newPool(root, readTrainingOptions(values));
    pool.warmUp(Math.min(pool.size, LIKELY_RUNS));
    return pool;
  } catch (error) {
    if ((error as UsageError).name !== 'UsageError') throw error;
    return undefined;
  }
}
