import * as vscode from 'vscode';
import type { ActiveSweep, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { SweepRun } from '../../app/sweep.ts';
import { describeEngines } from '../../domain/experiment.ts';
import { experimentTitle } from '../../domain/experimentTitle.ts';
import { formatCount, formatDuration } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RunEvent } from '../../domain/run.ts';
import { summarizeSweep } from '../../domain/sweepSummary.ts';
import type { Failures } from '../failures.ts';
import type { SweepPanels } from '../panel/sweepPanel.ts';
import { runTitle } from '../texts.ts';

/** Whoever started a sweep that takes longer than this, in milliseconds, has turned to something else. */
const LONG = 30_000;

/** Writes to the log what becomes of sweeps, and tells the user what they would otherwise miss: failures, and the end of a long sweep. */
export class SweepEnds implements vscode.Disposable {
  readonly #started = new Map<string, ActiveSweep>();

  constructor(
    private readonly library: ExperimentLibrary,
    private readonly panels: SweepPanels,
    private readonly failures: Failures,
    private readonly log: vscode.LogOutputChannel,
  ) {
    library.on('started', this.#onStarted).on('run', this.#onRun).on('ended', this.#onEnded);
  }

  /** Nothing more is said: the window is closing, and what ends now ends with it. */
  dispose(): void {
    this.library.off('started', this.#onStarted).off('run', this.#onRun).off('ended', this.#onEnded);
  }

  readonly #onStarted = (folder: string): void => {
    const active = this.library.activeIn(folder);
    if (!active) return;
    this.#started.set(folder, active);
    const { record } = active.sweep.experiment;
    this.log.info(`${experimentTitle(record)}: ${record.specs.length} runs, ${describeEngines(record)}, in ${folder}`);
  };

  readonly #onRun = (_folder: string, { tracker, result }: SweepRun, event: RunEvent): void => {
    const { continuesFrom } = event.type === 'started' ? event.context : {};
    if (continuesFrom !== undefined)
      this.log.info(`${runTitle(tracker, true)}: continues from step ${formatCount(continuesFrom)}`);
    if (event.type === 'notice') this.log.warn(`${runTitle(tracker, true)}: ${event.text}`);
    if (event.type !== 'ended') return;
    const name = `${runTitle(tracker, true)}: ${event.state}`;
    if (event.state !== 'failed')
      this.log.info(
        `${name}${event.reason ? `: ${event.reason}` : ''}${result?.imagesPerSecond ? `, ${Math.round(result.imagesPerSecond)} images/s` : ''}`,
      );
    else this.log.error(`${name}: ${event.reason ?? ''}${event.stderrTail ? `\n${event.stderrTail}` : ''}`);
  };

  readonly #onEnded = (folder: string, error: Error | null): void => {
    const active = this.#started.get(folder);
    this.#started.delete(folder);
    if (!active) return;
    const title = experimentTitle(active.sweep.experiment.record);
    const took = Date.now() - active.startedAt;
    this.log.info(`${title}: ended after ${formatDuration(took / 1000)}`);
    if (error) {
      this.failures.show(error);
      return;
    }
    const { runs } = active.sweep.overview();
    const failed = runs.filter(({ state }) => state === 'failed');
    if (failed.length > 0) {
      this.failures.showMessage(
        vscode.l10n.t(
          '{0}: {1} of {2} runs failed. {3}',
          title,
          failed.length,
          runs.length,
          failed[0].result?.reason ?? '',
        ),
      );
    } else if (took > LONG && !this.#isSeen(folder) && runs.some(({ state }) => state === 'finished')) {
      const { suggestedRate } = summarizeSweep(runs);
      const outcome =
        suggestedRate === null
          ? vscode.l10n.t('none of the rates can be suggested.')
          : vscode.l10n.t('the best rate is {0}.', formatRate(suggestedRate));
      void this.#announce(folder, vscode.l10n.t('{0} has ended: {1}', title, outcome));
    }
  };

  #isSeen(folder: string): boolean {
    return this.panels.visible && this.panels.folder === folder;
  }

  async #announce(folder: string, message: string): Promise<void> {
    const show = vscode.l10n.t('Show Panel');
    if ((await vscode.window.showInformationMessage(message, show)) === show) await this.panels.show(folder);
  }
}
