import { appendFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { toJson } from '../../domain/json.ts';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import type { Sample } from '../../domain/sample.ts';
import type { Launch } from '../../programs/launch.ts';
import type { ProbeMode } from '../../programs/probeMode.ts';
import type { OutputName, ProgramParts } from '../../programs/runningProgram.ts';
import { PruneReason } from '../../runs/runner.ts';
import type { QueuedRun } from '../../runs/runner.ts';
import type { Attempt } from '../../store/attempt.ts';
import type { ComparableRuns } from './comparableRuns.ts';
import { launchIn } from './programLaunch.ts';
import type { CopiedFolder } from './programLaunch.ts';
import {
  notReplacedText,
  otherRateText,
  otherSourceText,
  sameRatesText,
  tooShort,
  unreachableText,
} from './programRunTexts.ts';
import { noLossesText, ProgramTraining } from './programTraining.ts';
import type { TimeBudget } from './timeBudget.ts';

/** Bytes that are kept of what a run prints. */
const MAX_OUTPUT = 10 << 20;
/**
 * Milliseconds that the probe has to report when losses were printed, where a run needs it: a first step with many batches, or one that is
 * compiled, takes long.
 */
const PROBE_WAIT = 60_000;
/** Losses on end that are not finite, after which a run is over: it does not come back from there. */
const BROKEN_LOSSES = 3;
/** First steps whose rates tell whether the rate of a run reaches its optimizer: programs set it at each step, after a warm-up. */
const FIRST_STEPS = 100;

/** How each program of an experiment is followed. */
export interface ProgramRunOptions extends ProgramParts {
  /** Whether a range test of a program that has fewer steps starts again with as many. */
  readonly startsAgain?: boolean;
  /** The time that all runs may take together; absent for any time. */
  readonly budget?: TimeBudget;
  /** Gets what a run prints, in order; the program waits until it has been taken. */
  readonly onOutput?: (run: QueuedRun, bytes: Buffer, output: OutputName) => Promise<void>;
}

/** One run: a program that is followed until it has ended, or shows that it is not what the run is meant to be. To be used once. */
export class ProgramRun {
  readonly #program: ProgramTraining;
  /** Ends the program. */
  readonly #stop = new AbortController();
  readonly #rates = new Map<number, number>();
  #steps = 0;
  #brokenLosses = 0;
  #areRatesChecked = false;
  #ended: EndedEvent | null = null;

  /**
   * @param launch as the user has asked for it
   * @param place where the program runs: the folder of the launch, or a copy of it
   */
  constructor(
    private readonly run: QueuedRun,
    private readonly launch: Launch,
    place: CopiedFolder,
    private readonly options: ProgramRunOptions,
    private readonly others: ComparableRuns,
    private readonly attempt: Attempt,
  ) {
    const { onOutput, ...parts } = options;
    const { rate, optimizer } = run.record.facts;
    const keep = outputFile(path.join(attempt.folder, 'output.log'));
    this.#program = new ProgramTraining(launchIn(launch, place), {
      ...parts,
      name: run.record.variant.label,
      log: { ...(rate !== null && { rate }), ...(optimizer !== null && { optimizer }) },
      onOutput: async (bytes, output) => {
        await keep(bytes);
        await onOutput?.(run, bytes, output);
      },
      ...((needsProbe(launch.mode) || others.areProbed) && { probeWait: PROBE_WAIT }),
    });
  }

  /**
   * @param tell gets every event but the last
   * @returns how the run has ended
   */
  async train(signal: AbortSignal, tell: (event: RunEvent) => void): Promise<EndedEvent> {
    const { length } = this.others;
    if (this.launch.mode.name === 'find' && length !== null) return this.#tooShort(length, false);
    const { budget } = this.options;
    const timeout = budget && AbortSignal.timeout(budget.left);
    const { prune } = this.run;
    const signals = [signal, this.#stop.signal, ...(prune ? [prune] : []), ...(timeout ? [timeout] : [])];
    try {
      await this.#follow(AbortSignal.any(signals), tell);
    } catch (error) {
      return { type: 'ended', state: 'failed', reason: (error as Error).message };
    }
    if (
      this.launch.mode.name === 'find' &&
      this.#hasFinished &&
      this.#program.stopped === null &&
      this.#brokenLosses === 0
    ) {
      this.others.length = this.#steps;
      return this.#tooShort(this.#steps, true);
    }
    if (this.#hasFinished) {
      this.#checkSource();
      this.#checkRates();
    }
    if (signal.aborted) return cancelled();
    const pruned: unknown = prune?.reason;
    if (this.#hasFinished || pruned instanceof PruneReason) this.others.addSource(this.#program.isProbed);
    if (pruned instanceof PruneReason) return { type: 'ended', state: 'pruned', reason: pruned.text };
    if (timeout?.aborted && (this.#ended === null || this.#ended.state === 'cancelled')) return budget!.stopped();
    return this.#ended ?? this.#nothingMeasured();
  }

  async #follow(signal: AbortSignal, tell: (event: RunEvent) => void): Promise<void> {
    let first: string | null = null;
    for await (const { id, event } of this.#program.events(signal)) {
      // A run is one training: what the program trains beside the first one is left out.
      if ((first ??= id) !== id) continue;
      // The program may have ended, too, or go on with another training.
      if (event.type === 'ended') this.#endAs(event);
      else if (this.#isAsMeant()) {
        await this.#keep(event);
        tell(planned(this.run, event));
        if (this.#brokenLosses >= BROKEN_LOSSES) this.#endAs({ type: 'ended', state: 'finished' });
      }
    }
  }

  get #hasFinished(): boolean {
    return this.#ended?.state === 'finished';
  }

  #endAs(ended: EndedEvent): void {
    this.#ended ??= ended;
    this.#stop.abort();
  }

  #fail(reason: string): void {
    this.#ended = { type: 'ended', state: 'failed', reason };
    this.#stop.abort();
  }

  /** Whether the rate gets into the program, and its losses are those of the other runs; fails the run otherwise. */
  #isAsMeant(): boolean {
    const { mode } = this.launch;
    const { isProbed, replacements, probe } = this.#program;
    if (needsProbe(mode) && !isProbed) {
      this.#fail(unreachableText(mode, probe));
      return false;
    }
    if (mode.replace && replacements < mode.replace.length) {
      this.#fail(notReplacedText(mode.replace[0]));
      return false;
    }
    // Only a program that trains to its end shows that the probe can't follow it.
    if (isProbed) this.others.addSource(true);
    return this.#checkSource();
  }

  #checkSource(): boolean {
    const { isProbed } = this.#program;
    const isAccepted = this.others.accepts(isProbed);
    if (!isAccepted) this.#fail(otherSourceText(isProbed));
    return isAccepted;
  }

  async #keep(event: RunEvent): Promise<void> {
    const { metricsFile } = this.attempt;
    // A log was written anew.
    if (event.type === 'reset') await truncate(metricsFile).catch(() => undefined);
    if (event.type !== 'samples') return;
    const { samples } = event;
    await appendFile(metricsFile, samples.map((sample) => `${toJson(sample)}\n`).join(''));
    this.#steps = (samples.at(-1)?.step ?? 0) + 1;
    for (const sample of samples) this.#note(sample);
    if (this.#steps >= FIRST_STEPS) this.#checkRates();
  }

  #note({ step, loss, rate }: Sample): void {
    if (loss !== undefined) this.#brokenLosses = Number.isFinite(loss) ? 0 : this.#brokenLosses + 1;
    if (rate !== undefined && step < FIRST_STEPS) this.#rates.set(step, rate);
  }

  /** Fails the run if its rate did not reach the optimizer, as far as the probe tells that. */
  #checkRates(): void {
    const initial = this.#program.rates;
    if (this.#areRatesChecked || this.launch.mode.name !== 'watch' || !initial) return;
    this.#areRatesChecked = true;
    const used = { initial, byStep: this.#rates };
    const asked = this.run.record.facts.rate;
    const twin = asked === null ? null : this.others.addRates({ asked, ...used });
    const reason = twin ? sameRatesText(this.launch, twin) : otherRateText(this.launch, used);
    if (reason !== null) this.#fail(reason);
  }

  /**
   * How a repeat of a range test ends whose program made fewer steps than it takes, as it would in every other.
   * @param hasRun whether it was started
   */
  #tooShort(steps: number, hasRun: boolean): EndedEvent {
    const { mode } = this.launch;
    const wanted = mode.name === 'find' ? mode.steps : steps;
    return tooShort(steps, wanted, { hasRun, startsAgain: this.options.startsAgain ?? false });
  }

  /** A program that ended without a loss tells nothing of its rate. */
  #nothingMeasured(): EndedEvent {
    const { failure, probe } = this.#program;
    const { mode } = this.launch;
    if (failure) return failure;
    const reason =
      needsProbe(mode) && probe.notices.length > 0
        ? unreachableText(mode, probe)
        : [...probe.notices, noLossesText(this.launch)].join(' ');
    return { type: 'ended', state: 'failed', reason };
  }
}

