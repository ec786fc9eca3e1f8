import * as vscode from 'vscode';
import type { ActiveSweep, ExperimentEntry, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { sweepProgress } from '../../app/sweepProgress.ts';
import { chooseSweep } from '../../app/sweepRequest.ts';
import type { SweepRequest } from '../../app/sweepRequest.ts';
import { canResume } from '../../domain/experimentStatus.ts';
import { experimentTitle } from '../../domain/experimentTitle.ts';
import { repeatedChoice } from '../../domain/repeatedChoice.ts';
import type { SweepChoice } from '../../domain/sweepPlan.ts';
import { ExperimentError } from '../../runs/experimentFolder.ts';
import { openDataset } from '../../training/dataset.ts';
import { startOrOffer } from '../engine/engineFallback.ts';
import { readEngine } from '../engine/engineSettings.ts';
import { pickExperiment } from '../experiments/experimentPick.ts';
import { folderOf } from '../experiments/folderArgument.ts';
import type { Failures } from '../failures.ts';
import type { SweepPanels } from '../panel/sweepPanel.ts';
import { readDatasetFolder } from '../settings.ts';
import { progressText } from '../texts.ts';
import type { TrainingServices } from '../trainingServices.ts';
import { askSweep } from './sweepPick.ts';

/** Where the last choice is kept for Run LR Sweep Again. */
const LAST_CHOICE = 'goldilocks.lastChoice';

/** The commands that start, resume and cancel sweeps. */
export class SweepCommands {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly services: TrainingServices,
    private readonly library: ExperimentLibrary,
    private readonly panels: SweepPanels,
    private readonly failures: Failures,
  ) {}

  register(): vscode.Disposable {
    const register = (name: string, work: (argument: unknown) => Promise<unknown>): vscode.Disposable =>
      vscode.commands.registerCommand(`goldilocks.${name}`, work);
    return vscode.Disposable.from(
      // Whoever gives arguments from a program hears of what is wrong with them; a user sees it.
      register('runSweep', (request) =>
        isRequest(request) ? this.#run(request) : this.failures.guard(() => this.#askAndRun()),
      ),
      register('runSweepAgain', (argument) => this.failures.guard(() => this.#runAgain(folderOf(argument)))),
      register('resume', (argument) => this.failures.guard(() => this.#resume(folderOf(argument)))),
      register('cancel', (argument) => this.failures.guard(() => this.#cancel(folderOf(argument)))),
    );
  }

  async #askAndRun(): Promise<string | undefined> {
    this.services.warmUp();
    const folder = readDatasetFolder();
    const { train, test } = await openDataset(folder ?? this.services.mnistFolder);
    const request = await askSweep(this.memory, this.services.poolSize, {
      folder,
      trainImages: train.count,
      testImages: test.count,
    });
    return request && startOrOffer(this.services.engines, await this.#choice(request), (choice) => this.#start(choice));
  }

  /**
   * @returns the folder of the experiment that was started
   * @throws RangeError, DatasetError, SettingError or EngineUnavailableError if it cannot be
   */
  async #run(request: SweepRequest): Promise<string> {
    return this.#start(await this.#choice(request));
  }

  async #choice(request: SweepRequest): Promise<SweepChoice> {
    const choice = await chooseSweep(request, readDatasetFolder(), this.services.mnistFolder);
    return this.services.engines.fit(choice, readEngine());
  }

  async #runAgain(folder: string | undefined): Promise<string | undefined> {
    const choice = await this.#choiceToRepeat(folder ?? (this.panels.visible ? this.panels.folder : undefined));
    return choice ? startOrOffer(this.services.engines, choice, (fitting) => this.#start(fitting)) : this.#askAndRun();
  }

  async #choiceToRepeat(folder: string | undefined): Promise<SweepChoice | undefined> {
    if (folder === undefined) return this.memory.get<SweepChoice>(LAST_CHOICE);
    const { overview, problem } = await this.library.entry(folder);
    if (!overview) throw new ExperimentError(problem);
    return repeatedChoice(overview.record);
  }

  async #start(choice: SweepChoice): Promise<string> {
    this.services.check();
    const { sweep } = await this.library.start(choice);
    await this.memory.update(LAST_CHOICE, choice);
    return this.#show(sweep.experiment.folder);
  }

  async #resume(given: string | undefined): Promise<string | undefined> {
    const accepts = ({ overview }: ExperimentEntry): boolean => overview !== null && canResume(overview.runs);
    const folder = given ?? (await pickExperiment(this.library, { title: vscode.l10n.t('Resume'), accepts }));
    if (folder === undefined) return undefined;
    this.services.check();
    await this.library.resume(folder);
    return this.#show(folder);
  }

  async #show(folder: string): Promise<string> {
    await this.panels.show(folder, { preserveFocus: true });
    return folder;
  }

  async #cancel(folder: string | undefined): Promise<void> {
    const { active } = this.library;
    if (folder !== undefined) this.library.activeIn(folder)?.cancel();
    else if (active.length > 1) (await pickActive(active))?.cancel();
    else active.at(0)?.cancel();
  }
}

async function pickActive(active: readonly ActiveSweep[]): Promise<ActiveSweep | undefined> {
  const items = active.map((sweep) => ({
    sweep,
    label: experimentTitle(sweep.sweep.experiment.record),
    description: progressText(sweepProgress(sweep, Date.now())),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Cancel'),
    placeHolder: vscode.l10n.t('Which sweep is to be cancelled?'),
  });
  return picked?.sweep;
}

/** A request comes from a program; a tree or a button that calls the command gives none. */
function isRequest(argument: unknown): argument is SweepRequest {
  return typeof argument === 'object' && argument !== null && ('preset' in argument || 'rates' in argument);
}
