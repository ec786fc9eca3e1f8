import * as l10n from '@vscode/l10n';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import { multiplyAdds } from '../domain/network.ts';
import type { EngineName, RunSpec } from '../domain/run.ts';
import type { EndedEvent } from '../domain/runEvent.ts';
import type { Preparation, TrainingJob, WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { Watchdog } from './watchdog.ts';

export interface ProcessOptions {
  /** Absolute path of the worker's script. */
  readonly script: string;
  /** Low gives precedence to an editor and its other extensions. */
  readonly priority: 'low' | 'normal';
  /** Milliseconds without a message after which a worker that trains is considered hung and killed; see longestBatch. */
  readonly heartbeatTimeout: number;
  /** Absolute path of the folder that workers load TensorFlow from if a run uses it. */
  readonly tensorflowFolder?: string;
  /** Absolute path of the translations of what workers report, as VS Code keeps them; without it, they report in English. */
  readonly translationsFile?: string;
  /** Flags for the worker's Node; it inherits none from this process, whose flags it may not know. */
  readonly execArgv?: readonly string[];
}

/** Long compared with the 50 ms within which a worker sends a message, and short for a user who waits. */
export const DEFAULT_HEARTBEAT_TIMEOUT = 15_000;

/**
 * Multiply-adds per second of the slowest processor that is supported, shared with other programs. A worker cannot send messages
 * during a batch, and a batch of a large network takes its time.
 */
const MIN_MULTIPLY_ADDS = 5e8;
/** A training step is a forward pass, and a backward pass that costs about twice as much. */
const PASSES = 3;

/** Characters that are kept of the end of a worker's standard error. */
const STDERR_TAIL = 4_000;

/** Why a worker exited, in a sentence, and the end of what it wrote to its standard error. */
export interface WorkerExit {
  readonly reason: string;
  readonly stderrTail: string;
}

/** A forked worker: sends it requests, receives its reports, and kills it when it hangs. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #stderr = '';
  #killReason: string | null = null;
  readonly #watchdog = new Watchdog();

  /**
   * @param onReport called with every message of the worker
   * @param onExit called once, when the worker has exited; nothing follows
   */
  constructor(
    private readonly options: ProcessOptions,
    onReport: (report: WorkerReport) => void,
    onExit: (exit: WorkerExit) => void,
  ) {
    // 'advanced' preserves NaN and the infinities, which JSON would turn into null.
    this.#child = fork(options.script, [options.tensorflowFolder ?? '', options.translationsFile ?? ''], {
      execArgv: [...(options.execArgv ?? [])],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    this.#child
      .stderr!.setEncoding('utf8')
      .on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-STDERR_TAIL)));
    this.#child.on('message', (report) => {
      this.#watchdog.reset();
      onReport(report as WorkerReport);
    });
    let hasExited = false;
    const exit = (reason: string): void => {
      if (hasExited) return;
      hasExited = true;
      this.endRun();
      onExit({ reason: this.#killReason ?? reason, stderrTail: this.#stderr.trim() });
    };
    this.#child.on('error', (error) => exit(l10n.t('The training process could not be started: {0}.', error.message)));
    this.#child.on('close', (code, signal) => exit(describeExit(code, signal, this.#stderr)));
    if (options.priority === 'low' && this.#child.pid !== undefined) lowerPriority(this.#child.pid);
  }

  /** Process id; undefined if the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Starts a run; from then on until `endRun` a worker that sends no messages is killed. */
  start(job: TrainingJob): void {
    this.#send({ type: 'run', ...job });
    const timeout = this.options.heartbeatTimeout + longestBatch(job.spec);
    const reason = l10n.t(
      "The training process didn't respond for {0} seconds and was stopped.",
      Math.ceil(timeout / 1000),
    );
    this.#watchdog.start(timeout, () => this.kill(reason));
  }

  /** Prepares the worker for the run that it will probably train first. */
  prepare(preparation: Preparation): void {
    this.#send({ type: 'prepare', ...preparation });
  }

  /** To be called when the run has ended: a worker without one sends no messages. */
  endRun(): void {
    this.#watchdog.stop();
  }

  /** Loads an engine; the worker answers with its build, or with the reason why it cannot be loaded. */
  inspect(engine: EngineName): void {
    this.#send({ type: 'inspect', engine });
  }

  /** @param ended how the run ends then */
  cancel(run: string, ended: EndedEvent): void {
    this.#send({ type: 'cancel', run, ended });
  }

  /** Kills the process. The reason is reported instead of that of its exit. */
  kill(reason: string): void {
    this.#killReason ??= reason;
    this.#child.kill('SIGKILL');
  }

  #send(request: WorkerRequest): void {
    // If sending fails, the process is exiting, which 'close' reports.
    this.#child.send(request, () => undefined);
  }
}

/** Milliseconds that one training step takes at most. */
function longestBatch({ network, batchSize }: Pick<RunSpec, 'network' | 'batchSize'>): number {
  return (1000 * PASSES * batchSize * multiplyAdds(network)) / MIN_MULTIPLY_ADDS;
}

function describeExit(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  if (/out of memory/i.test(stderr)) return l10n.t('The training process ran out of memory.');
  if (signal === 'SIGKILL')
    return l10n.t('The training process was killed (SIGKILL), possibly because the system ran out of memory.');
  if (signal !== null) return l10n.t('The training process was ended by the signal {0}.', signal);
  return l10n.t('The training process ended unexpectedly with exit code {0}.', String(code));
}

function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process has already exited, or the system forbids it; the training works without.
  }
}
