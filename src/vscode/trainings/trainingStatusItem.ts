import * as vscode from 'vscode';
import type { ActiveTraining, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { liveFinding } from '../../app/liveFinding.ts';
import type { LiveFinding } from '../../app/liveFinding.ts';
import { trainingProgress } from '../../app/progress.ts';
import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import { formatLoss, roundStep } from '../../domain/format.ts';
import { findingMessage } from '../../domain/findingMessage.ts';
import { adviceTexts } from '../../domain/remedyText.ts';
import { verdictText } from '../../domain/verdictText.ts';
import { describe, summarize } from '../../kinds/kinds.ts';
import type { RunNode } from '../experiments/treeNodes.ts';
import { progressText, runProgress, runTitle } from '../texts.ts';

/** Milliseconds between two updates: a percent or a second is the finest that is shown. */
const INTERVAL = 1000;
/** A tooltip with more runs than this no longer fits. */
const MAX_RUNS = 12;

/** The status bar item while this window trains: what, how far, what is wrong with it, and a way to the panel. */
export class TrainingStatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('goldilocks.training', vscode.StatusBarAlignment.Left);
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly library: ExperimentLibrary) {
    this.#item.name = vscode.l10n.t('Goldilocks Training');
    library.on('started', this.#update).on('cancelling', this.#update).on('ended', this.#update);
  }

  dispose(): void {
    this.library.off('started', this.#update).off('cancelling', this.#update).off('ended', this.#update);
    if (this.#timer) clearInterval(this.#timer);
    this.#item.dispose();
  }

  readonly #update = (): void => {
    const { active } = this.library;
    if (active.length === 0) {
      if (this.#timer) clearInterval(this.#timer);
      this.#timer = null;
      this.#item.hide();
      return;
    }
    this.#timer ??= setInterval(this.#update, INTERVAL);
    const shown = active.find(({ trainingSince }) => trainingSince !== null) ?? active[0];
    this.#show(shown, active.length - 1);
  };

  /** @param others that wait behind the one shown, or share its workers */
  #show(shown: ActiveTraining, others: number): void {
    const overview = shown.training.overview();
    const summary = summarize(overview);
    const { title, subject } = describe(overview, summary, true);
    const text = vscode.l10n.t(
      '{0}: {1}',
      title,
      followedText(shown) ?? progressText(trainingProgress(shown, Date.now())),
    );
    const more = others > 0 ? vscode.l10n.t('{0} more', others) : '';
    const found = liveFinding(overview, shown.training.runs, summary);
    const problem = found && problemText(found, overview, title);
    const icon = found ? `$(${found.finding.severity})` : '$(loading~spin)';
    this.#item.text = [`${icon} ${text}${more && ` (${more})`}`, problem].filter(Boolean).join(' · ');
    this.#item.backgroundColor = found
      ? new vscode.ThemeColor(`statusBarItem.${found.finding.severity}Background`)
      : undefined;
    const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
    tooltip.appendText(subject).appendMarkdown('\n\n');
    if (found) {
      const [advice] = adviceTexts([found.finding], found.run.facts.unit);
      tooltip.appendText([`${problem}.`, findingMessage(found.finding), advice].filter(Boolean).join(' '));
      tooltip.appendMarkdown('\n\n');
    }
    for (const [index, run] of overview.runs.slice(0, MAX_RUNS).entries()) {
      const progress = runProgress(shown.training.runs[index], run, summary);
      tooltip
        .appendMarkdown('- ')
        .appendText(`${runTitle(run, overview)}: ${progress}`)
        .appendMarkdown('\n');
    }
    if (overview.runs.length > MAX_RUNS) {
      const more = overview.runs.length - MAX_RUNS;
      const text = more === 1 ? vscode.l10n.t('1 more run') : vscode.l10n.t('{0} more runs', more);
      tooltip.appendMarkdown('- ').appendText(text);
    }
    if (others > 0) {
      tooltip.appendMarkdown('\n\n').appendText(vscode.l10n.t('Other experiments running or queued: {0}', others));
    }
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = {
      label: [vscode.l10n.t('Goldilocks Training'), text, more, problem].filter(Boolean).join(', '),
      role: 'button',
    };
    const { folder } = shown.training.experiment;
    const command = found ? 'goldilocks.showExperiment' : 'goldilocks.showPanel';
    const target = found ? runNode(folder, found.run) : folder;
    this.#item.command = { command, title: vscode.l10n.t('Show Panel'), arguments: [target] };
    this.#item.show();
  }
}

/** "step 412 · loss 0.31" of another program's training; null while nothing was measured, and for what is trained here. */
function followedText({ training: { runs, changedAt } }: ActiveTraining): string | null {
  const newest = runs.findLast(({ result }) => result === null);
  const loss = newest?.tracker.newest('loss');
  if (changedAt === null || !newest || loss === undefined) return null;
  const { facts } = newest.tracker;
  const newestStep = roundStep(newest.tracker.newestStep);
  const text = formatLoss(loss);
  switch (facts.unit) {
    case 'step':
      return vscode.l10n.t('step {0} · loss {1}', newestStep, text);
    case 'epoch':
      return vscode.l10n.t('epoch {0} · loss {1}', newestStep, text);
    case 'row':
      return vscode.l10n.t('row {0} · loss {1}', newestStep, text);
  }
}

/** "0.1: diverging"; without the name of a run that is called as the experiment is. */
function problemText({ run, finding }: LiveFinding, overview: ExperimentOverview, title: string): string {
  const name = runTitle(run, overview);
  const problem = verdictText(finding.symptom);
  return name === title ? problem : vscode.l10n.t('{0}: {1}', name, problem);
}

/** The run alone is shown, with its findings marked on its curve. */
function runNode(folder: string, { index, variant }: RunOverview): RunNode {
  return { kind: 'run', folder, variant, index, isSeed: false };
}
