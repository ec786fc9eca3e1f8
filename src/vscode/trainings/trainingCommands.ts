import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ActiveTraining, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { trainingProgress } from '../../app/progress.ts';
import { canResume } from '../../domain/experimentStatus.ts';
import { StillRunningError } from '../../app/training.ts';
import { pickExperiment } from '../experiments/experimentPick.ts';
import { folderOf } from '../experiments/folderArgument.ts';
import type { RunNode } from '../experiments/treeNodes.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { progressText } from '../texts.ts';
import type { TrainingServices } from '../trainingServices.ts';
import type { ExperimentStarter } from './experimentStarter.ts';

/** The commands that resume and cancel experiments of any kind, the one that ends a program, and the one that measures the edge of a run. */
export class TrainingCommands {
  constructor(
    private readonly services: TrainingServices,
    private readonly library: ExperimentLibrary,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    const register = (name: string, work: (folder: string | undefined) => Promise<unknown>): vscode.Disposable =>
      vscode.commands.registerCommand(`goldilocks.${name}`, (argument: unknown) =>
        this.errors.guard(() => work(folderOf(argument))),
      );
    return vscode.Disposable.from(
      register('resume', (folder) => this.#resume(folder)),
      register('cancel', (folder) => this.#cancel(folder)),
      register('stopProgram', async (folder) => this.library.activeIn(folder ?? '')?.stopProgram?.()),
      vscode.commands.registerCommand('goldilocks.measureEdge', ({ folder, index }: RunNode) =>
        this.errors.guard(() => this.starter.measureEdge(folder, index)),
      ),
    );
  }

  async #resume(given: string | undefined): Promise<string | undefined> {
    const accepts = ({ overview }: ExperimentEntry): boolean => overview !== null && canResume(overview.runs);
    const folder = given ?? (await pickExperiment(this.library, { title: vscode.l10n.t('Resume'), accepts }));
    if (folder === undefined) return undefined;
    this.services.check();
    try {
      await this.library.resume(folder);
    } catch (error) {
      if (!(error instanceof StillRunningError)) throw error;
      if (!(await askToTakeOver(error.message))) return undefined;
      await this.library.resume(folder, { takeOver: true });
    }
    return this.starter.show(folder);
  }

  async #cancel(folder: string | undefined): Promise<void> {
    const { active } = this.library;
    if (folder !== undefined) await this.library.cancel(folder);
    else if (active.length > 1) (await pickActive(this.library, active))?.cancel();
    else active.at(0)?.cancel();
  }
}

/** A run can look alive although nobody trains it any more, for example on a disk shared between machines. */
async function askToTakeOver(message: string): Promise<boolean> {
  const resume = vscode.l10n.t('Resume Anyway');
  const detail = vscode.l10n.t(
    "Choose Resume Anyway only if you're sure that nothing else is training this experiment. Otherwise both would write to the same folder.",
  );
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, resume)) === resume;
}

async function pickActive(
  library: ExperimentLibrary,
  active: readonly ActiveTraining[],
): Promise<ActiveTraining | undefined> {
  const items = await Promise.all(
    active.map(async (training) => {
      const { folder } = training.training.experiment;
      const entry = await library.entry(folder);
      const label = entry.problem === null ? entry.description.title : folder;
      return { training, label, description: progressText(trainingProgress(training, Date.now())) };
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Cancel'),
    placeHolder: vscode.l10n.t('Select an experiment to cancel'),
  });
  return picked?.training;
}
