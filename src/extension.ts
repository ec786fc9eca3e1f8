import * as vscode from 'vscode';
import { ExperimentLibrary } from './app/experimentLibrary.ts';
import { LogThread } from './app/logThread/logThread.ts';
import { placeText } from './app/sites/placeText.ts';
import { SiteResults } from './app/sites/siteResults.ts';
import { reportRun } from './app/reportedRun.ts';
import { registerAgentTools } from './vscode/agents/agentTools.ts';
import { EditorHost } from './vscode/agents/editorHost.ts';
import type { GoldilocksApi } from './vscode/api.ts';
import { TensorflowSetup } from './vscode/engine/setUpTensorflow.ts';
import { CompareCommands } from './vscode/compare/compareCommands.ts';
import { followDebugConsoles } from './vscode/consoles/debugConsoles.ts';
import { NotebookCells } from './vscode/consoles/notebookCells.ts';
import { TerminalConsoles } from './vscode/consoles/terminalConsoles.ts';
import { ComparisonPage } from './vscode/comparison/comparisonPage.ts';
import { ExperimentCommands } from './vscode/experiments/experimentCommands.ts';
import { ExperimentFilter } from './vscode/experiments/experimentFilter.ts';
import { ExperimentTree } from './vscode/experiments/experimentTree.ts';
import { ExperimentsView } from './vscode/experiments/experimentsView.ts';
import { LogDrop } from './vscode/experiments/logDrop.ts';
import { WorkspaceFolders } from './vscode/experiments/openedFolders.ts';
import { ErrorReporter } from './vscode/errorReporter.ts';
import { configureLocalization } from './vscode/localization.ts';
import { registerShowLog } from './vscode/log.ts';
import { FindCommand } from './vscode/finder/findCommand.ts';
import { LogCommands } from './vscode/logs/logCommands.ts';
import { RememberedColumns } from './vscode/logs/rememberedColumns.ts';
import { ExperimentPanels } from './vscode/panel/experimentPanels.ts';
import type { PanelServices } from './vscode/panel/panelServices.ts';
import { LearnPage } from './vscode/learn/learnPage.ts';
import { NewExperimentPage } from './vscode/newExperiment/newExperimentPage.ts';
import { LossView } from './vscode/panel/lossView.ts';
import { SinglePage } from './vscode/panel/singlePage.ts';
import { panelActions } from './vscode/panelActions.ts';
import { ProgramExperiments } from './vscode/programs/programExperiments.ts';
import { KeptPrograms } from './vscode/programs/keptPrograms.ts';
import { ProgramMemory } from './vscode/programs/programMemory.ts';
import { RunProgramCommand } from './vscode/programs/runProgram.ts';
import { RateFixes } from './vscode/rateProblems/rateFixes.ts';
import { RateRefactorings } from './vscode/rateProblems/rateRefactorings.ts';
import { RateProblems } from './vscode/rateProblems/rateProblems.ts';
import { registerCodeExample } from './vscode/rates/codeExample.ts';
import { RateDocuments } from './vscode/rates/rateDocuments.ts';
import { RateHovers } from './vscode/rates/rateHovers.ts';
import { RateInlayHints } from './vscode/rates/rateInlayHints.ts';
import { TrialActions } from './vscode/rates/trialActions.ts';
import { MovedPrograms } from './vscode/sites/movedPrograms.ts';
import { placesNow } from './vscode/sites/programPlaces.ts';
import { RunLenses } from './vscode/sites/runLenses.ts';
import { SweepCommands } from './vscode/sweeps/sweepCommands.ts';
import { ExperimentStarter } from './vscode/trainings/experimentStarter.ts';
import { updateRunningContext } from './vscode/trainings/runningContext.ts';
import { TrainingCommands } from './vscode/trainings/trainingCommands.ts';
import { TrainingNotifications } from './vscode/trainings/trainingNotifications.ts';
import { TrainingStatusItem } from './vscode/trainings/trainingStatusItem.ts';
import { TrainingServices } from './vscode/trainingServices.ts';