/** Whether a run is what it is meant to be only if the probe is in the program. */
function needsProbe(mode: ProbeMode): boolean {
  return mode.name !== 'watch' || (mode.maxSteps ?? null) !== null;
}

/** What was planned of a run stays true of it, where its program says nothing or something else: it starts from another rate. */
function planned({ record }: QueuedRun, event: RunEvent): RunEvent {
  if (event.type !== 'started' && event.type !== 'facts') return event;
  const { rate, optimizer } = record.facts;
  const known = {
    ...('rate' in event.facts && { rate }),
    ...('optimizer' in event.facts && { optimizer: event.facts.optimizer ?? optimizer }),
  };
  return { ...event, facts: { ...event.facts, ...known } } as RunEvent;
}

/** Keeps what a program prints, up to a limit. */
function outputFile(file: string): (bytes: Buffer) => Promise<void> {
  let left = MAX_OUTPUT;
  return async (bytes) => {
    if (left <= 0) return;
    const kept = bytes.subarray(0, left);
    left -= bytes.length;
    // A disk that is full must not end the program.
    await appendFile(file, left > 0 ? kept : `${kept.toString()}\n…\n`).catch(() => undefined);
  };
}

/** How a run ends that was cancelled. */
export function cancelled(): EndedEvent {
  return { type: 'ended', state: 'cancelled', reason: l10n.t('Cancelled.') };
}
