import path from 'node:path';
import type { Finding, Severity } from '../domain/finding.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import { RunTracker } from '../domain/runTracker.ts';
import { followLogs } from '../logs/followLogs.ts';
import type { LogOptions } from '../logs/logOptions.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, ExitCode } from './command.ts';
import { oneOf, parseOptions, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';
import { problemsOf, WatchDisplay } from './watchDisplay.ts';
import type { WatchedRun } from './watchDisplay.ts';

const OPTIONS = {
  'until-end': { type: 'boolean' },
  idle: { type: 'string' },
  timeout: { type: 'string' },
  'fail-on': { type: 'string' },
  loss: { type: 'string' },
} as const;

/** Findings that --fail-on can name. */
const FAIL_LEVELS = ['error', 'warning'] as const;

/** Seconds without anything new after which a training is taken to have ended. */
const DEFAULT_IDLE = 600;

/** `goldilocks watch`: follows the logs of trainings that run elsewhere. */
export const watch: Command = {
  name: 'watch',
  summary: 'follow training logs as they are written',
  help: `Usage: goldilocks watch PATH [options]

Follows a training log, or all logs in a folder, while other programs write
them: shows one line per run with its latest loss and its curve, and any
problems. New logs are picked up automatically, and PATH does not have to exist
yet. Press Ctrl+C to stop.

  --until-end       end when all trainings have ended
  --idle SECONDS    with --until-end: count a run as ended after this time without
                    anything new (default ${DEFAULT_IDLE}), or after 40 s if its log
                    says that it has ended
  --timeout SECONDS end after this time
  --fail-on LEVEL   end with exit code 1 at the first problem of this level:
                    error, or warning (which includes errors)
  --loss NAME       the column to read as the training loss

Exit code: 0 done, 1 a problem was found (--fail-on), or --timeout came before
the end (--until-end), 2 wrong arguments, 130 ended by Ctrl+C.`,

  async run(args, { stdout, interrupt }) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length !== 1) throw new UsageError('Specify one log or folder to watch: goldilocks watch runs/');
    return new Watch(positionals[0], readOptions(values), stdout).run(interrupt);
  },
};

interface WatchOptions {
  readonly untilEnd: boolean;
  /** Seconds. */
  readonly idle: number;
  /** Seconds; null for no limit. */
  readonly timeout: number | null;
  readonly failOn: (typeof FAIL_LEVELS)[number] | null;
  readonly log: LogOptions;
}

/** @throws UsageError for a value that cannot be */
function readOptions({
  'until-end': untilEnd,
  idle,
  timeout,
  'fail-on': failOn,
  loss,
}: Arguments['values']): WatchOptions {
  return {
    untilEnd: untilEnd === true,
    idle: typeof idle === 'string' ? wholeNumber('idle', idle) : DEFAULT_IDLE,
    timeout: typeof timeout === 'string' ? wholeNumber('timeout', timeout) : null,
    failOn: typeof failOn === 'string' ? oneOf('fail-on', failOn, FAIL_LEVELS) : null,
    log: typeof loss === 'string' ? { columns: { loss } } : {},
  };
}

/** One call of the command. */
class Watch {
  readonly #runs = new Map<string, WatchedRun>();
  readonly #stop = new AbortController();
  readonly #display: WatchDisplay;

  constructor(
    private readonly place: string,
    private readonly options: WatchOptions,
    private readonly stdout: NodeJS.WriteStream,
  ) {
    this.#display = new WatchDisplay(path.resolve(place), stdout);
  }

  async run(interrupt: AbortSignal): Promise<ExitCode> {
    const { untilEnd, idle, timeout, log } = this.options;
    const timer = timeout === null ? null : setTimeout(() => this.#stop.abort(), timeout * 1000);
    const signal = AbortSignal.any([interrupt, this.#stop.signal]);
    const endSilence = untilEnd ? idle * 1000 : Infinity;
    let hasFailed = false;
    try {
      for await (const { id, name, event } of followLogs(this.place, { ...log, endSilence }, signal)) {
        hasFailed = this.#take(this.#runOf(id, name), event);
        if (hasFailed) break;
      }
    } finally {
      if (timer) clearTimeout(timer);
      this.#display.finish();
    }
    if (interrupt.aborted) return EXIT.interrupted;
    if (untilEnd && this.#stop.signal.aborted)
      this.stdout.write(`Stopped after ${timeout} s (--timeout); some runs had not ended.\n`);
    return hasFailed || (untilEnd && this.#stop.signal.aborted) ? EXIT.failed : EXIT.done;
  }

  #runOf(id: string, name: string): WatchedRun {
    const known = this.#runs.get(id);
    if (known) return known;
    const run = { name, tracker: new RunTracker({ facts: NO_FACTS, spec: null }), changedAt: Date.now() };
    this.#runs.set(id, run);
    this.#display.add(run);
    return run;
  }

  /** @returns whether what was found ends the command */
  #take(run: WatchedRun, event: RunEvent): boolean {
    run.changedAt = Date.now();
    const before = new Set(problemsOf(run.tracker).map(nameOf));
    run.tracker.apply(event);
    const raised = problemsOf(run.tracker).filter((finding) => !before.has(nameOf(finding)));
    this.#display.onEvent(run, event, raised);
    return raised.some((finding) => this.#fails(finding));
  }

  #fails({ severity }: Finding): boolean {
    const failing: readonly Severity[] = this.options.failOn === 'warning' ? ['error', 'warning'] : ['error'];
    return this.options.failOn !== null && failing.includes(severity);
  }
}

/** A finding grows with the run; its symptom and how severe it is are what is told once. */
function nameOf({ symptom, severity }: Finding): string {
  return `${severity} ${symptom}`;
}
