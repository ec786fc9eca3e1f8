import path from 'node:path';
import * as vscode from 'vscode';
import { estimateSecondsOf } from '../../app/durationEstimate.ts';
import { withEngine } from '../../app/comparison.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { formatCount } from '../../domain/format.ts';
import { runsAfter, stepsAfter } from '../../kinds/confirmation/choice.ts';
import { FORM_KINDS } from '../../protocol/newExperiment.ts';
import type { FormCheck, FormKind, FormMessage, FormRequest, FormValues } from '../../protocol/newExperiment.ts';
import { openDataset } from '../../training/dataset.ts';
import { readEngine } from '../engine/engineSettings.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { confirmWhenEnded } from '../finder/confirmWhenEnded.ts';
import { SinglePage } from '../panel/singlePage.ts';
import { readDatasetFolder, readDefaults } from '../settings.ts';
import type { AvailableImages } from '../sweeps/customSweep.ts';
import { roughDuration } from '../sweeps/roughTime.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import type { TrainingServices } from '../trainingServices.ts';
import { checkForm } from './checkForm.ts';
import type { CheckedForm, ReadyForm } from './checkForm.ts';
import { withNetwork } from './formDefaults.ts';
import type { FormSettings } from './formDefaults.ts';
import { FormMemory } from './formMemory.ts';

/** The page New Experiment: a form for each kind of experiment, checked while it is filled in, that starts it. */
export class NewExperimentPage implements vscode.Disposable {
  readonly page: SinglePage<FormRequest, FormMessage>;
  readonly #command: vscode.Disposable;
  readonly #memory: FormMemory;
  /** Counts the checks, so that one that took long does not overwrite a newer one. */
  #checks = 0;

  constructor(
    context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
    private readonly services: TrainingServices,
    private readonly starter: ExperimentStarter,
    private readonly library: ExperimentLibrary,
    private readonly errors: ErrorReporter,
  ) {
    this.#memory = new FormMemory(context.globalState);
    const title = (): string => vscode.l10n.t('New Experiment');
    this.page = new SinglePage(
      context.extensionUri,
      log,
      'newExperiment',
      title,
      (request: FormRequest) => void this.errors.guard(() => this.#onRequest(request)),
    );
    this.#command = vscode.commands.registerCommand('goldilocks.newExperiment', (kind: unknown) =>
      this.errors.guard(() => this.#show(FORM_KINDS.find((known) => known === kind))),
    );
  }

  dispose(): void {
    this.#command.dispose();
    this.page.dispose();
  }

  /** @param kind whose form is shown; by default the last one */
  async #show(kind: FormKind | undefined): Promise<void> {
    this.services.warmUp();
    if (kind) await this.#memory.rememberKind(kind);
    this.page.show();
    if (kind && this.page.isDrawn) await this.#sendForm(kind);
  }

  async #onRequest(request: FormRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        return this.#sendForm(this.#memory.kind);
      case 'chooseKind':
        await this.#memory.rememberKind(request.kind);
        return this.#sendForm(request.kind);
      case 'chooseNetwork': {
        const settings = this.#settings;
        const values = withNetwork(request.kind, request.values, request.network, settings);
        await this.#memory.remember(request.kind, values, settings);
        return this.#sendForm(request.kind);
      }
      case 'change':
        await Promise.all([
          this.#memory.remember(request.kind, request.values, this.#settings),
          this.#sendCheck(request.kind, request.values),
        ]);
        return;
      case 'reset':
        await this.#memory.forget(request.kind);
        return this.#sendForm(request.kind);
      case 'start':
        return this.#start(request.kind, request.values).finally(() => this.page.post({ type: 'startEnded' }));
      case 'copy':
        return vscode.env.clipboard.writeText(request.command);
      default:
    }
  }

  async #sendForm(kind: FormKind): Promise<void> {
    const values = this.#memory.valuesOf(kind, this.#settings);
    const folder = readDatasetFolder();
    this.page.post({ type: 'form', kind, values, images: folder === null ? null : path.basename(folder) });
    await this.#sendCheck(kind, values);
  }

  /** @returns what the form asks for; null while something is wrong with it */
  async #sendCheck(kind: FormKind, values: FormValues): Promise<ReadyForm | null> {
    const number = ++this.#checks;
    const checked = await this.#check(kind, values);
    if (number === this.#checks) this.page.post({ type: 'check', check: this.#checkOf(checked) });
    return checked.ready;
  }

  /** Settings and images that cannot be used are told of in the form. */
  async #check(kind: FormKind, values: FormValues): Promise<CheckedForm> {
    try {
      return await checkForm(kind, values, await this.#availableImages(), this.services.mnistFolder);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { errors: {}, problem: error.message, placeholders: {}, curves: [], ready: null };
    }
  }

  #checkOf({ ready, ...rest }: CheckedForm): FormCheck {
    if (!ready) return { ...rest, amounts: [], command: null };
    const { subject, amounts, runs, engine, command } = ready;
    const time = roughDuration(estimateSecondsOf(runs, this.services.poolSize), engine);
    const count = runs.length === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', formatCount(runs.length));
    return { ...rest, command, amounts: [subject, ...amounts, count, ...(time === null ? [] : [time])] };
  }

  async #start(kind: FormKind, values: FormValues): Promise<void> {
    const ready = await this.#sendCheck(kind, values);
    if (!ready) return;
    const folder = await this.#startExperiment(ready);
    if (folder !== undefined && ready.confirm)
      void this.errors.guard(() => confirmWhenEnded(folder, this.library, this.starter));
  }

  async #startExperiment({ experiment, engine, confirm }: ReadyForm): Promise<string | undefined> {
    switch (experiment.kind) {
      case 'sweep':
        return this.starter.startWithFallback('sweep', await this.starter.withEngine(experiment.choice, engine));
      case 'range-test': {
        const choice = await this.starter.withEngine(experiment.choice, engine);
        const following = confirm ? runsAfter(choice, stepsAfter(choice)) : undefined;
        return this.starter.startWithFallback('range-test', choice, following);
      }
      default: {
        const comparison = await withEngine(experiment, (choice) => this.starter.withEngine(choice, engine));
        return this.starter.startWithFallback(comparison.kind, comparison.choice);
      }
    }
  }

  get #settings(): FormSettings {
    return { sweep: readDefaults(), engine: readEngine() };
  }

  async #availableImages(): Promise<AvailableImages> {
    const folder = readDatasetFolder();
    const { train, test } = await openDataset(folder ?? this.services.mnistFolder);
    return { folder, trainImages: train.count, testImages: test.count };
  }
}
