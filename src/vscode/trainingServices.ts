import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { Engines } from '../app/engines.ts';
import type { SweepServices } from '../app/sweep.ts';
import { DEFAULT_SILENCE } from '../runs/trainingProcess.ts';
import { defaultPoolSize, WorkerPool } from '../runs/workerPool.ts';
import { tensorflowFolder } from '../training/tensorflow/installation.ts';
import { readTensorflowFolder } from './engine/engineSettings.ts';
import { readWorkers } from './settings.ts';

/** What sweeps of this window need. Its workers are forked for the first sweep and let go after the last. */
export class TrainingServices implements SweepServices, vscode.Disposable {
  /** Another one each time the window is loaded: what an earlier one left behind is interrupted. */
  readonly window = randomUUID();
  readonly version: string;
  readonly mnistFolder: string;
  #pool: WorkerPool | null = null;

  constructor(private readonly context: vscode.ExtensionContext) {
    this.version = (context.extension.packageJSON as { version: string }).version;
    this.mnistFolder = context.asAbsolutePath('media/mnist');
  }

  /** All sweeps that run at the same time share it. */
  get pool(): WorkerPool {
    this.#pool ??= new WorkerPool(this.poolSize, this.#workerOptions(readTensorflowFolder()));
    return this.#pool;
  }

  /** The engines as the settings have them. */
  get engines(): Engines {
    return this.enginesFrom(readTensorflowFolder());
  }

  /** @param named the folder that TensorFlow is looked for in; null for that of a clone */
  enginesFrom(named: string | null): Engines {
    return new Engines(this.#workerOptions(named));
  }

  #workerOptions(named: string | null) {
    const root = this.context.extensionPath;
    return {
      script: path.join(root, 'dist', 'worker.js'),
      priority: 'low',
      silence: DEFAULT_SILENCE,
      tensorflowFolder: tensorflowFolder({ named, root }),
    } as const;
  }

  /** Runs at the same time, as the settings have it. */
  get poolSize(): number {
    return readWorkers() || defaultPoolSize();
  }

  /** @throws SettingError for what would otherwise be found out when the first worker is needed */
  check(): void {
    readWorkers();
    readTensorflowFolder();
  }

  get workers(): readonly number[] {
    return this.#pool?.pids ?? [];
  }

  /** Ends the workers, each of which holds a data set in memory: called when nothing is left to train. */
  release(): void {
    this.#pool?.dispose();
    this.#pool = null;
  }

  dispose(): void {
    this.release();
  }
}
