import { createLogUpdate } from 'log-update';
import type { SweepRun } from '../app/sweep.ts';
import type { RunEvent } from '../domain/run.ts';
import { formatCount, formatDuration, formatLoss, formatShare } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';

/** Milliseconds between two drawings of the live lines. */
const REDRAW = 100;

/**
 * A line per run while a sweep trains: drawn over and over in a terminal; elsewhere (a log, a pipe) one line per epoch and
 * one per end.
 */
export class ProgressDisplay {
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #timer: NodeJS.Timeout | null = null;
  /** By run, when it started here, and what share of it was done before. */
  readonly #starts = new Map<SweepRun, { readonly at: number; readonly progress: number }>();
  readonly #nameWidth: number;

  constructor(
    private readonly runs: readonly SweepRun[],
    private readonly stream: NodeJS.WriteStream,
  ) {
    this.#nameWidth = Math.max(...runs.map((run) => this.#name(run).length));
    // A terminal that does not tell its size cannot be drawn in.
    this.#draw = stream.isTTY && stream.columns > 0 ? createLogUpdate(stream) : null;
    if (this.#draw) this.#timer = setInterval(() => this.#redraw(), REDRAW);
  }

  take(run: SweepRun, event: RunEvent): void {
    if (event.type === 'started') {
      this.#starts.set(run, { at: performance.now(), progress: run.tracker.progress });
      const { continuesFrom } = event.context;
      if (continuesFrom !== undefined) this.#say(run, `continues from step ${formatCount(continuesFrom)}`);
    }
    if (event.type === 'notice') this.#say(run, event.text);
    if (this.#draw || (event.type !== 'epoch' && event.type !== 'ended')) return;
    if (event.type === 'ended' && event.state === 'finished') return;
    this.stream.write(`${this.#line(run, event.type === 'epoch')}\n`);
  }

  /** Leaves the last state of every line standing. */
  finish(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#redraw();
    this.#draw?.done();
  }

  /** Something to know of a run that stays readable. */
  #say(run: SweepRun, text: string): void {
    const line = `${this.#name(run).padEnd(this.#nameWidth)}  ${text}`;
    if (this.#draw) this.#draw.persist(line);
    else this.stream.write(`${line}\n`);
  }

  #redraw(): void {
    const ended = this.runs.filter(({ tracker }) => tracker.ended);
    const running = this.runs.filter(({ tracker }) => tracker.state === 'running');
    const waiting = this.runs.length - ended.length - running.length;
    // When there is no room for all, the newest ended runs are shown, and always those that train.
    const room = Math.max(0, this.stream.rows - 3 - running.length);
    const lines = [...ended.slice(Math.max(0, ended.length - room)), ...running].map((run) => this.#line(run));
    if (waiting > 0) lines.push(`${waiting} more ${waiting === 1 ? 'run waits' : 'runs wait'} for a free worker`);
    this.#draw?.(lines.join('\n'));
  }

  /** @param afterEpoch whether the line sums up the epoch just finished rather than the batch just trained */
  #line(run: SweepRun, afterEpoch = false): string {
    const { spec, state, epochs, ended, samples, imagesPerSecond } = run.tracker;
    const name = this.#name(run).padEnd(this.#nameWidth);
    if (state === 'failed') return `${name}  failed: ${ended?.reason ?? ''}`;
    const running = state === 'running';
    const inEpoch = running && !afterEpoch;
    const loss = inEpoch
      ? samples.findLast((sample) => sample.loss !== undefined)?.loss
      : (epochs.at(-1)?.loss ?? samples.at(-1)?.loss);
    const accuracy = epochs.at(-1)?.accuracy ?? null;
    return [
      name,
      `epoch ${Math.min(spec.epochs, epochs.length + (inEpoch ? 1 : 0))}/${spec.epochs}`,
      `loss ${(loss === undefined ? '–' : formatLoss(loss)).padEnd(7)}`,
      `accuracy ${(accuracy === null ? '–' : formatShare(accuracy)).padEnd(7)}`,
      `${formatCount(imagesPerSecond).padStart(7)} images/s`,
      running ? this.#timeLeft(run) : state,
    ].join('  ');
  }

  #name({ tracker: { spec } }: SweepRun): string {
    const seeded = this.runs.some((other) => other.tracker.spec.seed !== spec.seed);
    const engine = this.runs.some((other) => other.tracker.spec.engine !== spec.engine) ? ` ${spec.engine}` : '';
    return `rate ${formatRate(spec.learningRate)}${engine}${seeded ? `, seed ${spec.seed}` : ''}`;
  }

  #timeLeft(run: SweepRun): string {
    const { progress } = run.tracker;
    const start = this.#starts.get(run);
    const gained = progress - (start?.progress ?? 0);
    if (gained <= 0 || start === undefined) return 'starting';
    const elapsed = (performance.now() - start.at) / 1000;
    return `${formatDuration((elapsed * (1 - progress)) / gained)} left`;
  }
}
