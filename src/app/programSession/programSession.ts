import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../domain/experiment.ts';
import type { RunEvent } from '../../domain/runEvent.ts';
import type { Choice } from '../../kinds/kinds.ts';
import { KINDS } from '../../kinds/kinds.ts';
import { confirmationOf } from '../../kinds/programSweep/choice.ts';
import { withinRun } from '../../kinds/programTest/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import { MIN_STEPS } from '../../kinds/rangeTest/choice.ts';
import type { Launch } from '../../programs/launch.ts';
import { keptFiles } from '../../programs/keptFiles.ts';
import { RunFolders } from '../../programs/runFolders.ts';
import type { OutputName } from '../../programs/runningProgram.ts';
import { headingText } from '../../programs/headingText.ts';
import { InterruptReason } from '../../runs/runner.ts';
import type { QueuedRun } from '../../runs/runner.ts';
import { newExperimentPath } from '../experimentPath.ts';
import { sweepLaunch, testLaunch } from '../programs/programLaunch.ts';
import { ProgramRunner } from '../programs/programRunner.ts';
import { Training } from '../training.ts';
import type { BeginEntry, Journal } from './journal.ts';
import type { SessionPlan, SessionStart } from './messages.ts';

/** Written files that are named. */
const MAX_NAMED = 20;

/** Gets what is shown in the session's terminal, in order. */
export type Print = (bytes: Buffer, output: OutputName) => Promise<void>;

/** Trains experiments with a program that follow from each other, one run at a time, and tells its journal all that happens in them. */
export class ProgramSession {
  readonly #folders: RunFolders;
  /** What claims the runs: another process than any window. */
  readonly #owner = randomUUID();

  /** @param signal ends all that is trained; see InterruptReason */
  constructor(
    private readonly start: Omit<SessionStart, 'type'>,
    private readonly signal: AbortSignal,
    private readonly journal: Journal,
    private readonly print: Print,
  ) {
    this.#folders = new RunFolders(programOf(start.plan).cwd, start.areCopies, [], keptFiles(start.kept.folder).mark);
  }

