import { realpathSync } from 'node:fs';
import { appendFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { toJson } from '../../domain/json.ts';
import { formatRate } from '../../domain/rate.ts';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import { PLACEHOLDER } from '../../kinds/program.ts';
import { MIN_STEPS } from '../../kinds/rangeTest/choice.ts';
import type { Launch } from '../../programs/launch.ts';
import { portEnvironment } from '../../programs/launcherPort.ts';
import type { ProbeMode, Replacement } from '../../programs/probeMode.ts';
import type { RunFolders } from '../../programs/runFolders.ts';
import type { OutputName, ProgramParts } from '../../programs/runningProgram.ts';
import { isWithin } from '../../programs/withinFolder.ts';
import { LeftReason, PruneReason } from '../../runs/runner.ts';
import type { QueuedRun, Runner, RunnerListener } from '../../runs/runner.ts';
import type { Attempt } from '../../store/attempt.ts';
import type { ExperimentFolder } from '../../store/experimentFolder.ts';
import { processState } from '../../store/processState.ts';
import { launchIn } from './programLaunch.ts';
import { leftText, noLossesText, ProgramTraining } from './programTraining.ts';
import type { TimeBudget } from './timeBudget.ts';

/** Milliseconds between two signs of life, see HEARTBEAT_TIMEOUT. */
const HEARTBEAT_INTERVAL = 10_000;
/** Bytes that are kept of what a run prints. */
const MAX_OUTPUT = 10 << 20;
/**
 * Milliseconds that the probe has to report when losses were printed, where a run needs it: a first step with many batches, or one that is
 * compiled, takes long.
 */
const PROBE_WAIT = 60_000;
/** A rate that a framework keeps in 32 bits differs by so much of it. */
const SAME_RATE = 1e-6;
/** Losses on end that are not finite, after which a run is over: it does not come back from there. */
const BROKEN_LOSSES = 3;
/** How Python and the system say that there is no such file. */
const MISSING_FILE = /FileNotFoundError|No such file or directory/;
/** First steps whose rates tell whether the rate of a run reaches its optimizer: programs set it at each step, after a warm-up. */
const FIRST_STEPS = 100;

/** How programs are run. */
export interface ProgramRunnerOptions extends ProgramParts {
  /** How a run is started. */
  readonly launch: (run: QueuedRun) => Launch;
  /** Runs at the same time. */
  readonly jobs: number;
  readonly folders: RunFolders;
  /** Whether a range test of a program that has fewer steps starts again with as many. */
  readonly startsAgain?: boolean;
  /** The time that all runs may take together; absent for any time. */
  readonly budget?: TimeBudget;
  /** Called when a run is about to start, before it prints anything. */
  readonly onStart?: (run: QueuedRun) => Promise<void>;
  /** Gets what a run prints, in order; the program waits until it has been taken. */
  readonly onOutput?: (run: QueuedRun, bytes: Buffer, output: OutputName) => Promise<void>;
}

/** Where a run is kept, and who hears of it. */
interface RunPlace {
  readonly attempt: Attempt;
  readonly signal: AbortSignal;
  tell(this: void, event: RunEvent): void;
}

/** The rates that the optimizers of a run's program had. */
interface Heard {
  /** Of all groups of all optimizers, as the training began. */
  readonly had: readonly number[];
  /** Those of the first steps that were measured, by step. */
  readonly used: ReadonlyMap<number, number>;
}

/** The rate that a run was to have, and those that it had. */
interface Beginning extends Heard {
  readonly asked: number;
}

/** Trains runs by starting a program of the user's for each; they end with the process that started them. */
export class ProgramRunner implements Runner {
  readonly name = 'programs';
  readonly outlivesWindow = false;
  readonly #beginnings: Beginning[] = [];
  #length: number | null = null;
  /** Whether the losses that are compared come from the probe; null before that is clear. */
  #isProbed: boolean | null = null;

  constructor(private readonly options: ProgramRunnerOptions) {}

  /** Steps of the program, where a range test took more than it has; null otherwise. */
  get length(): number | null {
    return this.#length;
  }

  async start<R extends QueuedRun>(
    runs: readonly R[],
    signal: AbortSignal,
    listener: RunnerListener<R>,
  ): Promise<void> {
    const waiting = [...runs];
    const problems: unknown[] = [];
    const work = async (): Promise<void> => {
      for (let run = waiting.shift(); run; run = waiting.shift()) {
        try {
          await this.#train(run, signal, listener);
        } catch (error) {
          problems.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.options.jobs, runs.length) }, work));
    if (problems.length > 0) throw problems[0];
  }

  /** The window that trains the experiment sees the request within seconds. */
  async cancel(experiment: ExperimentFolder): Promise<void> {
    await experiment.requestCancel();
  }

  reconcile(attempt: Attempt): Promise<'queued' | 'running' | 'lost'> {
    return processState(attempt);
  }

  async #train<R extends QueuedRun>(run: R, signal: AbortSignal, listener: RunnerListener<R>): Promise<void> {
    if (signal.aborted) return listener.onEnded(run, cancelled(signal));
    const { budget } = this.options;
    if (budget && !budget.isEnough) return listener.onEnded(run, budget.notStarted());
    const endRun = budget?.startRun();
    const attempt = await run.claim();
    const heartbeat = setInterval(() => void attempt.writeHeartbeat(), HEARTBEAT_INTERVAL);
    try {
      const tell = (event: RunEvent): void => listener.onEvent(run, event);
      const launch = await this.#launchOf(run);
      await this.options.onStart?.(run);
      const ended = await this.options.folders
        .use(async (folder, root) => {
          const ended = await this.#follow(run, launchIn(launch, { folder, root }), { attempt, signal, tell });
          return folder === this.options.folders.folder ? ended : inCopy(ended, launch, root);
        }, launch)
        .catch((error: Error): EndedEvent => ({ type: 'ended', state: 'failed', reason: error.message }));
      await listener.onEnded(run, ended);
    } finally {
      endRun?.();
      clearInterval(heartbeat);
    }
  }

  /** How a run is started: where others run beside it, at a port of its own. */
  async #launchOf(run: QueuedRun): Promise<Launch> {
    const launch = this.options.launch(run);
    if (this.options.jobs === 1) return launch;
    return { ...launch, env: { ...(await portEnvironment(process.env)), ...launch.env } };
  }

  /** @returns how the run has ended */
  async #follow(run: QueuedRun, launch: Launch, { attempt, signal, tell }: RunPlace): Promise<EndedEvent> {
    const stop = new AbortController();
    const { onOutput, budget, ...parts } = this.options;
    const timeout = budget && AbortSignal.timeout(budget.left);
    const signals = [signal, stop.signal, ...(run.prune ? [run.prune] : []), ...(timeout ? [timeout] : [])];
    const { rate, optimizer } = run.record.facts;
    const { mode } = launch;
    if (mode.name === 'find' && this.#length !== null) return this.#tooShort(this.#length, mode.steps, false);
    const keep = outputFile(path.join(attempt.folder, 'output.log'));
    const program = new ProgramTraining(launch, {
      ...parts,
      name: run.record.variant.label,
      log: { ...(rate !== null && { rate }), ...(optimizer !== null && { optimizer }) },
      onOutput: async (bytes, output) => {
        await keep(bytes);
        await onOutput?.(run, bytes, output);
      },
      ...((needsProbe(mode) || this.#isProbed) && { probeWait: PROBE_WAIT }),
    });
    let ended: EndedEvent | null = null;
    let brokenLosses = 0;
    let first: string | null = null;
    let steps = 0;
    const used = new Map<number, number>();
    let isChecked = false;
    const fail = (reason: string): void => {
      stop.abort();
      ended = { type: 'ended', state: 'failed', reason };
    };
    const checkRates = (): void => {
      if (isChecked || mode.name !== 'watch' || !program.rates) return;
      isChecked = true;
      const heard = { had: program.rates, used };
      const twin = this.#twinOf(run, heard);
      const reason = twin ? unheardText(launch, twin) : otherRateText(launch, heard);
      if (reason !== null) fail(reason);
    };
    try {
      for await (const { id, event } of program.events(AbortSignal.any(signals))) {
        // A run is one training: what the program trains beside the first one is left out.
        if ((first ??= id) !== id) continue;
        if (event.type === 'ended') {
          ended ??= event;
          // The program may have ended, too, or go on with another training.
          stop.abort();
          continue;
        }
        if (needsProbe(mode) && !program.isProbed) {
          fail(unreachableText(mode, program));
          continue;
        }
        if (mode.replace && program.replacements < mode.replace.length) {
          fail(notReplacedText(mode.replace[0]));
          continue;
        }
        // Only a program that trains to its end shows that the probe can't follow it.
        if (program.isProbed) this.#isProbed ??= true;
        if (!this.#isComparable(program)) {
          fail(otherSourceText(program));
          continue;
        }
        // A log was written anew.
        if (event.type === 'reset') await truncate(attempt.metricsFile).catch(() => undefined);
        if (event.type === 'samples') {
          await appendFile(attempt.metricsFile, event.samples.map((sample) => `${toJson(sample)}\n`).join(''));
          steps = (event.samples.at(-1)?.step ?? 0) + 1;
          for (const { step, loss, rate } of event.samples) {
            if (loss !== undefined) brokenLosses = Number.isFinite(loss) ? 0 : brokenLosses + 1;
            if (rate !== undefined && step < FIRST_STEPS) used.set(step, rate);
          }
          if (steps >= FIRST_STEPS) checkRates();
        }
        tell(planned(run, event));
        if (brokenLosses >= BROKEN_LOSSES) {
          stop.abort();
          ended ??= { type: 'ended', state: 'finished' };
        }
      }
    } catch (error) {
      return { type: 'ended', state: 'failed', reason: (error as Error).message };
    }
    if (mode.name === 'find' && ended?.state === 'finished' && program.stopped === null && brokenLosses === 0)
      return this.#tooShort((this.#length = steps), mode.steps, true);
    if (ended?.state === 'finished') {
      if (!this.#isComparable(program)) fail(otherSourceText(program));
      checkRates();
    }
    if (signal.aborted) return cancelled(signal);
    const pruned: unknown = run.prune?.reason;
    if (ended?.state === 'finished' || pruned instanceof PruneReason) this.#isProbed ??= program.isProbed;
    if (pruned instanceof PruneReason) return { type: 'ended', state: 'pruned', reason: pruned.text };
    if (timeout?.aborted && (ended === null || ended.state === 'cancelled')) return budget!.stopped();
    return ended ?? nothingMeasured({ ...launch, logFile: this.options.launch(run).logFile }, program);
  }

  /**
   * How a repeat of a range test ends whose program made fewer steps than it takes, as it would in every other.
   * @param hasRun whether it was started
   */
  #tooShort(steps: number, wanted: number, hasRun: boolean): EndedEvent {
    if (steps < MIN_STEPS) {
      const reason = l10n.t(
        'The program ended after {0} of {1} steps. Let it train for at least {2}.',
        steps,
        wanted,
        MIN_STEPS,
      );
      return { type: 'ended', state: 'failed', reason };
    }
    if (this.options.startsAgain) {
      const reason = hasRun
        ? l10n.t('The program has only {0} steps, so the test starts again with that many.', steps)
        : l10n.t('Not started, because the test starts again with fewer steps.');
      return { type: 'ended', state: 'cancelled', reason };
    }
    const reason = l10n.t(
      'The program ended after {0} of {1} steps, before its loss diverged. Let it train for longer or use fewer steps with --steps.',
      steps,
      wanted,
    );
    return { type: 'ended', state: 'failed', reason };
  }

  /** Whether the losses of a run are of the same kind as those of the others: a step's from the probe, or whatever programs print. */
  #isComparable({ isProbed }: ProgramTraining): boolean {
    return this.#isProbed === null || this.#isProbed === isProbed;
  }

  /** An earlier run that was to have another rate but whose optimizers had the same ones; null where there is none. */
  #twinOf({ record }: QueuedRun, heard: Heard): Beginning | null {
    const asked = record.facts.rate;
    if (asked === null || heard.had.length === 0) return null;
    const twin = this.#beginnings.find((each) => each.asked !== asked && hadSameRates(each, heard));
    this.#beginnings.push({ asked, ...heard });
    return twin ?? null;
  }
}

