import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { Engines } from '../app/engines.ts';
import type { TrainingEnvironment } from '../app/training.ts';
import { SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import { presetChoice, specOf } from '../kinds/sweep/choice.ts';
import { DEFAULT_HEARTBEAT_TIMEOUT } from '../runs/workerProcess.ts';
import { WorkerRunner } from '../runs/workerRunner.ts';
import { defaultPoolSize, WorkerPool } from '../runs/workerPool.ts';
import { tensorflowFolder } from '../training/tensorflow/installation.ts';
import { readTensorflowFolder } from './engine/engineSettings.ts';
import { readWorkers } from './settings.ts';

/** Milliseconds after which a worker without a run gives its memory back. */
const IDLE_TIMEOUT = 2 * 60_000;

/** What sweeps of this window need. Its workers are forked when a sweep is likely, and end when they have had no run for a while. */
export class TrainingServices implements TrainingEnvironment, vscode.Disposable {
  /** Another one each time the window is loaded: what an earlier one left behind is interrupted. */
  readonly window = randomUUID();
  readonly version: string;
  readonly mnistFolder: string;
  readonly runner: WorkerRunner;
  #pool: WorkerPool | null = null;
  /** What the pool was made for, as a text. */
  #poolSettings = '';

  constructor(private readonly context: vscode.ExtensionContext) {
    this.version = (context.extension.packageJSON as { version: string }).version;
    this.mnistFolder = context.asAbsolutePath('media/mnist');
    this.runner = new WorkerRunner(() => this.pool, this.mnistFolder);
  }

  /** All sweeps that run at the same time share it; changed settings count when none of them runs any more. */
  get pool(): WorkerPool {
    const options = {
      ...this.#workerOptions(readTensorflowFolder()),
      idleTimeout: IDLE_TIMEOUT,
      canExceedSize: readWorkers() === 0,
    };
    const settings = JSON.stringify([this.poolSize, options]);
    if (this.#pool && !this.#pool.isBusy && settings !== this.#poolSettings) this.#release();
    if (!this.#pool) {
      this.#pool = new WorkerPool(this.poolSize, options);
      this.#poolSettings = settings;
    }
    return this.#pool;
  }

  /** Starts workers for a sweep that is likely to come, with what the first preset needs: it is the one that most will choose. */
  warmUp(): void {
    const choice = presetChoice(SLOW_FAST_FURIOUS);
    try {
      this.pool.warmUp(choice.learningRates.length, {
        spec: specOf(choice, choice.learningRates[0], 1, choice.engine),
        datasetFolder: this.mnistFolder,
      });
    } catch {
      // A setting that cannot be used is told of when a sweep is started.
    }
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
      heartbeatTimeout: DEFAULT_HEARTBEAT_TIMEOUT,
      tensorflowFolder: tensorflowFolder({ named, root }),
      translationsFile: vscode.l10n.uri?.fsPath,
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

  dispose(): void {
    this.#release();
  }

  #release(): void {
    this.#pool?.dispose();
    this.#pool = null;
  }
}