  /**
   * Resolves when all runs have ended.
   * @throws RangeError, ExperimentError as Training.create
   */
  async train(): Promise<void> {
    const { plan, areCopies } = this.start;
    if (areCopies) await this.#printHeading(l10n.t('Copying {0} for each run…', programOf(plan).cwd));
    const sentence = plan.kind === 'find' ? await this.#find(plan.test, plan.steps) : await this.#sweep(plan.sweep);
    this.journal.add({ type: 'done', text: this.#endText(sentence) });
  }

  /** @returns as #find */
  async #sweep(choice: Choice<'program-sweep'>): Promise<string | null> {
    return (await this.#run('program-sweep', choice, ({ record }) => sweepLaunch(choice, record))).problem;
  }

  /**
   * A range test, again as long as the program has fewer steps than it takes, and the confirmation of what it suggests.
   * @param steps of a whole run; null if that is not known
   * @returns a sentence to end with; null for the usual one
   */
  async #find(wanted: ProgramTestChoice, steps: number | null): Promise<string | null> {
    const run = (choice: ProgramTestChoice, total: number | null, replaces?: string) => {
      const launch = ({ record }: QueuedRun) => testLaunch(choice, record);
      return this.#run('program-test', choice, launch, { total, ...(replaces !== undefined && { replaces }) });
    };
    let choice = wanted;
    let test = await run(choice, steps);
    let length: number | null = null;
    // With early stopping each run may be shorter than the one before.
    for (
      let shorter = test.length;
      shorter !== null && shorter >= MIN_STEPS && shorter < choice.steps && !this.signal.aborted;
      shorter = test.length
    ) {
      length = shorter;
      choice = withinRun(choice, length);
      test = await run(choice, length, test.training.experiment.folder);
    }
    if (test.problem !== null) return test.problem;
    if (this.signal.aborted || isCancelled(test.training)) return null;
    const { suggestion } = KINDS['program-test'].summarize(test.training.overview());
    if (!suggestion)
      return l10n.t(
        'The range test found no rate to suggest, so no further runs were started. The panel shows why. To try rates in whole runs, use Sweep Rates of This Program.',
      );
    const total = test.training.runs.find(({ tracker }) => tracker.facts.total !== null)?.tracker.facts.total ?? length;
    return this.#sweep(confirmationOf(choice, suggestion.rate, total));
  }

  /**
   * Trains an experiment to its end.
   * @returns also why its results could not be written, in a sentence, or else how many steps the program has if those are fewer than a
   * range test takes; null otherwise
   */
  async #run<K extends 'program-test' | 'program-sweep'>(
    kind: K,
    choice: Choice<K> & { readonly name: string },
    launch: (run: QueuedRun) => Launch,
    details: Pick<BeginEntry, 'total' | 'replaces'> = {},
  ): Promise<{ readonly training: Training; readonly problem: string | null; readonly length: number | null }> {
    const { parts, storage, version } = this.start;
    const told = new Set<number>();
    const tell = (index: number, record: RunRecord, event: RunEvent): void => {
      if (event.type === 'finding') return;
      const isNew = index >= planned && !told.has(index);
      told.add(index);
      this.journal.add({ type: 'run', index, event, at: Date.now(), ...(isNew && { record }) });
    };
    const runner = new ProgramRunner({
      ...parts,
      launch,
      // Programs may share one GPU.
      jobs: 1,
      folders: this.#folders,
      startsAgain: true,
      // Before its first output: a program may import for long, and print nothing.
      onStart: async (run) => {
        // That it follows is known long before its program measures anything.
        if (run.index >= planned) tell(run.index, run.record, { type: 'facts', facts: {} });
        await this.#printHeading(headingOf(run));
      },
      onOutput: (_run, bytes, output) => this.print(bytes, output),
    });
    const folder = newExperimentPath(storage, choice.name);
    const environment = { runner, engines: NO_ENGINES, window: this.#owner, version };
    const training = await Training.create(kind, choice, folder, environment);
    const planned = training.runs.length;
    this.journal.add({
      type: 'begin',
      folder,
      runs: training.runs.map(({ record }) => record),
      at: Date.now(),
      ...details,
    });
    const problem = await training
      .train(this.signal, ({ index, record }, event) => tell(index, record, event))
      .then(
        () => null,
        ({ message }: Error) => message,
      );
    this.journal.add({ type: 'end', problem });
    return { training, problem, length: problem === null ? runner.length : null };
  }

  async #printHeading(text: string): Promise<void> {
    await this.print(Buffer.from(headingText(text)), 'stdout');
  }

  /** Says how all has ended, and which files the program wrote. */
  #endText(sentence: string | null): string {
    const { written, areCopies } = this.#folders;
    const ended = this.signal.aborted ? stopText(this.signal) : (sentence ?? l10n.t('All runs have ended.'));
    if (written.length === 0) return ended;
    const names = [...written.slice(0, MAX_NAMED), ...(written.length > MAX_NAMED ? ['…'] : [])].join(', ');
    const files = areCopies
      ? l10n.t('Files that the program wrote in temporary copies, now deleted: {0}.', names)
      : l10n.t('Files that the program wrote: {0}.', names);
    return `${ended} ${files}`;
  }
}

/** Why all was stopped. */
function stopText({ reason }: AbortSignal): string {
  return reason instanceof InterruptReason ? reason.text : l10n.t('The runs were stopped.');
}

/** Programs train without an engine of ours, and nobody asks for its build. */
const NO_ENGINES = { buildOf: async () => '' };

function programOf(plan: SessionPlan) {
  return (plan.kind === 'find' ? plan.test : plan.sweep).program;
}

/** Whether an experiment was cancelled, also by a request in its folder. */
function isCancelled(training: Training): boolean {
  return training.runs.some(({ result }) => result?.state === 'cancelled');
}

/** "Learning rate 0.01", "Learning rate 1e-6 to 10, seed 2". */
function headingOf({ record: { variant, seed } }: QueuedRun): string {
  return seed === null
    ? l10n.t('Learning rate {0}', variant.label)
    : l10n.t('Learning rate {0}, seed {1}', variant.label, seed);
}
