import * as l10n from '@vscode/l10n';
import { setMaxListeners } from 'node:events';
import os from 'node:os';
import type { EndedEvent, RunEvent } from '../domain/runEvent.ts';
import type { Preparation, TrainingJob } from '../protocol/training.ts';
import { PruneReason } from './runner.ts';
import { WorkerProcess } from './workerProcess.ts';
import type { ProcessOptions, WorkerExit } from './workerProcess.ts';

/** More workers than this gain nothing, because they share a laptop's memory bandwidth. */
const MAX_WORKERS = 8;
/** Milliseconds that a worker has to end a cancelled run before it is killed. */
const CANCEL_TIMEOUT = 500;
/** A pool that can exceed its size trains at most this many times its size at once. */
const MAX_EXCESS = 1.5;

export interface PoolOptions extends ProcessOptions {
  /** Milliseconds after which a worker without a run is ended to free its memory; by default workers live as long as the pool. */
  readonly idleTimeout?: number;
  /**
   * Whether to train a few more runs than the size at once if those are all: three runs on two processors then take one and a
   * half times as long as one, not twice.
   */
  readonly canExceedSize?: boolean;
}

/** The number of workers for this machine: one per processor, at most eight. */
export function defaultPoolSize(): number {
  return Math.min(os.availableParallelism(), MAX_WORKERS);
}

/** A run that waits or trains. */
interface PoolTask {
  readonly prepare: () => Promise<TrainingJob>;
  /** Set once a worker is free and the job is prepared. */
  job: TrainingJob | null;
  readonly onEvent: (event: RunEvent) => void;
  /** What onEvent threw; the run is being cancelled then. */
  listenerError: { readonly error: unknown } | null;
  readonly signal: AbortSignal;
  /** Settles the promise of `run`. */
  readonly end: (ended: EndedEvent) => void;
  readonly fail: (error: unknown) => void;
}

/** A worker, and the run that it trains. */
interface WorkerSlot {
  readonly worker: WorkerProcess;
  task: PoolTask | null;
  /** Ends the worker when it has been idle for too long. */
  idleTimer: NodeJS.Timeout | undefined;
}

/**
 * Trains runs in forked workers. Each worker trains one run at a time and many in its life; runs wait in a queue for a free
 * worker. Whatever goes wrong with a run, in its worker, its job or its listener, ends that run only.
 */
export class WorkerPool {
  readonly #slots = new Set<WorkerSlot>();
  readonly #queue: PoolTask[] = [];
  #isDisposed = false;

  constructor(
    readonly size: number,
    private readonly options: PoolOptions,
  ) {}

