import * as vscode from 'vscode';
import { SettingError } from './settings.ts';

/** Shows errors to the user in one sentence each, and writes the details to the log. */
export class ErrorReporter {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Runs a user's command. Shows an error with a button that opens the log, or the setting that caused it. */
  async guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.show(error);
      return undefined;
    }
  }

  show(error: unknown): void {
    this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof SettingError)
      void this.#offer(message, vscode.l10n.t('Open Settings'), 'workbench.action.openSettings', error.setting);
    else this.showMessage(message);
  }

  /** Shows a sentence about something that is in the log already. */
  showMessage(message: string): void {
    void this.#offer(message, vscode.l10n.t('Show Log'), 'goldilocks.showLog');
  }

  async #offer(message: string, action: string, command: string, ...args: unknown[]): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, action);
    if (chosen === action) await vscode.commands.executeCommand(command, ...args);
  }
}
