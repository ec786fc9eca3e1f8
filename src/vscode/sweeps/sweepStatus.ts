import * as vscode from 'vscode';
import type { ActiveSweep, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { sweepProgress } from '../../app/sweepProgress.ts';
import { experimentTitle } from '../../domain/experimentTitle.ts';
import { experimentSubject, progressText, runStanding, runTitle } from '../texts.ts';

/** Milliseconds between two looks: a percent or a second is the finest that is shown. */
const INTERVAL = 1000;
/** A tooltip with more runs than this no longer fits. */
const MOST_RUNS = 12;

/** The item in the status bar while a sweep of this window runs: what, how far, and a way to the panel. */
export class SweepStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('goldilocks.sweep', vscode.StatusBarAlignment.Left);
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly library: ExperimentLibrary) {
    this.#item.name = vscode.l10n.t('Goldilocks Sweep');
    library.on('started', this.#update).on('ended', this.#update);
  }

  dispose(): void {
    this.library.off('started', this.#update).off('ended', this.#update);
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

  /** @param others sweeps that wait behind the one shown, or share its workers */
  #show(shown: ActiveSweep, others: number): void {
    const { record, folder } = shown.sweep.experiment;
    const text = `${experimentTitle(record)}: ${progressText(sweepProgress(shown, Date.now()))}`;
    const more = others > 0 ? vscode.l10n.t('{0} more in line', others) : '';
    this.#item.text = `$(loading~spin) ${text}${more && ` (${more})`}`;
    this.#item.tooltip = tooltip(shown, others);
    this.#item.accessibilityInformation = {
      label: `${vscode.l10n.t('Learning-rate sweep')} ${text} ${more}`.trim(),
      role: 'button',
    };
    this.#item.command = { command: 'goldilocks.showPanel', title: vscode.l10n.t('Show Panel'), arguments: [folder] };
    this.#item.show();
  }
}

function tooltip({ sweep }: ActiveSweep, others: number): vscode.MarkdownString {
  const { record } = sweep.experiment;
  const { runs } = sweep.overview();
  const severalSeeds = runs.some(({ spec }) => spec.seed !== 1);
  const lines = runs
    .slice(0, MOST_RUNS)
    .map((run, index) => `- ${runTitle(run, severalSeeds)}: ${runStanding(sweep.runs[index], run)}`);
  if (runs.length > MOST_RUNS) lines.push(`- ${vscode.l10n.t('{0} more runs', runs.length - MOST_RUNS)}`);
  const markdown = new vscode.MarkdownString();
  markdown
    .appendMarkdown(`**${experimentTitle(record)}**\n\n`)
    .appendText(experimentSubject(record))
    .appendMarkdown(`\n\n${lines.join('\n')}\n\n`);
  if (others > 0) markdown.appendText(vscode.l10n.t('Sweeps in line start as workers become free: {0}', others));
  return markdown;
}
