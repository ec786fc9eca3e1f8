import { PassThrough } from 'node:stream';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { LiveRun } from '../../logs/liveRun.ts';
import type { RowReader } from '../../logs/logFormat.ts';
import type { LogOptions } from '../../logs/logOptions.ts';

/** Characters of output without a loss after which a program is taken for one that trains nothing. */
const MAX_QUIET_OUTPUT = 1_000_000;
/** Losses that make a training: a single number under that name may be anything. */
const MIN_LOSSES = 2;
/** Milliseconds without output after which the newest sample is shown, although its line may go on. */
const FLUSH_AFTER = 300;

/** What a program prints, wherever: followed as a training from its second loss on. */
export class FollowedConsole {
  readonly #run: LiveRun;
  readonly #stream = new PassThrough({ objectMode: true });
  /** What happened before it was known to be a training. */
  #early: RunEvent[] = [];
  #quietOutput = 0;
  #isFollowed = false;
  #flushTimer: NodeJS.Timeout | null = null;

  private constructor(
    private readonly name: string,
    reader: RowReader,
    options: LogOptions,
    private readonly library: ExperimentLibrary,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.#run = new LiveRun(name, reader, options);
  }

  /**
   * Loads the readers: few commands train.
   * @param name for the user, for example the command
   * @param onProblem gets what went wrong
   */
  static async create(
    name: string,
    options: LogOptions,
    library: ExperimentLibrary,
    onProblem: (error: unknown) => void,
  ): Promise<FollowedConsole> {
    const { consoleFormat } = await import('../../logs/console/consoleFormat.ts');
    return new FollowedConsole(name, consoleFormat.createReader(), options, library, onProblem);
  }

  /** Whether more output can change nothing: it does not train, it has ended, or the user stopped following it. */
  get isDone(): boolean {
    return this.#stream.writableEnded || (!this.#isFollowed && this.#quietOutput > MAX_QUIET_OUTPUT);
  }

  push(text: string): void {
    if (this.isDone) return;
    this.#quietOutput += text.length;
    this.#tell(this.#run.push(Buffer.from(text)));
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    this.#flushTimer = setTimeout(() => this.#tell(this.#run.flush()), FLUSH_AFTER);
  }

  end(ended: EndedEvent): void {
    if (this.#stream.writableEnded) return;
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    this.#tell(this.#run.end());
    if (this.#isFollowed) this.#tell([ended]);
    this.#stream.end();
  }

  #tell(events: readonly RunEvent[]): void {
    if (events.length === 0 || this.#stream.writableEnded) return;
    if (!this.#isFollowed) {
      this.#early.push(...events);
      if (this.#run.losses < MIN_LOSSES) return;
      this.#isFollowed = true;
      this.#follow().catch(this.onProblem);
      events = this.#early;
      this.#early = [];
    }
    for (const event of events) this.#stream.write({ id: '', name: this.name, event } satisfies FollowedEvent);
  }

  async #follow(): Promise<void> {
    const stream = this.#stream;
    await this.library.follow({
      name: this.name,
      place: null,
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
