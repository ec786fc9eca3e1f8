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

/** Makes dist/worker.js once more, with what the benchmark wants to hear from it, and puts it beside copies of the built engine. */
export async function bundleWorker(root: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const dist = path.join(root, 'dist');
  for (const name of await readdir(dist)) {
    if (/^engine-.*\.wasm$/.test(name)) await copyFile(path.join(dist, name), path.join(folder, name));
  }
  return bundleProgram(path.join(root, 'test', 'bench', 'engine', 'trainingWorker.ts'), path.join(folder, 'worker.js'));
}

/** The built-in engine in workers as the extension forks them. */
export class Goldilocks implements Trainer {
  private constructor(
    readonly name: string,
    private readonly script: string,
    readonly node: Node,
  ) {}

  /**
   * Finds out which build of the engine this Node runs, for the name.
   * @param script what `bundleWorker` made
   * @param trial something short
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

  /** A worker, forked now. */
  start(): BenchWorker {
    return new BenchWorker(this.script, this.node.path);
  }
}

/** One forked worker. */
export class BenchWorker {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  /** When it was forked, until its first run; a later run counts from the moment when it was asked for. */
  #forked: number | null = performance.now();
  #runs = 0;

  constructor(script: string, node: string) {
    this.#child = fork(script, [], {
      execPath: node,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#gone = new Promise((resolve) => this.#child.once('exit', () => resolve()));
  }

  /** Lets the worker make itself ready for a run, which then counts from the moment when it is asked for. */
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
    const begun = this.#ask(workload);
    const epochs: MeasuredEpoch[] = [];
    let [firstStepSeconds, peakBytes, loss] = [NaN, NaN, NaN];
    const ended = await this.#listen((report) => {
      if (report.type === 'first-step') firstStepSeconds = (performance.now() - begun) / 1000;
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
   * Begins to train and resolves to the seconds until the first training step was done. The worker is of no further use.
   * @throws Error if there is none
   */
  async firstStep(workload: Workload): Promise<number> {
    const begun = this.#ask(workload);
    const end = await this.#listen((report) => {
      if (report.type === 'first-step') return 'first-step';
      return report.type === 'event' && report.event.type === 'ended' ? report.event : undefined;
    });
    if (end !== 'first-step') throw new Error(`The run of the built-in engine ${end.state}: ${end.reason}`);
    return (performance.now() - begun) / 1000;
  }

  /** The engine and the build that a run is trained with, for example "wasm simd". The worker is of no further use. */
  async engine(workload: Workload): Promise<string> {
    this.#ask(workload);
    return this.#listen((report) =>
      report.type === 'event' && report.event.type === 'started' ? report.event.engine : undefined,
    );
  }

  /** Ends the worker, whatever it does. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  /** Hands over a run. @returns the time that counts as its beginning */
  #ask(workload: Workload): number {
    const begun = this.#forked ?? performance.now();
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
    return begun;
  }

  /** Resolves to the first thing that `find` makes of the worker's reports. */
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