/** Builds the services and registers the features. Whatever takes time is loaded on first use, not here. */
export function activate(context: vscode.ExtensionContext): GoldilocksApi {
  const started = performance.now();
  configureLocalization();
  const log = vscode.window.createOutputChannel('Goldilocks', { log: true });
  const errors = new ErrorReporter(log);
  const reportProblem = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  const services = new TrainingServices(context);
  const storage = vscode.Uri.joinPath(context.globalStorageUri, 'experiments').fsPath;
  const openedFolders = new WorkspaceFolders(context.workspaceState);
  const library = new ExperimentLibrary(storage, services, openedFolders);
  const panelServices: PanelServices = {
    context,
    library,
    log,
    actions: panelActions(context.extensionUri, (places) => logs.openDropped(places)),
    warmUp: () => services.warmUp(),
  };
  const panels = new ExperimentPanels(panelServices);
  const lossView = new LossView(panelServices, panels);
  const demo = new SinglePage(context.extensionUri, log, 'demo', () => vscode.l10n.t('Snail, Maniac, Pro'));
  const starter = new ExperimentStarter(context.globalState, services, library, panels);
  const agentHost = new EditorHost(library, services.mnistFolder, openedFolders, starter, context.extensionUri);
  const learn = new LearnPage(panelServices, services.mnistFolder, starter, panels, errors);
  const newExperiment = new NewExperimentPage(context, log, services, starter, library, errors);
  const comparison = new ComparisonPage(panelServices, panels, errors);
  const filter = new ExperimentFilter(context.workspaceState);
  const rates = new RateDocuments(context.extensionUri, log);
  const programMemory = new ProgramMemory(context.workspaceState);
  const programs = new KeptPrograms(context, services.window, library, rates, starter, errors);
  const tree = new ExperimentTree(
    library,
    reportProblem,
    (entry) => filter.accepts(entry),
    async (site) => {
      const places = await placesNow(site, rates);
      return places && placeText(site, places);
    },
  );
  const logThread = new LogThread(context.asAbsolutePath('dist/logs.js'), vscode.l10n.bundle);
  const columns = new RememberedColumns(context.workspaceState);
  const logs = new LogCommands(columns, library, starter, errors, logThread);
  const view = new ExperimentsView(library, tree, filter, new LogDrop((places) => logs.openDropped(places)));
  const results = new SiteResults(library, reportProblem);
  const problems = new RateProblems(rates, results, context.extensionUri);
  context.subscriptions.push(
    registerShowLog(log),
    panels,
    lossView,
    demo,
    vscode.commands.registerCommand('goldilocks.showDemo', () => demo.show()),
    learn,
    newExperiment,
    comparison,
    tree,
    view,
    filter,
    new TerminalConsoles(library, rates, reportProblem),
    followDebugConsoles(library, rates, reportProblem),
    new NotebookCells(library, rates, reportProblem),
    new TrainingStatusItem(library),
    new TrainingNotifications(library, panels, errors, log),
    updateRunningContext(library),
    new SweepCommands(context.globalState, services, starter, errors).register(),
    new CompareCommands(context.globalState, services, starter, errors).register(),
    new FindCommand(services, starter, library, errors).register(),
    programs,
    new RunProgramCommand(context, library, rates, programMemory, programs, errors).register(),
    new ProgramExperiments(
      { context, services, library, starter, programs },
      rates,
      results,
      programMemory,
      errors,
    ).register(),
    logs.register(),
    new TrainingCommands(services, library, starter, errors).register(),
    new TensorflowSetup(context, services, errors).register(),
    rates,
    new RateHovers(rates, results, library),
    new RateInlayHints(rates),
    new RunLenses(rates, results),
    new MovedPrograms(rates, results, reportProblem),
    registerCodeExample(),
    problems,
    new RateFixes(problems, rates, results, library),
    new RateRefactorings(rates),
    new TrialActions(rates),
    registerAgentTools(context.extension, agentHost, () => services.poolSize),
    new ExperimentCommands(context, library, panels, view, filter, errors).register(),
    // Disposed of in this order: when the workers end with the window, nobody listens.
    services,
    log,
  );
  return {
    version: 1,
    reportRun: (name) => reportRun(name, library),
    library,
    panels,
    lossView,
    demo,
    learn: learn.page,
    newExperiment: newExperiment.page,
    comparison: comparison.page,
    workers: () => services.workers,
    activationTime: performance.now() - started,
  };
}