  /** Process ids of the workers. */
  get pids(): number[] {
    return [...this.#slots].flatMap(({ worker }) => worker.pid ?? []);
  }

  /** Number of runs that wait for a free worker. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether a run trains or waits. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || this.#busyWorkers > 0;
  }

  /**
   * Starts workers in advance, so that the next runs need not wait for a process to start.
   * @param runs how many runs will probably be started at once
   * @param preparation what new workers prepare meanwhile; runs with other images or another network are not slower for it
   */
  warmUp(runs: number, preparation?: Preparation): void {
    if (this.#isDisposed) return;
    for (let missing = Math.min(runs, this.#capacity(runs)) - this.#slots.size; missing > 0; missing--) {
      const slot = this.#startWorker();
      if (preparation) slot.worker.prepare(preparation);
      this.#startIdleTimer(slot);
    }
  }

  /**
   * Trains a run as soon as a worker is free.
   * @param prepare makes the job, called when a worker is free
   * @param signal cancels the run, whether it waits or trains; prunes it if its reason is a PruneReason
   * @param onEvent receives the run's events except for the last
   * @returns the run's last event
   * @throws what `prepare` or `onEvent` threw; other runs are not affected
   */
  run(
    prepare: () => Promise<TrainingJob>,
    signal: AbortSignal,
    onEvent: (event: RunEvent) => void,
  ): Promise<EndedEvent> {
    return new Promise((resolve, reject) => {
      if (this.#isDisposed || signal.aborted) {
        resolve(signal.aborted ? endedBy(signal) : interrupted());
        return;
      }
      const onAbort = (): void => this.#cancel(task);
      const fail = (error: unknown): void => {
        signal.removeEventListener('abort', onAbort);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(error);
      };
      const end = (ended: EndedEvent): void => {
        if (task.listenerError) return fail(task.listenerError.error);
        signal.removeEventListener('abort', onAbort);
        resolve(ended);
      };
      const task: PoolTask = { prepare, job: null, onEvent, listenerError: null, signal, end, fail };
      // All runs of an experiment share a signal, which is not a leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(task);
      this.#startTasks(this.size);
      // Runs that are started together are all in the queue only after this call.
      queueMicrotask(() => this.#startTasks());
    });
  }

  /** Kills all workers. Unfinished runs are interrupted, not cancelled, because nobody asked to cancel them. */
  dispose(): void {
    this.#isDisposed = true;
    for (const task of this.#queue.splice(0)) task.end(interrupted());
    for (const slot of this.#slots) slot.worker.kill(l10n.t('The training was interrupted.'));
  }

  get #busyWorkers(): number {
    return [...this.#slots].filter(({ task }) => task !== null).length;
  }

  /** How many of this number of runs may train at once. */
  #capacity(runs: number): number {
    return this.options.canExceedSize && runs <= MAX_EXCESS * this.size ? Math.max(runs, this.size) : this.size;
  }

  #startTasks(capacity = this.#capacity(this.#busyWorkers + this.#queue.length)): void {
    while (this.#queue.length > 0 && this.#busyWorkers < capacity) {
      const slot = [...this.#slots].find(({ task }) => task === null) ?? this.#startWorker();
      clearTimeout(slot.idleTimer);
      slot.task = this.#queue.shift()!;
      void this.#startTask(slot, slot.task);
    }
  }

  async #startTask(slot: WorkerSlot, task: PoolTask): Promise<void> {
    try {
      task.job = await task.prepare();
    } catch (error) {
      task.fail(error);
    }
    // The worker may have exited meanwhile, which has ended the task.
    if (slot.task !== task) return;
    if (task.job === null) {
      this.#freeSlot(slot);
    } else if (task.signal.aborted) {
      task.end(endedBy(task.signal));
      this.#freeSlot(slot);
    } else {
      slot.worker.start(task.job);
    }
  }

  #startWorker(): WorkerSlot {
    const slot: WorkerSlot = {
      task: null,
      idleTimer: undefined,
      worker: new WorkerProcess(
        this.options,
        (report) => {
          if (report.type === 'event' && report.run === slot.task?.job?.run)
            this.#onRunEvent(slot, slot.task, report.event);
        },
        (exit) => this.#onWorkerExit(slot, exit),
      ),
    };
    this.#slots.add(slot);
    return slot;
  }

  #onRunEvent(slot: WorkerSlot, task: PoolTask, event: RunEvent): void {
    if (event.type === 'ended') {
      slot.worker.endRun();
      task.end(event);
      this.#freeSlot(slot);
    } else if (!task.listenerError) {
      try {
        task.onEvent(event);
      } catch (error) {
        task.listenerError = { error };
        this.#cancelTraining(slot, task);
      }
    }
  }

  #freeSlot(slot: WorkerSlot): void {
    slot.task = null;
    this.#startTasks();
    if (slot.task === null) this.#startIdleTimer(slot);
  }

  #startIdleTimer(slot: WorkerSlot): void {
    const { idleTimeout } = this.options;
    if (idleTimeout === undefined) return;
    slot.idleTimer = setTimeout(() => {
      // So that it gets no run before it has exited.
      this.#slots.delete(slot);
      slot.worker.kill('The training process was idle.');
    }, idleTimeout);
    slot.idleTimer.unref();
  }

  #onWorkerExit(slot: WorkerSlot, { reason, stderrTail }: WorkerExit): void {
    this.#slots.delete(slot);
    clearTimeout(slot.idleTimer);
    const { task } = slot;
    if (task) {
      slot.task = null;
      if (task.signal.aborted) task.end(endedBy(task.signal));
      else task.end(this.#isDisposed ? interrupted() : { type: 'ended', state: 'failed', reason, stderrTail });
    }
    this.#startTasks();
  }

  #cancel(task: PoolTask): void {
    const position = this.#queue.indexOf(task);
    if (position >= 0) {
      this.#queue.splice(position, 1);
      task.end(endedBy(task.signal));
      return;
    }
    const slot = [...this.#slots].find((candidate) => candidate.task === task);
    if (slot) this.#cancelTraining(slot, task);
  }

  #cancelTraining(slot: WorkerSlot, task: PoolTask): void {
    // A run whose job is still being prepared is cancelled when that is done.
    if (!task.job) return;
    slot.worker.cancel(task.job.run, endedBy(task.signal));
    setTimeout(() => {
      if (slot.task === task) slot.worker.kill(l10n.t('The training was cancelled.'));
    }, CANCEL_TIMEOUT);
  }
}

/** How a run ends that a signal stops. */
function endedBy({ reason }: AbortSignal): EndedEvent {
  return reason instanceof PruneReason
    ? { type: 'ended', state: 'pruned', reason: reason.text }
    : { type: 'ended', state: 'cancelled', reason: l10n.t('Cancelled.') };
}

function interrupted(): EndedEvent {
  return { type: 'ended', state: 'interrupted', reason: l10n.t('Goldilocks was closed before the training ended.') };
}
