import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';

/** Set while a sweep of this window runs or waits: Cancel is offered then. */
const RUNNING = 'goldilocks.running';

/** Tells the menus whether anything runs. */
export function followActivity(library: ExperimentLibrary): vscode.Disposable {
  const tell = (): void => void vscode.commands.executeCommand('setContext', RUNNING, library.active.length > 0);
  library.on('started', tell).on('ended', tell);
  return new vscode.Disposable(() => void library.off('started', tell).off('ended', tell));
}
