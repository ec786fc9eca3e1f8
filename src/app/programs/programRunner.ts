import { realpathSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EndedEvent, RunEvent } from '../../domain/runEvent.ts';
import type { Launch } from '../../programs/launch.ts';
import { withOwnPort } from '../../programs/launcherPort.ts';
import type { RunFolders } from '../../programs/runFolders.ts';
import { isWithin } from '../../programs/withinFolder.ts';
import type { QueuedRun, Runner, RunnerListener } from '../../runs/runner.ts';
import type { Attempt } from '../../store/attempt.ts';
import type { ExperimentFolder } from '../../store/experimentFolder.ts';
import { processState } from '../../store/processState.ts';
import { ComparableRuns } from './comparableRuns.ts';
import { cancelled, ProgramRun } from './programRun.ts';
import type { ProgramRunOptions } from './programRun.ts';

/** Milliseconds between two signs of life, see HEARTBEAT_TIMEOUT. */
const HEARTBEAT_INTERVAL = 10_000;
/** How Python and the system say that there is no such file. */
const MISSING_FILE = /FileNotFoundError|No such file or directory/;

/** How programs are run. */
export interface ProgramRunnerOptions extends ProgramRunOptions {
  /** How a run is started. */
  readonly launch: (run: QueuedRun) => Launch;
  /** Runs at the same time. */
  readonly jobs: number;
  readonly folders: RunFolders;
  /** Called when a run is about to start, before it prints anything. */
  readonly onStart?: (run: QueuedRun) => Promise<void>;
}

/** Trains runs by starting a program of the user's for each; they end with the process that started them. */
export class ProgramRunner implements Runner {
  readonly name = 'programs';
  readonly outlivesWindow = false;
  readonly #runs = new ComparableRuns();

  constructor(private readonly options: ProgramRunnerOptions) {}

  /** Steps of the program, where a range test took more than it has; null otherwise. */
  get length(): number | null {
    return this.#runs.length;
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
    if (signal.aborted) return listener.onEnded(run, cancelled());
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
          const training = new ProgramRun(run, launch, { folder, root }, this.options, this.#runs, attempt);
          const ended = await training.train(signal, tell);
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
    return this.options.jobs === 1 ? launch : withOwnPort(launch, process.env);
  }
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
