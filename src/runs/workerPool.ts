import { setMaxListeners } from 'node:events';
import os from 'node:os';
import type { RunEvent } from '../domain/run.ts';
import type { Preparation, TrainingJob } from '../protocol/training.ts';
import { TrainingProcess } from './trainingProcess.ts';
import type { Death, ProcessOptions } from './trainingProcess.ts';

export type EndedEvent = Extract<RunEvent, { type: 'ended' }>;

/** More workers than this gain nothing on the memory bandwidth of a laptop. */
const MOST_WORKERS = 8;
/** Milliseconds that a worker gets to stop by itself before it is killed. */
const CANCEL_GRACE = 500;

/** So many times the size of a pool may train at the same time, if those are all runs that are left. */
const STRETCH = 1.5;

export interface PoolOptions extends ProcessOptions {
  /** Milliseconds after which a worker without a run is ended, and its memory free again; without it workers stay as long as the pool. */
  readonly idleEnd?: number;
  /**
   * Whether a few runs more than the size train side by side rather than one after the other: three on two processors then
   * take one and a half times as long as one, not twice.
   */
  readonly stretches?: boolean;
}

/** Workers for a machine: one a processor, at most eight. */
export function defaultPoolSize(): number {
  return Math.min(os.availableParallelism(), MOST_WORKERS);
}

/** A run on its way through the pool. */
interface Assignment {
  readonly prepare: () => Promise<TrainingJob>;
  /** Set once a worker is free and the job is prepared. */
  job: TrainingJob | null;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  readonly end: (ended: EndedEvent) => void;
  readonly fail: (error: unknown) => void;
}

/** A worker and the run it has, if any. */
interface Seat {
  readonly worker: TrainingProcess;
  assignment: Assignment | null;
  /** Ends the worker when it has had nothing to do for too long. */
  idle: NodeJS.Timeout | undefined;
}

/**
 * Trains runs in forked workers: each worker has one run at a time and many in its life, runs wait in line for a free
 * worker. A worker that dies fails its own run and nothing else.
 */
export class WorkerPool {
  readonly #seats = new Set<Seat>();
  readonly #line: Assignment[] = [];
  #disposed = false;

  constructor(
    readonly size: number,
    private readonly options: PoolOptions,
  ) {}

