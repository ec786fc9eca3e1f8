import * as vscode from 'vscode';
import { chooseTraining, readRequest } from '../../app/trainingRequest.ts';
import type { RawRequest, TrainingRequest } from '../../app/trainingRequest.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { PRESETS } from '../../domain/presets.ts';
import { runsAfter, stepsAfter } from '../../kinds/confirmation/choice.ts';
import { DEFAULT_REPEATS, rangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import type { RangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { readDatasetFolder } from '../settings.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import type { TrainingServices } from '../trainingServices.ts';
import { confirmWhenEnded } from './confirmWhenEnded.ts';

/**
 * The command Find a Learning Rate: a range test on one of the built-in networks. If a user asked for it, its suggestion is confirmed by short
 * runs; a program that asks can confirm it itself.
 */
export class FindCommand {
  constructor(
    private readonly services: TrainingServices,
    private readonly starter: ExperimentStarter,
    private readonly library: ExperimentLibrary,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.commands.registerCommand('goldilocks.findRate', (request: unknown) =>
        isRequest(request) ? this.#run(readRequest(request)) : this.errors.guard(() => this.#askAndRun()),
      ),
      // For the button below the suggestion in the panel.
      vscode.commands.registerCommand('goldilocks.sweepAround', (folder: string, rate: number) =>
        this.errors.guard(() => this.starter.sweepAround(folder, rate)),
      ),
    );
  }

  async #askAndRun(): Promise<string | undefined> {
    this.services.warmUp();
    const items = PRESETS.map((preset) => ({
      preset,
      label: `$(search) ${preset.title}`,
      detail: vscode.l10n.t('Network, optimizer and batch size of “{0}”; 3 times 200 steps', preset.article),
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Find a Learning Rate'),
      placeHolder: vscode.l10n.t("Select a network. It's trained three times for 200 steps while the rate rises."),
      matchOnDetail: true,
    });
    if (!picked) return undefined;
    const choice = await this.#choice({ preset: picked.preset });
    const folder = await this.starter.startWithFallback('range-test', choice, runsAfter(choice, stepsAfter(choice)));
    if (folder !== undefined) void this.errors.guard(() => confirmWhenEnded(folder, this.library, this.starter));
    return folder;
  }

  /**
   * @returns the folder of the experiment that was started
   * @throws RangeError, DatasetError, SettingError or EngineUnavailableError if it cannot be
   */
  async #run(request: TrainingRequest): Promise<string> {
    return this.starter.start('range-test', await this.#choice(request));
  }

  async #choice(request: TrainingRequest): Promise<RangeTestChoice> {
    const dataset = readDatasetFolder() ?? undefined;
    const training = await chooseTraining({ dataset, seeds: DEFAULT_REPEATS, ...request }, this.services.mnistFolder);
    return this.starter.withEngine(rangeTestChoice(training));
  }
}

/** A program passes a request; a tree or a button that calls the command does not. */
function isRequest(argument: unknown): argument is RawRequest {
  return typeof argument === 'object' && argument !== null && 'preset' in argument;
}
