import { createLogUpdate } from 'log-update';
import type { Finding } from '../domain/finding.ts';
import { findingMessage } from '../domain/findingMessage.ts';
import { formatDuration, formatLoss, formatStep } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import type { RunTracker } from '../domain/runTracker.ts';
import { alignColumns } from './alignColumns.ts';
import { sparkline } from './sparkline.ts';

/** Milliseconds between two drawings in a terminal. */
const REDRAW = 250;
/** Milliseconds between two lines about a run where nothing can be drawn over: in a file or a pipe. */
const LINE_INTERVAL = 10_000;
/** Characters of a curve. */
const CURVE_WIDTH = 32;
/** Seconds without anything new after which that is told. */
const SILENCE = 40;

/** A run that is watched. */
export interface WatchedRun {
  readonly name: string;
  readonly tracker: RunTracker;
  /** When something was read of it last, as Date.now() gives it. */
  changedAt: number;
}

/** What is watched, as text: drawn over and over in a terminal; elsewhere a line now and then, and one for each finding and each end. */
export class WatchDisplay {
  readonly #runs: WatchedRun[] = [];
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #timer: NodeJS.Timeout | null = null;
  /** When a line was written about a run. */
  readonly #writtenAt = new Map<WatchedRun, number>();

  constructor(
    place: string,
    private readonly stream: NodeJS.WriteStream,
  ) {
    // A terminal that does not tell its size cannot be drawn in.
    this.#draw = stream.isTTY && stream.columns > 0 ? createLogUpdate(stream) : null;
    if (this.#draw) this.#timer = setInterval(() => this.#redraw(), REDRAW);
    else stream.write(`Watching ${place}\n`);
    this.#draw?.(`Watching ${place}: waiting for the first loss`);
  }

  add(run: WatchedRun): void {
    this.#runs.push(run);
  }

  /** @param findings those that the event has raised */
  onEvent(run: WatchedRun, event: RunEvent, findings: readonly Finding[]): void {
    if (this.#draw) return;
    const now = Date.now();
    const isDue = now - (this.#writtenAt.get(run) ?? -Infinity) >= LINE_INTERVAL;
    if ((event.type === 'samples' && isDue) || event.type === 'ended') {
      this.#writtenAt.set(run, now);
      this.stream.write(`${this.#cells(run, now).join('  ').trimEnd()}\n`);
    }
    if (event.type === 'notice') this.stream.write(`${run.name}  note: ${event.text}\n`);
    for (const finding of findings) this.stream.write(`${run.name}  ${findingText(finding)}\n`);
  }

  /** Leaves the last state standing. */
  finish(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#redraw();
    this.#draw?.done();
  }

  #redraw(): void {
    if (!this.#draw || this.#runs.length === 0) return;
    const now = Date.now();
    const table = alignColumns(this.#runs.map((run) => this.#cells(run, now)));
    const lines = this.#runs.flatMap(({ tracker }, index) => [
      table[index],
      ...problemsOf(tracker).map((finding) => `  ${findingText(finding)}`),
    ]);
    // What was written last is what one waits for.
    this.#draw(lines.slice(-Math.max(1, this.stream.rows - 1)).join('\n'));
  }

  #cells({ name, tracker, changedAt }: WatchedRun, now: number): string[] {
    const losses = tracker.series('loss').values;
    const validation = tracker.newest('validationLoss');
    const rate = tracker.newest('rate');
    const { unit, total } = tracker.facts;
    const silence = (now - changedAt) / 1000;
    const lowest = losses.reduce((low, loss) => (loss < low ? loss : low), Infinity);
    return [
      name,
      `${unit} ${formatStep(tracker.newestStep)}${total === null ? '' : ` of ${formatStep(total)}`}`,
      losses.length > 0 ? `loss ${formatLoss(losses[losses.length - 1])}` : '',
      Number.isFinite(lowest) ? `lowest ${formatLoss(lowest)}` : '',
      validation === undefined ? '' : `validation ${formatLoss(validation)}`,
      rate === undefined ? '' : `rate ${formatRate(rate)}`,
      sparkline(losses, CURVE_WIDTH),
      tracker.ended ? 'ended' : silence >= SILENCE ? `no new data for ${formatDuration(silence)}` : '',
    ];
  }
}

/** What is wrong with a run. */
export function problemsOf({ findings }: RunTracker): Finding[] {
  return findings.filter(({ symptom }) => symptom !== 'healthy');
}

function findingText(finding: Finding): string {
  return `${finding.severity}: ${findingMessage(finding)}`;
}