  /** Process ids of the workers alive. */
  get pids(): number[] {
    return [...this.#seats].flatMap(({ worker }) => worker.pid ?? []);
  }

  /** Runs that wait for a free worker. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Whether a run trains or waits. */
  get isBusy(): boolean {
    return this.#line.length > 0 || this.#busy > 0;
  }

  /**
   * Forks workers ahead of the runs that they are for, so that these need not wait until a process has started.
   * @param runs how many will probably be wanted at the same time
   * @param preparation what new workers make ready meanwhile; a run of other images or another network is no worse off without it
   */
  warmUp(runs: number, preparation?: Preparation): void {
    if (this.#disposed) return;
    for (let missing = Math.min(runs, this.#room(runs)) - this.#seats.size; missing > 0; missing--) {
      const seat = this.#hire();
      if (preparation) seat.worker.prepare(preparation);
      this.#rest(seat);
    }
  }

  /**
   * Trains a run once a worker is free.
   * @param prepare makes the job when its turn has come
   * @param signal cancels the run, waiting or training
   * @param onEvent gets the run's events but for the last
   * @returns the run's last event; rejects only if the job cannot be prepared
   */
  run(
    prepare: () => Promise<TrainingJob>,
    signal: AbortSignal,
    onEvent: (event: RunEvent) => void,
  ): Promise<EndedEvent> {
    return new Promise((resolve, reject) => {
      if (this.#disposed || signal.aborted) {
        resolve(signal.aborted ? cancelled() : interrupted());
        return;
      }
      const onAbort = (): void => this.#cancel(assignment);
      const end = (ended: EndedEvent): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(ended);
      };
      const assignment: Assignment = { prepare, job: null, onEvent, signal, end, fail: reject };
      // One signal cancels a whole sweep: a listener a run is no leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#line.push(assignment);
      this.#seatNext(this.size);
      // How many runs are left is known when all that come together have come.
      queueMicrotask(() => this.#seatNext());
    });
  }

  /** Ends all workers at once; what they had not finished is interrupted, for nobody asked to cancel it. */
  dispose(): void {
    this.#disposed = true;
    for (const assignment of this.#line.splice(0)) assignment.end(interrupted());
    for (const seat of this.#seats) seat.worker.kill('The training was interrupted.');
  }

  get #busy(): number {
    return [...this.#seats].filter(({ assignment }) => assignment !== null).length;
  }

  /** How many of so many runs may train at the same time. */
  #room(runs: number): number {
    return this.options.stretches && runs <= STRETCH * this.size ? Math.max(runs, this.size) : this.size;
  }

  #seatNext(most = this.#room(this.#busy + this.#line.length)): void {
    while (this.#line.length > 0 && this.#busy < most) {
      const seat = [...this.#seats].find(({ assignment }) => assignment === null) ?? this.#hire();
      clearTimeout(seat.idle);
      seat.assignment = this.#line.shift()!;
      void this.#start(seat, seat.assignment);
    }
  }

  #rest(seat: Seat): void {
    const { idleEnd } = this.options;
    if (idleEnd === undefined) return;
    seat.idle = setTimeout(() => {
      // From here on no run gets it.
      this.#seats.delete(seat);
      seat.worker.kill('The training process had nothing to do.');
    }, idleEnd);
    seat.idle.unref();
  }

  async #start(seat: Seat, assignment: Assignment): Promise<void> {
    try {
      assignment.job = await assignment.prepare();
    } catch (error) {
      this.#vacate(seat);
      assignment.fail(error);
      return;
    }
    if (seat.assignment !== assignment) return;
    if (assignment.signal.aborted) {
      this.#vacate(seat);
      assignment.end(cancelled());
      return;
    }
    seat.worker.start(assignment.job);
  }

  #hire(): Seat {
    const seat: Seat = {
      assignment: null,
      idle: undefined,
      worker: new TrainingProcess(
        this.options,
        (report) => {
          if (report.type === 'event' && report.run === seat.assignment?.job?.run) this.#take(seat, report.event);
        },
        (death) => this.#bury(seat, death),
      ),
    };
    this.#seats.add(seat);
    return seat;
  }

  #take(seat: Seat, event: RunEvent): void {
    const { assignment } = seat;
    if (!assignment) return;
    if (event.type !== 'ended') {
      assignment.onEvent(event);
      return;
    }
    seat.worker.rest();
    assignment.end(event);
    this.#vacate(seat);
  }

  #vacate(seat: Seat): void {
    seat.assignment = null;
    this.#seatNext();
    if (seat.assignment === null) this.#rest(seat);
  }

  #bury(seat: Seat, death: Death): void {
    this.#seats.delete(seat);
    clearTimeout(seat.idle);
    const { assignment } = seat;
    if (assignment) {
      seat.assignment = null;
      const { reason, stderrTail } = death;
      if (assignment.signal.aborted) assignment.end(cancelled());
      else assignment.end(this.#disposed ? interrupted() : { type: 'ended', state: 'failed', reason, stderrTail });
    }
    this.#seatNext();
  }

  #cancel(assignment: Assignment): void {
    const waiting = this.#line.indexOf(assignment);
    if (waiting >= 0) {
      this.#line.splice(waiting, 1);
      assignment.end(cancelled());
      return;
    }
    const seat = [...this.#seats].find((candidate) => candidate.assignment === assignment);
    // A run whose job is still being prepared sees the signal before it starts.
    if (!seat || !assignment.job) return;
    seat.worker.cancel(assignment.job.run);
    setTimeout(() => {
      if (seat.assignment === assignment) seat.worker.kill('The training was cancelled.');
    }, CANCEL_GRACE);
  }
}

function cancelled(): EndedEvent {
  return { type: 'ended', state: 'cancelled', reason: 'Cancelled.' };
}

function interrupted(): EndedEvent {
  return { type: 'ended', state: 'interrupted', reason: 'Goldilocks was closed before the training ended.' };
}
