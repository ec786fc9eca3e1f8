import { createLogUpdate } from 'log-update';
import type { TrainingRun } from '../app/liveTraining.ts';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { formatCount, formatDuration, formatLoss, formatShare, roundStep } from '../domain/format.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import { plannedEpochs } from '../domain/runFacts.ts';
import { runStateText } from '../domain/runStateText.ts';
import { scoreSoFar } from '../domain/score.ts';

/** Milliseconds between two updates of the live lines. */
const REDRAW = 100;

/**
 * A line per run while an experiment trains: drawn over and over in a terminal; elsewhere (a log, a pipe) one line per epoch and one
 * per end.
 */
export class ProgressDisplay {
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #timer: NodeJS.Timeout | null = null;
  /** By run, when it started here, and what share of it was done before. */
  readonly #starts = new Map<TrainingRun, { readonly at: number; readonly progress: number }>();
  /** By run, what it was last said to do. */
  readonly #activities = new Map<TrainingRun, string | null>();
  readonly #nameWidth: number;
  readonly #runs: TrainingRun[];
  readonly #hasSeeds: boolean;
  readonly #prefix: string;

  constructor(
    runs: readonly TrainingRun[],
    { variants, runs: planned }: Pick<ExperimentOverview, 'variants' | 'runs'>,
    private readonly stream: NodeJS.WriteStream,
  ) {
    this.#runs = [...runs];
    this.#hasSeeds = planned.some(({ seed }) => seed !== planned[0].seed);
    this.#prefix = variants.every(({ values }) => values.rate !== undefined) ? 'rate ' : '';
    this.#nameWidth = Math.max(...runs.map((run) => this.#name(run).length));
    // A terminal that does not tell its size cannot be drawn in.
    this.#draw = stream.isTTY && stream.columns > 0 ? createLogUpdate(stream) : null;
    if (this.#draw) this.#timer = setInterval(() => this.#redraw(), REDRAW);
  }

  onEvent(run: TrainingRun, event: RunEvent): void {
    if (!this.#runs.includes(run)) this.#runs.push(run);
    if (event.type === 'started') {
      this.#starts.set(run, { at: performance.now(), progress: run.tracker.progress ?? 0 });
      if (event.continuesFrom !== undefined)
        this.#writeLine(run, `continues from step ${formatCount(event.continuesFrom)}`);
    }
    if (event.type === 'notice') this.#writeLine(run, event.text);
    if (event.type === 'progress') this.#onProgress(run, event.activity);
    if (this.#draw || (event.type !== 'epoch' && event.type !== 'ended')) return;
    const hasEpochs = plannedEpochs(run.tracker.facts) !== null;
    if (event.type === 'epoch' ? !hasEpochs : event.state === 'finished' && hasEpochs) return;
    this.stream.write(`${this.#line(run, event.type === 'epoch')}\n`);
  }

  /** Leaves the last state of every line standing. */
  finish(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#redraw();
    this.#draw?.done();
  }

  /** Where lines stay, what is done now gets one. */
  #onProgress(run: TrainingRun, activity: string | null): void {
    if (this.#draw || activity === null || activity === this.#activities.get(run)) return;
    this.#activities.set(run, activity);
    this.#writeLine(run, activity);
  }

  /** Writes a line that stays. */
  #writeLine(run: TrainingRun, text: string): void {
    const line = `${this.#name(run).padEnd(this.#nameWidth)}  ${text}`;
    if (this.#draw) this.#draw.persist(line);
    else this.stream.write(`${line}\n`);
  }

  #redraw(): void {
    const ended = this.#runs.filter(({ tracker }) => tracker.ended);
    const running = this.#runs.filter(({ tracker }) => tracker.state === 'running');
    const waiting = this.#runs.length - ended.length - running.length;
    // When there is no room for all, the newest ended runs are shown, and always those that train.
    const room = Math.max(0, this.stream.rows - 3 - running.length);
    const lines = [...ended.slice(Math.max(0, ended.length - room)), ...running].map((run) => this.#line(run));
    if (waiting > 0) lines.push(`${waiting} more ${waiting === 1 ? 'run waits' : 'runs wait'} for a free worker`);
    this.#draw?.(lines.join('\n'));
  }

  /** @param afterEpoch whether the line sums up the epoch just finished rather than the batch just trained */
  #line(run: TrainingRun, afterEpoch = false): string {
    const { state, epochs, ended, imagesPerSecond } = run.tracker;
    const name = this.#name(run).padEnd(this.#nameWidth);
    if (state === 'failed') return `${name}  failed: ${ended?.reason ?? ''}`;
    const running = state === 'running';
    const inEpoch = running && !afterEpoch;
    const loss =
      (ended ? run.tracker.result().score : null) ?? scoreSoFar(run.tracker.series('loss'), run.tracker.facts.unit);
    const accuracy = epochs.at(-1)?.accuracy ?? null;
    return [
      name,
      this.#position(run, inEpoch),
      `loss ${(Number.isNaN(loss) ? '–' : formatLoss(loss)).padEnd(7)}`,
      ...(run.tracker.facts.metrics.some(({ name: metric }) => metric === 'validationAccuracy')
        ? [`accuracy ${(accuracy === null ? '–' : formatShare(accuracy)).padEnd(7)}`]
        : []),
      // A program does not tell its images.
      ...(run.record.spec === null ? [] : [`${formatCount(imagesPerSecond).padStart(7)} images/s`]),
      running ? this.#timeLeft(run) : runStateText(state),
    ].join('  ');
  }

  /** "epoch 2/3", the step, epoch or row of a run that does not consist of whole epochs, or what a run does between steps. */
  #position({ tracker }: TrainingRun, inEpoch: boolean): string {
    if (inEpoch && tracker.activity !== null) return tracker.activity;
    const { total } = tracker.facts;
    const epochs = plannedEpochs(tracker.facts);
    if (epochs !== null) return `epoch ${Math.min(epochs, tracker.epochs.length + (inEpoch ? 1 : 0))}/${epochs}`;
    return `${tracker.facts.unit} ${roundStep(tracker.newestStep)}${total === null ? '' : `/${total}`}`;
  }

  #name({ record: { variant, seed } }: TrainingRun): string {
    return `${this.#prefix}${variant.label || variant.id}${this.#hasSeeds ? `, seed ${seed}` : ''}`;
  }

  #timeLeft(run: TrainingRun): string {
    const progress = run.tracker.progress ?? 0;
    const start = this.#starts.get(run);
    const gained = progress - (start?.progress ?? 0);
    if (gained <= 0 || start === undefined) return 'starting';
    const elapsed = (performance.now() - start.at) / 1000;
    return `${formatDuration((elapsed * (1 - progress)) / gained)} left`;
  }
}
