import * as vscode from 'vscode';
import type { ActiveTraining, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { TrainingRun } from '../../app/liveTraining.ts';
import { formatCount, formatDuration } from '../../domain/format.ts';
import type { RunEvent } from '../../domain/runEvent.ts';
import { describe, summarize } from '../../kinds/kinds.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { ExperimentPanels } from '../panel/experimentPanels.ts';

/** Milliseconds; the end of a longer training is announced, because the user is probably doing something else. */
const LONG_TRAINING = 30_000;

/** Logs what happens in trainings, and notifies the user of failures and of the end of a long training. */
export class TrainingNotifications implements vscode.Disposable {
  readonly #started = new Map<string, ActiveTraining>();

  constructor(
    private readonly library: ExperimentLibrary,
    private readonly panels: ExperimentPanels,
    private readonly errors: ErrorReporter,
    private readonly log: vscode.LogOutputChannel,
  ) {
    library
      .on('started', this.#onStarted)
      .on('run', this.#onRun)
      .on('ended', this.#onEnded)
      .on('problem', this.#onProblem);
  }

  /** The window is closing: what ends now ends with it, and nobody is notified. */
  dispose(): void {
    this.library
      .off('started', this.#onStarted)
      .off('run', this.#onRun)
      .off('ended', this.#onEnded)
      .off('problem', this.#onProblem);
  }

  readonly #onStarted = (folder: string): void => {
    const active = this.library.activeIn(folder);
    if (!active) return;
    this.#started.set(folder, active);
    const { record, runs } = active.training.overview();
    this.log.info(`${record.name}: ${runs.length} runs of a ${record.kind}, in ${folder}`);
  };

  readonly #onRun = (_folder: string, run: TrainingRun, event: RunEvent): void => {
    const { variant, seed } = run.record;
    const name = `${variant.label || variant.id}, seed ${seed ?? '–'}`;
    if (event.type === 'started') {
      if (event.engine !== undefined) this.log.debug(`${name}: trained by ${event.engine}`);
      if (event.continuesFrom !== undefined) {
        this.log.info(`${name}: continues from step ${formatCount(event.continuesFrom)}`);
      }
    }
    if (event.type === 'notice') this.log.warn(`${name}: ${event.text}`);
    if (event.type !== 'ended') return;
    const reason = event.reason ? `: ${event.reason}` : '';
    if (event.state === 'failed') {
      this.log.error(`${name}: failed${reason}${event.stderrTail ? `\n${event.stderrTail}` : ''}`);
    } else {
      const speed = run.result?.imagesPerSecond;
      this.log.info(`${name}: ${event.state}${reason}${speed ? `, ${Math.round(speed)} images/s` : ''}`);
    }
  };

  readonly #onEnded = (folder: string, error: Error | null): void => {
    const active = this.#started.get(folder);
    this.#started.delete(folder);
    if (!active) return;
    const overview = active.training.overview();
    // Whoever follows another program's training sees its end there.
    if (overview.record.subject === 'log' && !error) return;
    const { title, outcome } = describe(overview, summarize(overview), false);
    const took = Date.now() - active.startedAt;
    this.log.info(`${title}: ended after ${formatDuration(took / 1000)}`);
    if (error) {
      this.errors.show(error);
      return;
    }
    const { runs } = overview;
    const failed = runs.filter(({ state }) => state === 'failed');
    if (failed.length > 0) {
      const reason = failed[0].result?.reason ?? '';
      this.errors.showMessage(
        vscode.l10n.t('{0}: {1} of {2} runs failed. {3}', title, failed.length, runs.length, reason),
      );
    } else if (took > LONG_TRAINING && !this.#isVisible(folder) && runs.some(({ state }) => state === 'finished')) {
      void this.#announce(
        folder,
        outcome === null
          ? vscode.l10n.t('{0} has finished.', title)
          : vscode.l10n.t('{0} has finished: {1}.', title, outcome),
      );
    }
  };

  readonly #onProblem = (error: unknown): void => {
    this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };

  #isVisible(folder: string): boolean {
    return this.panels.visible && this.panels.folder === folder;
  }

  async #announce(folder: string, message: string): Promise<void> {
    const show = vscode.l10n.t('Show Panel');
    if ((await vscode.window.showInformationMessage(message, show)) === show) await this.panels.show(folder);
  }
}
