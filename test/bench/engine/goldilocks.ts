import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Preparation, WorkerReport, WorkerRequest } from '../../../src/protocol/training.ts';
import { bundleProgram } from './bundle.ts';
import type { Node } from './machine.ts';
import type { MeasuredEpoch, MeasuredRun, Trainer } from './trainer.ts';
import type { BenchReport } from './trainingWorker.ts';
import type { Workload } from './workload.ts';

/** Bundles the worker with additional reports for the benchmark, next to copies of the built engine. */
export async function bundleWorker(root: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const dist = path.join(root, 'dist');
  for (const name of await readdir(dist)) {
    if (/^engine-.*\.wasm$/.test(name)) await copyFile(path.join(dist, name), path.join(folder, name));
  }
  return bundleProgram(path.join(root, 'test', 'bench', 'engine', 'trainingWorker.ts'), path.join(folder, 'worker.js'));
}

/** The built-in engine, in workers like those of the extension. */
export class Goldilocks implements Trainer {
  private constructor(
    readonly name: string,
    private readonly script: string,
    readonly node: Node,
  ) {}

  /**
   * Creates a trainer whose name includes the engine build that this Node runs.
   * @param script the result of `bundleWorker`
   * @param trial a short workload
   */
  static async create(script: string, node: Node, trial: Workload): Promise<Goldilocks> {
    const worker = new BenchWorker(script, node.path);
    try {
      const engine = await worker.engine(trial);
      return new Goldilocks(`Goldilocks ${engine}, Node ${node.version}`, script, node);
    } finally {
      await worker.end();
    }
  }

  async train(workload: Workload): Promise<MeasuredRun> {
    const worker = this.start();
    try {
      return await worker.run(workload);
    } finally {
      await worker.end();
    }
  }

  /** Forks a worker. */
  start(): BenchWorker {
    return new BenchWorker(this.script, this.node.path);
  }
}

/** A forked worker. */
export class BenchWorker {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  /** When it was forked; null after the first run, since later runs are timed from their request. */
  #forked: number | null = performance.now();
  #runs = 0;

  constructor(script: string, node: string) {
    this.#child = fork(script, [], {
      execPath: node,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#exited = new Promise((resolve) => this.#child.once('exit', () => resolve()));
  }

  /** Prepares the worker for a run, which is then timed from its request. */
  async prepare(workload: Workload): Promise<void> {
    const prepared = this.#listen((report) => report.type === 'prepared' || undefined);
    const request: WorkerRequest = { type: 'prepare', ...preparation(workload) };
    this.#child.send(request);
    await prepared;
    this.#forked = null;
  }

  /**
   * Trains once.
   * @throws Error if the run does not finish
   */
  async run(workload: Workload): Promise<MeasuredRun> {
    const start = this.#request(workload);
    const epochs: MeasuredEpoch[] = [];
    let [firstStepSeconds, peakBytes, loss] = [NaN, NaN, NaN];
    const ended = await this.#listen((report) => {
      if (report.type === 'first-step') firstStepSeconds = (performance.now() - start) / 1000;
      if (report.type === 'peak') peakBytes = report.peakBytes;
      if (report.type !== 'event') return undefined;
      if (report.event.type === 'epoch') epochs.push(report.event.epoch);
      if (report.event.type === 'samples')
        loss = report.event.samples.findLast((sample) => sample.loss !== undefined)?.loss ?? loss;
      return report.event.type === 'ended' ? report.event : undefined;
    });
    if (ended.state !== 'finished') throw new Error(`The run of the built-in engine ${ended.state}: ${ended.reason}`);
    return { epochs: epochs.map(({ images, seconds }) => ({ images, seconds })), loss, peakBytes, firstStepSeconds };
  }

  /**
   * Starts a run, and resolves to the seconds until its first training step is done. Can't be used again after that.
   * @throws Error if the run ends before
   */
  async firstStep(workload: Workload): Promise<number> {
    const start = this.#request(workload);
    const end = await this.#listen((report) => {
      if (report.type === 'first-step') return 'first-step';
      return report.type === 'event' && report.event.type === 'ended' ? report.event : undefined;
    });
    if (end !== 'first-step') throw new Error(`The run of the built-in engine ${end.state}: ${end.reason}`);
    return (performance.now() - start) / 1000;
  }

  /** The engine and build of a run, for example "wasm simd". Can't be used again after that. */
  async engine(workload: Workload): Promise<string> {
    this.#request(workload);
    return this.#listen((report) =>
      report.type === 'event' && report.event.type === 'started' ? report.event.engine : undefined,
    );
  }

  /** Kills the worker. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Requests a run. @returns the time that it is measured from */
  #request(workload: Workload): number {
    const start = this.#forked ?? performance.now();
    this.#forked = null;
    const request: WorkerRequest = {
      type: 'run',
      run: String(++this.#runs),
      ...preparation(workload),
      attempt: null,
      continueFrom: null,
      earlier: [],
    };
    this.#child.send(request);
    return start;
  }

  /** Resolves to the first value that `find` returns for a report of the worker. */
  #listen<T>(find: (report: WorkerReport | BenchReport) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = (): void => void this.#child.off('message', listen).off('exit', died);
      const died = (code: number | null): void =>
        reject(new Error(`The worker ended with exit code ${code} before its run did.`));
      const listen = (report: WorkerReport | BenchReport): void => {
        const found = find(report);
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      this.#child.on('message', listen).on('exit', died);
    });
  }
}

function preparation({
  network,
  optimizer,
  learningRate,
  batchSize,
  epochs,
  train,
  test,
  seed,
  folder,
}: Workload): Preparation {
  const spec = {
    network,
    optimizer,
    learningRate,
    batchSize,
    epochs,
    seed,
    dataset: { name: 'MNIST', folder, train, test },
    engine: 'wasm',
  } as const;
  return { spec, datasetFolder: folder };
}
