import type { RunEvent } from '../domain/runEvent.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { MetricFact, RunFacts } from '../domain/runFacts.ts';
import type { Sample } from '../domain/sample.ts';
import type { ProbeReport, StopReason } from './probeReport.ts';

/** Notices that are passed on. */
const MAX_NOTICES = 20;
/** The measures that charts show. */
const METRICS = ['loss', 'accuracy', 'rate', 'gradientNorm', 'updateRatio'] as const;

/** One training inside a program, as one of its processes reports it. */
export class ProbedRun {
  #frameworks: Readonly<Record<string, string>> = {};
  #version: number | null = null;
  #isLeading = true;
  #hasStarted = false;
  #hasStepped = false;
  #isOver = false;
  #step = -1;
  #metrics: readonly MetricFact[] = [];
  #facts: Partial<RunFacts> = {};
  #rates: readonly number[] | null = null;
  readonly #notices: string[] = [];
  #replacements = 0;
  #stopped: StopReason | null = null;
  #exception: string | null = null;

  /** @param name for the user; once it has started it stays as it is */
  constructor(public name: string) {}

  get version(): number | null {
    return this.#version;
  }

  get frameworks(): Readonly<Record<string, string>> {
    return this.#frameworks;
  }

  /** Whether it measured anything. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** Whether it has ended before its program. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether a first step of PyTorch was begun and has not ended: the probe tells of a training when its optimizer begins a step. */
  get isInFirstStep(): boolean {
    return 'torch' in this.#frameworks && !this.#hasStepped;
  }

  /** The rates of all groups of all its optimizers as the training began; null where they are not told. */
  get rates(): readonly number[] | null {
    return this.#rates;
  }

  get notices(): readonly string[] {
    return this.#notices;
  }

  /** How many pieces of source code were replaced. */
  get replacements(): number {
    return this.#replacements;
  }

  /** Why the probe has ended the program; null if it has not. */
  get stopped(): StopReason | null {
    return this.#stopped;
  }

  /** The traceback of the exception that ended it; null if none has. */
  get exception(): string | null {
    return this.#exception;
  }

  /** The run's events; it starts with its first loss: a process that trains nothing, or whose losses are not seen, makes no run. */
  take(report: ProbeReport): RunEvent[] {
    switch (report.type) {
      case 'started':
        this.#version = report.version;
        this.#frameworks = report.frameworks;
        // Of processes that train together, the first tells what all of them do.
        this.#isLeading = report.rank === 0;
        return [];
      case 'facts':
        this.#facts = { ...this.#facts, ...report.facts };
        this.#rates ??= report.rates;
        return this.#hasStarted ? [{ type: 'facts', facts: report.facts }] : [];
      case 'samples':
        this.#hasStepped = true;
        return this.#isLeading ? this.#takeSamples(report.samples) : [];
      case 'notice':
        if (this.#notices.length === MAX_NOTICES || this.#notices.includes(report.text)) return [];
        this.#notices.push(report.text);
        return this.#hasStarted ? [{ type: 'notice', text: report.text, count: 1 }] : [];
      case 'replaced':
        this.#replacements = report.count;
        return [];
      case 'stopped':
        this.#stopped = report.why;
        return [];
      case 'ended':
        this.#exception = report.exception;
        this.#isOver = report.state === 'over';
        return this.#isOver && this.#hasStarted ? [{ type: 'ended', state: 'finished' }] : [];
    }
  }

  #takeSamples(reported: readonly Sample[]): RunEvent[] {
    if (!this.#hasStarted && !reported.some(({ loss }) => loss !== undefined)) return [];
    const samples = reported.filter(({ step }) => this.#isNext(step));
    if (samples.length === 0) return [];
    const added = METRICS.filter(
      (name) =>
        samples.some((sample) => sample[name] !== undefined) && !this.#metrics.some((metric) => metric.name === name),
    );
    this.#metrics = [...this.#metrics, ...added.map((name) => ({ name, source: name }))];
    return [...this.#factEvents(added.length > 0), { type: 'samples', samples }];
  }

  /** Steps that come again, or before those that were measured, do not count. */
  #isNext(step: number): boolean {
    if (step <= this.#step) return false;
    this.#step = step;
    return true;
  }

  #factEvents(hasNewMetrics: boolean): RunEvent[] {
    if (this.#hasStarted) return hasNewMetrics ? [{ type: 'facts', facts: { metrics: this.#metrics } }] : [];
    this.#hasStarted = true;
    const facts = { ...NO_FACTS, ...this.#facts, metrics: this.#metrics };
    return [
      { type: 'started', run: this.name, facts },
      ...this.#notices.map((text): RunEvent => ({ type: 'notice', text, count: 1 })),
    ];
  }
}
