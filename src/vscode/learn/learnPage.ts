import * as vscode from 'vscode';
import { chapterResult } from '../../app/chapterResult.ts';
import { chooseComparison } from '../../app/comparison.ts';
import type { ComparisonRequest } from '../../app/comparison.ts';
import type { TrainingRequest } from '../../app/trainingRequest.ts';
import { SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { DEFAULT_REPEATS, rangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import { presetChoice } from '../../kinds/sweep/choice.ts';
import type { ChapterName, ChapterResult, LearnMessage, LearnRequest } from '../../protocol/learn.ts';
import { comparisonOf, defaultAnswers, trainingOf } from '../compare/compareAnswers.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { ExperimentPanels } from '../panel/experimentPanels.ts';
import type { PanelServices } from '../panel/panelServices.ts';
import { SinglePage } from '../panel/singlePage.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';

/** Where the folder of each chapter's newest experiment is kept. */
const KEY = 'goldilocks.chapters';
/** Milliseconds between two updates of what the page says of an experiment that trains. */
const UPDATE_INTERVAL = 500;

type Folders = Partial<Record<ChapterName, string>>;

/** The Learn page: starts the experiments of its chapters and tells what became of them. */
export class LearnPage implements vscode.Disposable {
  readonly page: SinglePage<LearnRequest, LearnMessage>;
  readonly #command: vscode.Disposable;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly services: PanelServices,
    private readonly mnistFolder: string,
    private readonly starter: ExperimentStarter,
    private readonly panels: ExperimentPanels,
    private readonly errors: ErrorReporter,
  ) {
    const { context, library, log } = services;
    const title = (): string => vscode.l10n.t('Learn');
    this.page = new SinglePage(
      context.extensionUri,
      log,
      'learn',
      title,
      (request: LearnRequest) => void this.errors.guard(() => this.#onRequest(request)),
    );
    this.#command = vscode.commands.registerCommand('goldilocks.learn', () => this.page.show());
    for (const event of ['ended', 'deleted', 'cancelling'] as const) library.on(event, this.#onChange);
    library.on('run', this.#onRun);
  }

  dispose(): void {
    const { library } = this.services;
    for (const event of ['ended', 'deleted', 'cancelling'] as const) library.off(event, this.#onChange);
    library.off('run', this.#onRun);
    if (this.#timer) clearTimeout(this.#timer);
    this.#command.dispose();
    this.page.dispose();
  }

  async #onRequest(request: LearnRequest): Promise<void> {
    switch (request.type) {
      case 'startChapter':
        await this.#start(request.chapter);
        return this.#sendResults();
      case 'openChapter': {
        const folder = this.#folders[request.chapter];
        return folder === undefined ? undefined : this.#showBeside(folder);
      }
      case 'explain':
        return this.services.actions.explain(request.symptom);
      default:
        return this.#sendResults();
    }
  }

  async #start(chapter: ChapterName): Promise<void> {
    if (chapter === 'demo') return void (await vscode.commands.executeCommand('goldilocks.showDemo'));
    if (chapter === 'code') return void (await vscode.commands.executeCommand('goldilocks.openCodeExample'));
    // The page stays in view beside what it starts.
    await this.#showBeside(undefined);
    const folder = await this.#train(chapter);
    if (folder !== undefined) await this.#keep({ ...this.#folders, [chapter]: folder });
  }

  #showBeside(folder: string | undefined): Promise<void> {
    return this.panels.show(folder, { preserveFocus: true, beside: true });
  }

  /** @returns the folder of the chapter's experiment; undefined if the user gave up */
  async #train(chapter: Exclude<ChapterName, 'demo' | 'code'>): Promise<string | undefined> {
    const training = presetChoice(SLOW_FAST_FURIOUS);
    switch (chapter) {
      case 'sweep':
        return this.starter.startWithFallback('sweep', training);
      case 'finder':
        return this.starter.startWithFallback('range-test', rangeTestChoice({ ...training, seeds: DEFAULT_REPEATS }));
      case 'layers':
        return this.#compare({ kind: chapter }, {});
      default: {
        const answers = defaultAnswers(chapter);
        return this.#compare(comparisonOf(chapter, answers), trainingOf(chapter, answers));
      }
    }
  }

  async #compare(compared: ComparisonRequest, request: TrainingRequest): Promise<string | undefined> {
    const { kind, choice } = await chooseComparison(compared, request, this.mnistFolder);
    return this.starter.startWithFallback(kind, choice);
  }

  async #sendResults(): Promise<void> {
    const results: Partial<Record<ChapterName, ChapterResult>> = {};
    for (const [chapter, folder] of Object.entries(this.#folders) as [ChapterName, string][]) {
      const result = chapterResult(await this.services.library.entry(folder, { series: false }));
      if (result) results[chapter] = result;
    }
    this.page.post({ type: 'results', results });
  }

  readonly #onChange = (folder: string): void => {
    if (this.page.isDrawn && Object.values(this.#folders).includes(folder))
      void this.errors.guard(() => this.#sendResults());
  };

  readonly #onRun = (folder: string): void => {
    if (this.#timer || !this.page.isDrawn) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#onChange(folder);
    }, UPDATE_INTERVAL);
  };

  get #folders(): Folders {
    return this.services.context.globalState.get<Folders>(KEY, {});
  }

  async #keep(folders: Folders): Promise<void> {
    await this.services.context.globalState.update(KEY, folders);
  }
}
