import * as vscode from 'vscode';
import { chooseSweep, readRequest } from '../../app/trainingRequest.ts';
import type { RawRequest, TrainingRequest } from '../../app/trainingRequest.ts';
import type { ProbedRun } from '../../kinds/probe/choice.ts';
import type { RunChange, SweepChoice } from '../../kinds/sweep/choice.ts';
import { openDataset } from '../../training/dataset.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { folderOf } from '../experiments/folderArgument.ts';
import { readDatasetFolder } from '../settings.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import type { TrainingServices } from '../trainingServices.ts';
import { askSweep } from './sweepPick.ts';

/** The commands that start sweeps. */
export class SweepCommands {
  constructor(
    private readonly state: vscode.Memento,
    private readonly services: TrainingServices,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      // A program that passes a request gets its errors; a user sees them.
      vscode.commands.registerCommand('goldilocks.runSweep', (request: unknown) =>
        isRequest(request) ? this.#run(readRequest(request)) : this.errors.guard(() => this.#askAndRun()),
      ),
      vscode.commands.registerCommand('goldilocks.runAgain', (argument: unknown) =>
        this.errors.guard(() => this.#runAgain(folderOf(argument))),
      ),
      ...(['refine', 'widen'] as const).map((name) =>
        vscode.commands.registerCommand(`goldilocks.${name}Sweep`, (argument: unknown) =>
          this.errors.guard(async () => {
            const folder = folderOf(argument);
            return folder && this.starter.followUp(folder, name);
          }),
        ),
      ),
      // For the buttons below findings in the panel.
      vscode.commands.registerCommand('goldilocks.runWith', (folder: string, change: RunChange) =>
        this.errors.guard(() => this.starter.runWith(folder, change)),
      ),
      vscode.commands.registerCommand('goldilocks.probe', (folder: string, run: ProbedRun) =>
        this.errors.guard(() => this.starter.probe(folder, run)),
      ),
    );
  }

  async #askAndRun(): Promise<string | undefined> {
    this.services.warmUp();
    const folder = readDatasetFolder();
    const { train, test } = await openDataset(folder ?? this.services.mnistFolder);
    const available = { folder, trainImages: train.count, testImages: test.count };
    const request = await askSweep(this.state, this.services.poolSize, available);
    return request && this.starter.startWithFallback('sweep', await this.#choice(request));
  }

  /**
   * @returns the folder of the experiment that was started
   * @throws RangeError, DatasetError, SettingError or EngineUnavailableError if it cannot be
   */
  async #run(request: TrainingRequest): Promise<string> {
    return this.starter.start('sweep', await this.#choice(request));
  }

  async #choice(request: TrainingRequest): Promise<SweepChoice> {
    const dataset = readDatasetFolder() ?? undefined;
    return this.starter.withEngine(await chooseSweep({ dataset, ...request }, this.services.mnistFolder));
  }

  async #runAgain(folder: string | undefined): Promise<string | undefined> {
    return (await this.starter.runAgain(folder)) ?? this.#askAndRun();
  }
}

/** A program passes a request; a tree or a button that calls the command does not. */
function isRequest(argument: unknown): argument is RawRequest {
  return typeof argument === 'object' && argument !== null && ('preset' in argument || 'rates' in argument);
}
