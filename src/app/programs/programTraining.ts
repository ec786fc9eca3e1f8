import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import { consoleFormat } from '../../logs/console/consoleFormat.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import { PrintedTraining } from '../../logs/printedTraining.ts';
import { ProgramLog } from '../../logs/programLog.ts';
import type { Launch } from '../../programs/launch.ts';
import { ProbeChannel } from '../../programs/probeChannel.ts';
import type { ProcessReports } from '../../programs/probeChannel.ts';
import { ProbedRun } from '../../programs/probedRun.ts';
import type { StopReason } from '../../programs/probeReport.ts';
import { RunningProgram } from '../../programs/runningProgram.ts';
import type {
  OutputName,
  ProgramExit,
  ProgramParts,
  StartOptions,
  WatchedProgram,
} from '../../programs/runningProgram.ts';

/** Milliseconds between two looks at what the probe has reported. */
const POLL = 200;
/** Milliseconds that the probe has to report when losses were printed; then what is printed is read instead. */
const PROBE_WAIT = 3_000;
/** The same while the first step is being made, in which LBFGS may train for long and print many losses. */
const FIRST_STEP_WAIT = 60_000;
/** Characters that are kept of the end of what the program writes to its standard error: those of several processes and of their launcher. */
const STDERR_TAIL = 16_000;
/** What Python writes above the calls that led to an exception. */
const TRACEBACK = 'Traceback (most recent call last):';
/** The end of a line that announces the next, as in "Error(s) in loading state_dict for Net:", with the rule of ===== that may stand between. */
const ANNOUNCED = /(?<=:)[ \t\r]*\n[\s=_*-]*/;
/** The first line of an exception in one of several processes that train together, as PyTorch begins it. */
const RANKED_TRACEBACK = /^(\[rank\d+\]: ?)Traceback \(most recent call last\):/m;
/** Exit code of a program that Ctrl+C ended: 128 + SIGINT. */
const INTERRUPTED = 130;
/** Exit code of Python after an exception that nothing caught. */
const UNCAUGHT = 1;

/** How a program is followed. */
export interface ProgramOptions extends ProgramParts {
  /** For the user. */
  readonly name: string;
  /** What is known of its training. */
  readonly log?: LogOptions;
  /** Gets what it prints; see StartOptions. */
  readonly onOutput?: (bytes: Buffer, output: OutputName) => void | Promise<void>;
  /** See StartOptions. */
  readonly patience?: number;
  /** Milliseconds that the probe has to report when losses were printed; then what is printed is read instead. */
  readonly probeWait?: number;
  /** Starts the program, or goes on with one that runs already; by default it is started and ends with this process. */
  readonly start?: (launch: Launch, options: StartOptions) => Promise<WatchedProgram>;
}

/** What the probe says about itself. */
export interface ProbeSummary {
  /** Version of its protocol; null where it did not report. */
  readonly version: number | null;
  readonly frameworks: Readonly<Record<string, string>>;
  /** In sentences. */
  readonly notices: readonly string[];
}

/**
 * A program that is started and followed to its end: what the probe reports of its trainings, or where that reports none, the losses that
 * the program prints; or those in its log, if the launch names one. To be used once.
 */
export class ProgramTraining {
  readonly #probed = new Map<string, ProbedRun>();
  readonly #printed: Readonly<Record<OutputName, PrintedOutput>>;
  /** Where the measurements come from, once that is clear. */
  #source: 'probe' | PrintedOutput | ProgramLog | null = null;
  /** The ids of the runs in its log. */
  readonly #logged = new Set<string>();
  /** When losses were printed first while the probe was silent, as performance.now() gives it. */
  #printedSince: number | null = null;
  /** Notices that were told of printed losses. */
  #noticed = 0;
  #stderrTail = '';
  #exit: ProgramExit | null = null;
  #hasBrokenLoss = false;

  constructor(
    private readonly launch: Launch,
    private readonly options: ProgramOptions,
  ) {
    this.#printed = { stdout: new PrintedOutput(options), stderr: new PrintedOutput(options) };
  }

  /** How the program has ended; null before that. */
  get exit(): ProgramExit | null {
    return this.#exit;
  }

