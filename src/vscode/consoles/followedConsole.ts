import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { EarlyOutput } from '../../logs/console/earlyOutput.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import type { PrintedTraining } from '../../logs/printedTraining.ts';

/** Milliseconds without output after which the newest sample is shown, although its line may go on. */
const FLUSH_AFTER = 300;
/** Characters that are read on end: a few milliseconds of the slowest output, see docs/benchmarks.md. */
const SLICE = 4096;

/** What a program prints, wherever: followed as a training from its second loss on. */
export class FollowedConsole {
  readonly #stream = new PassThrough({ objectMode: true });
  readonly #early = new EarlyOutput();
  /** Null while nothing looks like a training. */
  #training: PrintedTraining | null = null;
  /** Resolves when all that was handed over is read. */
  #read: Promise<void> = Promise.resolve();
  #isFollowed = false;
  #flushTimer: NodeJS.Timeout | null = null;

  /**
   * @param name for the user, for example the command
   * @param placesOf finds what its runs can be tied to, once it is known to train
   * @param onProblem gets what went wrong
   * @param stopProgram ends the program, where that is possible
   */
  constructor(
    private readonly name: string,
    private readonly options: LogOptions,
    private readonly placesOf: () => Promise<readonly KeyedPlace[]>,
    private readonly library: Pick<ExperimentLibrary, 'follow'>,
    private readonly onProblem: (error: unknown) => void,
    private readonly stopProgram?: () => void,
  ) {}

  /** Whether more output can change nothing: it does not train, it has ended, or the user stopped following it. */
  get isDone(): boolean {
    return this.#stream.writableEnded || this.#training?.hasGivenUp === true;
  }

  /** Reads output after what was handed over before. Resolves when it is read. */
  push(text: string): Promise<void> {
    return (this.#read = this.#read.then(() => this.#push(text)));
  }

  /** Ends the training when all output is read. */
  end(ended: EndedEvent): Promise<void> {
    return (this.#read = this.#read.then(() => this.#end(ended)));
  }

  async #push(text: string): Promise<void> {
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    const output = this.#training ? text : this.#early.push(text);
    if (output === null) return;
    const training = (this.#training ??= await this.#newTraining());
    for (let at = 0; at < output.length && !this.isDone; at += SLICE) {
      if (at > 0) await nextTurn();
      this.#tell(training.push(output.slice(at, at + SLICE)));
    }
    if (!this.isDone) this.#flushTimer = setTimeout(() => this.#tell(training.flush()), FLUSH_AFTER);
  }

  /** Loads the readers: few commands train. */
  async #newTraining(): Promise<PrintedTraining> {
    const { consoleFormat } = await import('../../logs/console/consoleFormat.ts');
    const { PrintedTraining } = await import('../../logs/printedTraining.ts');
    return new PrintedTraining(this.name, consoleFormat.createReader(), this.options);
  }

  #end(ended: EndedEvent): void {
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    if (this.#training) this.#tell(this.#training.end(ended));
    this.#stream.end();
  }

  #tell(events: readonly RunEvent[]): void {
    if (events.length === 0 || this.#stream.writableEnded) return;
    if (!this.#isFollowed) {
      this.#isFollowed = true;
      this.#follow().catch((error: unknown) => {
        // Nobody takes the events: they must not pile up.
        this.#stream.end().resume();
        this.onProblem(error);
      });
    }
    for (const event of events) this.#stream.write({ id: '', name: this.name, event } satisfies FollowedEvent);
  }

  async #follow(): Promise<void> {
    const stream = this.#stream;
    await this.library.follow({
      name: this.name,
      place: null,
      places: this.placesOf(),
      ...(this.stopProgram && { stopProgram: this.stopProgram }),
      async *events(signal) {
        signal.addEventListener('abort', () => stream.end());
        for await (const event of stream) yield event as FollowedEvent;
      },
    });
  }
}
