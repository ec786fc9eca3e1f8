import path from 'node:path';
import * as vscode from 'vscode';
import type { ActiveTraining, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { FollowingRuns } from '../../app/progress.ts';
import type { ProgramRunner, ProgramRunnerOptions } from '../../app/programs/programRunner.ts';
import type { Choice } from '../../kinds/kinds.ts';
import type { Launch } from '../../programs/launch.ts';
import { programParts } from '../../programs/programParts.ts';
import { RunFolders } from '../../programs/runFolders.ts';
import type { QueuedRun } from '../../runs/runner.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import type { TrainingServices } from '../trainingServices.ts';
import type { EditedProgram } from './editedProgram.ts';
import { ProgramTerminal } from './programTerminal.ts';

/** Written files that are named. */
const MAX_NAMED = 20;

/** What experiments with programs are started with. */
export interface SessionServices {
  readonly context: vscode.ExtensionContext;
  readonly services: TrainingServices;
  readonly library: ExperimentLibrary;
  readonly starter: ExperimentStarter;
}

/** Experiments with a program that follow from each other, with one terminal, which shows what their runs print. Ctrl+C there cancels them. */
export class ProgramSession {
  readonly #terminal: ProgramTerminal;
  readonly #folders: RunFolders;
  #runner: ProgramRunner | null = null;

  private constructor(
    { document, folder }: EditedProgram,
    areCopies: boolean,
    private readonly services: SessionServices,
    private readonly Runner: typeof ProgramRunner,
  ) {
    this.#terminal = new ProgramTerminal(path.basename(document.uri.fsPath));
    this.#folders = new RunFolders(folder, areCopies);
  }

  /** Opens the terminal. Loads what runs programs only now: few windows run one. */
  static async open(edited: EditedProgram, areCopies: boolean, services: SessionServices): Promise<ProgramSession> {
    const { ProgramRunner } = await import('../../app/programs/programRunner.ts');
    const session = new ProgramSession(edited, areCopies, services, ProgramRunner);
    await session.#terminal.opened;
    if (areCopies) session.#terminal.printHeading(vscode.l10n.t('Copying {0} for each run…', edited.folder));
    return session;
  }

  get isStopped(): boolean {
    return this.#terminal.stopped.aborted;
  }

  /** Steps of the program, where the last experiment is a range test that took more than it has; null otherwise. */
  get length(): number | null {
    return this.#runner?.length ?? null;
  }

  /**
   * Starts an experiment and shows it in the panel.
   * @param following what is trained when it has ended
   * @throws RangeError, ExperimentError as ExperimentLibrary.start
   */
  async start<K extends 'program-test' | 'program-sweep'>(
    kind: K,
    choice: Choice<K> & { readonly name: string },
    launch: (run: QueuedRun) => Launch,
    following?: FollowingRuns,
  ): Promise<ActiveTraining> {
    const { context, services, library, starter } = this.services;
    const { engines, window, version } = services;
    const options: ProgramRunnerOptions = {
      ...programParts(context.extensionPath),
      launch: (run) => {
        // Before its first output: a program may import for long, and print nothing.
        this.#terminal.printHeading(headingOf(run));
        return launch(run);
      },
      // Programs may share one GPU.
      jobs: 1,
      folders: this.#folders,
      startsAgain: true,
      onOutput: (_run, bytes, output) => this.#terminal.print(bytes, output),
    };
    const runner = (this.#runner = new this.Runner(options));
    const active = await library.start(kind, choice, { runner, engines, window, version }, following);
    this.#terminal.stopped.addEventListener('abort', () => active.cancel());
    if (this.isStopped) active.cancel();
    await starter.show(active.training.experiment.folder);
    return active;
  }

  /**
   * Says how all has ended, and which files the program wrote. The terminal stays until a key is pressed in it.
   * @param sentence where it wasn't stopped
   */
  end(sentence = vscode.l10n.t('All runs have ended.')): void {
    const { written, areCopies } = this.#folders;
    const names = [...written.slice(0, MAX_NAMED), ...(written.length > MAX_NAMED ? ['…'] : [])].join(', ');
    const files = areCopies
      ? vscode.l10n.t('Files that the program wrote in temporary copies, now deleted: {0}.', names)
      : vscode.l10n.t('Files that the program wrote: {0}.', names);
    const ended = this.isStopped ? vscode.l10n.t('The runs were stopped.') : sentence;
    this.#terminal.end(written.length > 0 ? `${ended} ${files}` : ended);
  }
}

/** "Learning rate 0.01", "Learning rate 1e-6 to 10, seed 2". */
function headingOf({ record: { variant, seed } }: QueuedRun): string {
  return seed === null
    ? vscode.l10n.t('Learning rate {0}', variant.label)
    : vscode.l10n.t('Learning rate {0}, seed {1}', variant.label, seed);
}
