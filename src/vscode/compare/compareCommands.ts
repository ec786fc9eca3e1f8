import * as vscode from 'vscode';
import { chooseComparison, withEngine } from '../../app/comparison.ts';
import type { ComparedKind, Comparison, ComparisonRequest } from '../../app/comparison.ts';
import { readRequest } from '../../app/trainingRequest.ts';
import type { RawRequest, TrainingRequest } from '../../app/trainingRequest.ts';
import { openDataset } from '../../training/dataset.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { readDatasetFolder } from '../settings.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import type { TrainingServices } from '../trainingServices.ts';
import { comparisonOf, defaultAnswers, trainingOf } from './compareAnswers.ts';
import type { CompareAnswers } from './compareAnswers.ts';
import { askComparison } from './comparePick.ts';

/** What a program asks for: the names of what is compared, and the training as for a sweep. */
type RawComparison = Partial<Pick<CompareAnswers, 'names' | 'rate' | 'equal'>> & RawRequest;

const COMMANDS: Readonly<Record<ComparedKind, string>> = {
  schedules: 'compareSchedules',
  optimizers: 'compareOptimizers',
  'batch-sizes': 'compareBatchSizes',
};

/** The commands Compare Schedules, Compare Optimizers, Compare Batch Sizes and Compare Layers. */
export class CompareCommands {
  constructor(
    private readonly state: vscode.Memento,
    private readonly services: TrainingServices,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      ...(Object.entries(COMMANDS) as [ComparedKind, string][]).map(([kind, name]) =>
        // A program that passes a request gets its errors; a user sees them.
        vscode.commands.registerCommand(`goldilocks.${name}`, (request: unknown) =>
          isRequest(request) ? this.#run(kind, request) : this.errors.guard(() => this.#askAndRun(kind)),
        ),
      ),
      vscode.commands.registerCommand('goldilocks.compareLayers', () => this.errors.guard(() => this.#compareLayers())),
    );
  }

  /** There is nothing to choose: the article's four ways, on few images, done in seconds. */
  async #compareLayers(): Promise<string | undefined> {
    const comparison = await this.#choose({ kind: 'layers' }, {});
    return this.starter.startWithFallback(comparison.kind, comparison.choice);
  }

  async #askAndRun(kind: ComparedKind): Promise<string | undefined> {
    this.services.warmUp();
    const folder = readDatasetFolder();
    const { train, test } = await openDataset(folder ?? this.services.mnistFolder);
    const available = { folder, trainImages: train.count, testImages: test.count };
    const answers = await askComparison(kind, this.state, this.services.poolSize, available);
    if (!answers) return undefined;
    const comparison = await this.#choose(comparisonOf(kind, answers), trainingOf(kind, answers));
    return this.starter.startWithFallback(comparison.kind, comparison.choice);
  }

  /**
   * @returns the folder of the experiment that was started
   * @throws RangeError, DatasetError, SettingError or EngineUnavailableError if it cannot be
   */
  async #run(kind: ComparedKind, { names, rate, equal, ...training }: RawComparison): Promise<string> {
    const defaults = defaultAnswers(kind);
    const compared = comparisonOf(kind, {
      names: names ?? defaults.names,
      rate: rate ?? defaults.rate,
      equal: equal ?? defaults.equal,
    });
    const comparison = await this.#choose(compared, readRequest(training));
    return this.starter.start(comparison.kind, comparison.choice);
  }

  async #choose(compared: ComparisonRequest, request: TrainingRequest): Promise<Comparison> {
    const dataset = readDatasetFolder() ?? undefined;
    const comparison = await chooseComparison(compared, { dataset, ...request }, this.services.mnistFolder);
    return withEngine(comparison, (choice) => this.starter.withEngine(choice));
  }
}

/** A program passes a request; a tree or a button that calls the command does not. */
function isRequest(argument: unknown): argument is RawComparison {
  return typeof argument === 'object' && argument !== null && 'names' in argument;
}
