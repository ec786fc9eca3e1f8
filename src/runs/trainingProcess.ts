import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import { multiplyAdds } from '../domain/network.ts';
import type { EngineName, RunSpec } from '../domain/run.ts';
import type { Preparation, TrainingJob, WorkerReport, WorkerRequest } from '../protocol/training.ts';

export interface ProcessOptions {
  /** Absolute path of the worker's script. */
  readonly script: string;
  /** Low lets an editor and its other extensions go first. */
  readonly priority: 'low' | 'normal';
  /** Milliseconds without a word from a worker that has work after which it is taken for hung and killed. */
  readonly silence: number;
  /** Absolute path of the folder that workers load TensorFlow from, when a run asks for it. */
  readonly tensorflowFolder?: string;
  /** Flags for the worker's Node; none are inherited from this process, whose flags a child may not know. */
  readonly execArgv?: readonly string[];
}

/** Silence is long compared with the 50 ms within which a worker speaks, and short for somebody who waits. */
export const DEFAULT_SILENCE = 15_000;

/**
 * A worker cannot speak in the middle of a batch, and a batch of a large network takes its time: so many multiply-adds a second
 * are expected of the slowest processor, shared with others.
 */
const SLOWEST_PROCESSOR = 5e8;
/** A training step is a forward pass and, for the backward one, about two more. */
const PASSES = 3;

/** So much of the end of a worker's standard error is kept for the report of its death. */
const STDERR_TAIL = 4_000;
/** Checks for silence in one period of it. */
const TICKS = 10;

/** How a worker ended, in a sentence, with the end of what it wrote to its standard error. */
export interface Death {
  readonly reason: string;
  readonly stderrTail: string;
}

/** One forked worker: its messages, its signs of life and its end. */
export class TrainingProcess {
  readonly #child: ChildProcess;
  #stderr = '';
  #killedFor: string | null = null;
  #watch: NodeJS.Timeout | null = null;

  /**
   * @param onReport gets every message of the worker's
   * @param onDeath is called once, when the worker is gone; nothing comes after it
   */
  constructor(
    private readonly options: ProcessOptions,
    onReport: (report: WorkerReport) => void,
    onDeath: (death: Death) => void,
  ) {
    // 'advanced' keeps NaN and the infinities, which JSON would turn into null.
    this.#child = fork(options.script, options.tensorflowFolder === undefined ? [] : [options.tensorflowFolder], {
      execArgv: [...(options.execArgv ?? [])],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    this.#child
      .stderr!.setEncoding('utf8')
      .on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-STDERR_TAIL)));
    this.#child.on('message', (report) => {
      this.#heard = performance.now();
      onReport(report as WorkerReport);
    });
    let dead = false;
    const die = (reason: string): void => {
      if (dead) return;
      dead = true;
      this.#stopWatch();
      onDeath({ reason: this.#killedFor ?? reason, stderrTail: this.#stderr.trim() });
    };
    this.#child.on('error', (error) => die(`The training process could not be started: ${error.message}.`));
    this.#child.on('close', (code, signal) => die(describeEnd(code, signal, this.#stderr)));
    if (options.priority === 'low' && this.#child.pid !== undefined) lowerPriority(this.#child.pid);
  }

  #heard = performance.now();

  /** Process id; undefined if the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Gives the worker a run and watches for silence until `rest` is called. */
  start(job: TrainingJob): void {
    this.#send({ type: 'run', ...job });
    this.#watchSilence(this.options.silence + longestBatch(job.spec));
  }

  /** Has the worker make ready what its first run will probably need. */
  prepare(preparation: Preparation): void {
    this.#send({ type: 'prepare', ...preparation });
  }

  /** The worker has no run any more: silence is no sign of anything. */
  rest(): void {
    this.#stopWatch();
  }

  /** Has an engine loaded; the worker answers with its build, or why it cannot be. */
  inspect(engine: EngineName): void {
    this.#send({ type: 'inspect', engine });
  }

  cancel(run: string): void {
    this.#send({ type: 'cancel', run });
  }

  /** Ends the process at once. The reason replaces the one that its end would give. */
  kill(reason: string): void {
    this.#killedFor ??= reason;
    this.#child.kill('SIGKILL');
  }

  #send(request: WorkerRequest): void {
    // A send that fails means that the process is ending; its end is told by 'close'.
    this.#child.send(request, () => undefined);
  }

  /**
   * Silence is counted in this process's own ticks: when a tick itself comes late (a suspended laptop, a stopped
   * debugger), this process was away, not the worker, and the count starts again.
   */
  #watchSilence(silence: number): void {
    this.#stopWatch();
    this.#heard = performance.now();
    const interval = silence / TICKS;
    let ticked = performance.now();
    this.#watch = setInterval(() => {
      const now = performance.now();
      if (now - ticked > 2 * interval) this.#heard = now;
      ticked = now;
      if (now - this.#heard > silence) {
        this.kill(
          `The training process gave no sign of life for ${Math.ceil(silence / 1000)} seconds and was stopped.`,
        );
      }
    }, interval);
    this.#watch.unref();
  }

  #stopWatch(): void {
    if (this.#watch) clearInterval(this.#watch);
    this.#watch = null;
  }
}

/** Milliseconds that one training step may take at the most. */
function longestBatch({ network, batchSize }: Pick<RunSpec, 'network' | 'batchSize'>): number {
  return (1000 * PASSES * batchSize * multiplyAdds(network)) / SLOWEST_PROCESSOR;
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  if (/out of memory/i.test(stderr)) return 'The training process ran out of memory.';
  if (signal === 'SIGKILL')
    return 'The training process was killed (SIGKILL), by somebody or by the system for lack of memory.';
  if (signal !== null) return `The training process was ended by the signal ${signal}.`;
  return `The training process ended unexpectedly with exit code ${code}.`;
}

function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A process that is already gone, or a system that forbids it: the training is no less right for it.
  }
}