  get probe(): ProbeSummary {
    const runs = [...this.#probed.values()];
    return {
      version: runs.find(({ version }) => version !== null)?.version ?? null,
      frameworks: Object.assign({}, ...runs.map(({ frameworks }) => frameworks)) as Record<string, string>,
      notices: [...new Set(runs.flatMap(({ notices }) => notices))],
    };
  }

  /** How a program has failed that made no run; null before it has ended, and for one that did not fail. */
  get failure(): EndedEvent | null {
    const ended = this.#exit && this.#endOf(false, this.#exit, null);
    return ended?.state === 'failed' ? ended : null;
  }

  /** Whether the losses are those of the probe; false also before the first one. */
  get isProbed(): boolean {
    return this.#source === 'probe';
  }

  /** How many pieces of source code were replaced, in the process that has replaced most. */
  get replacements(): number {
    return Math.max(0, ...[...this.#probed.values()].map(({ replacements }) => replacements));
  }

  /** The rates of all groups of all optimizers as the training began; null where the probe does not tell them. */
  get rates(): readonly number[] | null {
    return [...this.#probed.values()].find(({ rates }) => rates !== null)?.rates ?? null;
  }

  /** Why the probe has ended the program; null if it has not. */
  get stopped(): StopReason | null {
    return [...this.#probed.values()].find(({ stopped }) => stopped !== null)?.stopped ?? null;
  }

  /**
   * Starts the program. Ends when it has ended with all its children; a consumer that stops before that ends it, too.
   * @param signal asks the program to end
   * @throws ProgramError if it cannot be started
   */
  async *events(signal: AbortSignal): AsyncGenerator<FollowedEvent> {
    const { cwd, logFile } = this.launch;
    const { start = RunningProgram.start } = this.options;
    if (logFile !== undefined)
      this.#source = await ProgramLog.watch(path.resolve(cwd, logFile), this.options.log ?? {});
    const program = await start(this.launch, {
      ...this.options,
      onOutput: (bytes, output) => this.#onOutput(bytes, output),
    });
    const end = (): void => program.end();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      const channel = new ProbeChannel(program.channel);
      while (this.#exit === null) {
        this.#exit = await Promise.race([program.ended, delay(POLL, null)]);
        for (const reports of await channel.read()) yield* this.#reported(reports);
        yield* this.#printedEvents();
        yield* this.#loggedEvents();
      }
      for await (const reports of channel.rest()) yield* this.#reported(reports);
      yield* this.#lastEvents(signal.aborted, this.#exit);
    } finally {
      signal.removeEventListener('abort', end);
      end();
      await program.ended.catch(() => undefined);
      await program.dispose();
    }
  }

  async #onOutput(bytes: Buffer, output: OutputName): Promise<void> {
    if (output === 'stderr') this.#stderrTail = (this.#stderrTail + bytes.toString('utf8')).slice(-STDERR_TAIL);
    const printed = this.#printed[output];
    if (this.#source === null || this.#source === printed) printed.push(bytes);
    await this.options.onOutput?.(bytes, output);
  }

  *#reported({ process, reports }: ProcessReports): Generator<FollowedEvent> {
    const run = this.#probed.get(process) ?? new ProbedRun(this.options.name);
    this.#probed.set(process, run);
    // Which of several it is turns out when it starts: processes may begin at once and make their first steps later.
    if (!run.hasStarted)
      run.name = this.#nameOf([...this.#probed.values()].filter(({ hasStarted }) => hasStarted).length);
    for (const report of reports) {
      const events = run.take(report);
      if (events.length > 0) this.#source ??= 'probe';
      if (this.#source === 'probe') for (const event of events) yield this.#told(process, run.name, event);
    }
  }

  *#printedEvents(): Generator<FollowedEvent> {
    if (this.#source === null) {
      const training = this.#printedTraining();
      if (training) this.#printedSince ??= performance.now();
      const waited = this.#printedSince === null ? 0 : performance.now() - this.#printedSince;
      if (training && (waited >= this.#probeWait || this.#exit)) this.#source = training;
    }
    if (this.#source instanceof PrintedOutput)
      yield* this.#toldAll([...this.#source.takeEvents(), ...this.#newNotices()]);
  }

  async *#loggedEvents(): AsyncGenerator<FollowedEvent> {
    if (!(this.#source instanceof ProgramLog)) return;
    for await (const { id, event } of this.#source.update(this.#exit !== null)) {
      this.#logged.add(id);
      yield this.#told(id, this.#nameOf([...this.#logged].indexOf(id)), event);
    }
  }

  /** Of one of the trainings that a program makes. */
  #nameOf(index: number): string {
    return index === 0 ? this.options.name : `${this.options.name} (${index + 1})`;
  }

  /** Milliseconds that the probe has to report when losses were printed. */
  get #probeWait(): number {
    const isInStep = [...this.#probed.values()].some(({ isInFirstStep }) => isInFirstStep);
    return isInStep ? FIRST_STEP_WAIT : (this.options.probeWait ?? PROBE_WAIT);
  }

  #printedTraining(): PrintedOutput | null {
    return [this.#printed.stdout, this.#printed.stderr].find(({ isTraining }) => isTraining) ?? null;
  }

  /** How each run ends that has started. */
  *#lastEvents(isCancelled: boolean, exit: ProgramExit): Generator<FollowedEvent> {
    if (this.#source === 'probe') {
      for (const [process, run] of this.#probed)
        if (run.hasStarted && !run.isOver)
          yield this.#told(process, run.name, this.#endOf(isCancelled, exit, run.exception));
      return;
    }
    if (this.#source instanceof ProgramLog) {
      for (const [index, id] of [...this.#logged].entries())
        yield this.#told(id, this.#nameOf(index), this.#endOf(isCancelled, exit, null));
      return;
    }
    const printed = this.#source ?? this.#printedTraining();
    if (!printed) return;
    const events = printed.end(this.#endOf(isCancelled, exit, null));
    yield* this.#toldAll([...events.slice(0, -1), ...this.#newNotices(), ...events.slice(-1)]);
  }

  #endOf(isCancelled: boolean, { code, signal, isLeft }: ProgramExit, exception: string | null): EndedEvent {
    if (isLeft) return { type: 'ended', state: 'interrupted', reason: leftText() };
    if (isCancelled) return { type: 'ended', state: 'cancelled', reason: l10n.t('Cancelled.') };
    // A program may give up at a loss that is not finite, which is a result like others.
    if (code === 0 || this.stopped !== null || this.#hasBrokenLoss) return { type: 'ended', state: 'finished' };
    if (code === INTERRUPTED || signal === 'SIGINT')
      return { type: 'ended', state: 'cancelled', reason: l10n.t('Stopped with Ctrl+C.') };
    const printed = this.#stderrTail.trim();
    const stderrTail = rankedTraceback(printed) ?? exception ?? printed;
    // Of what it printed, an exception that it caught is no reason: one that ends Python gives this exit code.
    const isUncaught = exception !== null || code === UNCAUGHT;
    const reason = failureText(code, signal, isUncaught ? exceptionOf(stderrTail) : null);
    return { type: 'ended', state: 'failed', reason, stderrTail };
  }

  /** What the probe says of a training whose losses it does not see. */
  #newNotices(): RunEvent[] {
    const added = this.probe.notices.slice(this.#noticed);
    this.#noticed += added.length;
    return added.map((text) => ({ type: 'notice', text, count: 1 }));
  }

  *#toldAll(events: readonly RunEvent[]): Generator<FollowedEvent> {
    for (const event of events) yield this.#told('', this.options.name, event);
  }

  #told(id: string, name: string, event: RunEvent): FollowedEvent {
    if (event.type === 'samples') {
      const loss = event.samples.findLast((sample) => sample.loss !== undefined)?.loss;
      if (loss !== undefined) this.#hasBrokenLoss = !Number.isFinite(loss);
    }
    return { id, name, event };
  }
}

/** One output of the program, read as a training from its second loss on. */
class PrintedOutput {
  readonly #training: PrintedTraining;
  readonly #decoder = new StringDecoder('utf8');
  #events: RunEvent[] = [];

  constructor({ name, log = {} }: ProgramOptions) {
    this.#training = new PrintedTraining(name, consoleFormat.createReader(), log);
  }

  get isTraining(): boolean {
    return this.#training.isTraining;
  }

  push(bytes: Buffer): void {
    this.#events.push(...this.#training.push(this.#decoder.write(bytes)));
  }

  takeEvents(): RunEvent[] {
    return [...this.#events.splice(0), ...this.#training.flush()];
  }

  end(ended: EndedEvent): RunEvent[] {
    return [...this.#events.splice(0), ...this.#training.end(ended)];
  }
}

function failureText(code: number | null, signal: NodeJS.Signals | null, error: string | null): string {
  if (error) return l10n.t('The program ended with an exception: {0}', error);
  if (signal === 'SIGKILL')
    return l10n.t('The program was killed (SIGKILL), possibly because the system ran out of memory.');
  if (signal !== null) return l10n.t('The program was ended by the signal {0}.', signal);
  return l10n.t('The program ended with exit code {0}.', String(code));
}

/**
 * What Python says of the last exception in a text: the first line after its calls, which are indented, and the next one where that only
 * announces it. Null where there is none.
 */
function exceptionOf(text: string): string | null {
  const at = text.lastIndexOf(TRACEBACK);
  if (at < 0) return null;
  const message = /^\S[^]*/m.exec(text.slice(at + TRACEBACK.length))?.[0];
  if (message === undefined) return null;
  return stripVTControlCharacters(message).replace(ANNOUNCED, ' ').split(/\r?\n/, 1)[0].trimEnd();
}

/**
 * The traceback of the first of several processes that failed: the others fail because it is gone, and their launcher only says that they did.
 * Null where there is none.
 */
function rankedTraceback(text: string): string | null {
  const [, rank] = RANKED_TRACEBACK.exec(text) ?? [];
  if (rank === undefined) return null;
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith(rank));
  const own = lines.map((line) => line.slice(rank.length)).join('\n');
  return own.slice(own.indexOf(TRACEBACK));
}

/** Why a program was ended that nobody followed any more. */
export function leftText(): string {
  return l10n.t('The program was ended because its VS Code window was closed.');
}

/** What to say of a program that ended without a loss. */
export function noLossesText({ logFile }: Pick<Launch, 'logFile'>): string {
  if (logFile !== undefined)
    return l10n.t(
      'No losses were found in {0}. Check that the program writes its log there, relative to the folder that it runs in.',
      logFile,
    );
  return l10n.t(
    'No losses were found. Goldilocks follows PyTorch, Keras, Lightning and Hugging Face, and programs that print their losses, such as: step 10 loss 0.52.',
  );
}
