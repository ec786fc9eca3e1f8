import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import { PrintedTraining } from '../../logs/printedTraining.ts';

/** Milliseconds without output after which the newest sample is shown, although its line may go on. */
const FLUSH_AFTER = 300;
/** Characters that are read on end: a few milliseconds of the slowest output, see docs/benchmarks.md. */
const SLICE = 4096;

/** What a program prints, wherever: followed as a training from its second loss on. */
export class FollowedConsole {
  readonly #stream = new PassThrough({ objectMode: true });
  /** Resolves when all that was handed over is read. */
  #read: Promise<void> = Promise.resolve();
  #isFollowed = false;
  #flushTimer: NodeJS.Timeout | null = null;

  private constructor(
    private readonly name: string,
    private readonly training: PrintedTraining,
    private readonly placesOf: () => Promise<readonly KeyedPlace[]>,
    private readonly library: ExperimentLibrary,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /**
   * Loads the readers: few commands train.
   * @param name for the user, for example the command
   * @param placesOf finds what its runs can be tied to, once it is known to train
   * @param onProblem gets what went wrong
   */
  static async create(
    name: string,
    options: LogOptions,
    placesOf: () => Promise<readonly KeyedPlace[]>,
    library: ExperimentLibrary,
    onProblem: (error: unknown) => void,
  ): Promise<FollowedConsole> {
    const { consoleFormat } = await import('../../logs/console/consoleFormat.ts');
    const training = new PrintedTraining(name, consoleFormat.createReader(), options);
    return new FollowedConsole(name, training, placesOf, library, onProblem);
  }

  /** Whether more output can change nothing: it does not train, it has ended, or the user stopped following it. */
  get isDone(): boolean {
    return this.#stream.writableEnded || this.training.hasGivenUp;
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
    for (let at = 0; at < text.length && !this.isDone; at += SLICE) {
      if (at > 0) await nextTurn();
      this.#tell(this.training.push(text.slice(at, at + SLICE)));
    }
    if (!this.isDone) this.#flushTimer = setTimeout(() => this.#tell(this.training.flush()), FLUSH_AFTER);
  }

  #end(ended: EndedEvent): void {
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    this.#tell(this.training.end(ended));
    this.#stream.end();
  }

  #tell(events: readonly RunEvent[]): void {
    if (events.length === 0 || this.#stream.writableEnded) return;
    if (!this.#isFollowed) {
      this.#isFollowed = true;
      this.#follow().catch(this.onProblem);
    }
    for (const event of events) this.#stream.write({ id: '', name: this.name, event } satisfies FollowedEvent);
  }

  async #follow(): Promise<void> {
    const stream = this.#stream;
    await this.library.follow({
      name: this.name,
      place: null,
      places: this.placesOf(),
      async *events(signal) {
        signal.addEventListener('abort', () => stream.end());
        for await (const event of stream) yield event as FollowedEvent;
      },
    });
  }
}

/** How a program's run ends that has ended with this exit code, as far as it is known. */
export function endOfProgram(exitCode: number | undefined): EndedEvent {
  if (exitCode === undefined || exitCode === 0) return { type: 'ended', state: 'finished' };
  // 128 + SIGINT: the user pressed Ctrl+C.
  if (exitCode === 130) return { type: 'ended', state: 'cancelled', reason: vscode.l10n.t('Stopped with Ctrl+C.') };
  return { type: 'ended', state: 'failed', reason: vscode.l10n.t('The program ended with exit code {0}.', exitCode) };
}