/** Whether two runs began with the same rates and used them in the first steps that both have measured. */
function hadSameRates(one: Heard, other: Heard): boolean {
  const common = [...one.used].filter(([step]) => other.used.has(step));
  return (
    one.had.join() === other.had.join() &&
    common.length > 0 &&
    common.every(([step, rate]) => rate === other.used.get(step))
  );
}

/**
 * A program that missed a file in a copy of its folder may find it in the folder itself; not one with an absolute path, which is the same in both.
 * @param launch whose edits are made in a copy only
 * @param root absolute path of what was copied
 */
function inCopy(ended: EndedEvent, { edits = [] }: Launch, root: string): EndedEvent {
  const { reason } = ended;
  if (ended.state !== 'failed' || !reason || !MISSING_FILE.test(reason)) return ended;
  const named = Array.from(reason.matchAll(/(["'])(.+?)\1/g), ([, , name]) => name);
  // A program is told the real path of its folder, and makes others from it.
  const copies = [root, realpathSync(root)].map((copy) => path.dirname(copy));
  const isElsewhere = (name: string): boolean =>
    path.isAbsolute(name) && !copies.some((copy) => isWithin(copy, path.resolve(name)));
  if (named.length > 0 && named.every(isElsewhere)) return ended;
  const hint =
    edits.length > 0
      ? l10n.t(
          'It ran in a copy of its folder, because settings are changed only in copies. Files outside the folder may be missing there; give the program their absolute paths.',
        )
      : l10n.t(
          'It ran in a copy of its folder, where files outside the folder may be missing. To run it in the folder itself, give --in-place on the command line, or choose Use the folder itself in the editor.',
        );
  return { ...ended, reason: `${reason.replace(/\.?$/, '.')} ${hint}` };
}

/** Whether a run is what it is meant to be only if the probe is in the program. */
function needsProbe(mode: ProbeMode): boolean {
  return mode.name !== 'watch' || (mode.maxSteps ?? null) !== null;
}

/** Why a run that needs the probe goes on without it, as far as the probe knows, and what else there is. */
function unreachableText(mode: ProbeMode, { probe }: ProgramTraining): string {
  const text =
    mode.name === 'watch'
      ? l10n.t(
          "The number of steps can't be limited, because the probe can't follow this program. Run it without --steps.",
        )
      : l10n.t(
          "The learning rate can't be set from outside, because the probe can't follow this program. Sweep the number in its code instead: Sweep Rates of This Program in the editor, or goldilocks sweep with --at. On the command line, --option and --env work, too.",
        );
  return [...probe.notices, text].join(' ');
}

/** Why the losses of a run can't be compared with those of the others. */
function otherSourceText({ isProbed }: ProgramTraining): string {
  return isProbed
    ? l10n.t(
        "This run is left out: the probe reported its losses, but those of an earlier run were read from what the program printed, so they can't be compared.",
      )
    : l10n.t(
        "This run is left out: its losses were read from what the program printed, because the probe reported none, but those of another run come from the probe, so they can't be compared.",
      );
}

function notReplacedText({ file, cell, line }: Replacement): string {
  const name = path.basename(file);
  return l10n.t(
    '{0}, line {1}, was not replaced: the program did not run this file as Python source, or the number has changed. If it has changed, start the sweep again; otherwise pass the rate on the command line with goldilocks sweep --option or --env.',
    cell === undefined ? name : l10n.t('{0}, cell {1}', name, cell + 1),
    line,
  );
}

/** The number that is replaced by the rate, if that is how it gets in. */
function replacementIn({ mode, edits }: Launch): Replacement | undefined {
  return (mode.replace ?? edits)?.[0];
}

function unheardText(launch: Launch, { asked, had }: Beginning): string {
  return replacementIn(launch)
    ? l10n.t(
        "Changing this number doesn't change the rate of the optimizer, which was {0} here and in the run at {1}: the program takes it from elsewhere. On the command line, use goldilocks sweep with --option, --env, or {2} among the program's arguments.",
        formatRate(had[0]),
        formatRate(asked),
        PLACEHOLDER,
      )
    : l10n.t(
        "The learning rate doesn't reach the optimizer, which had the rate {0} here and in the run at {1}: the program takes it from elsewhere. Check the name of the option or the variable, or use goldilocks sweep with --at for a number in the code.",
        formatRate(had[0]),
        formatRate(asked),
      );
}

/** What to say where a number was only assumed to be the rate, and is not; null otherwise. */
function otherRateText(launch: Launch, { had, used }: Heard): string | null {
  const { assumedRate, cwd } = launch;
  if (assumedRate === undefined || had.length === 0) return null;
  if ([...had, ...used.values()].some((rate) => Math.abs(rate - assumedRate) <= SAME_RATE * assumedRate)) return null;
  const { file, cell, line } = replacementIn(launch)!;
  return l10n.t(
    '{2} was set to {1}, but the optimizer had the rate {0}. If the program computes its rate from that number, use --at {2}; otherwise put {3} into its arguments, or use --option or --env.',
    formatRate(had[0]),
    formatRate(assumedRate),
    [path.relative(cwd, file), ...(cell === undefined ? [] : [cell + 1]), line].join(':'),
    PLACEHOLDER,
  );
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

function cancelled({ reason }: AbortSignal): EndedEvent {
  if (reason instanceof LeftReason) return { type: 'ended', state: 'interrupted', reason: leftText() };
  return { type: 'ended', state: 'cancelled', reason: l10n.t('Cancelled.') };
}

/**
 * A program that ended without a loss tells nothing of its rate.
 * @param launch with its log as the user named it, not as it is called in a copy
 */
function nothingMeasured(launch: Launch, program: ProgramTraining): EndedEvent {
  if (program.failure) return program.failure;
  const { notices } = program.probe;
  if (needsProbe(launch.mode) && notices.length > 0)
    return { type: 'ended', state: 'failed', reason: unreachableText(launch.mode, program) };
  return { type: 'ended', state: 'failed', reason: [...notices, noLossesText(launch)].join(' ') };
}
