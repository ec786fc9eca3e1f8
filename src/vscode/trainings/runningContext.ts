import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';

/** Set while this window trains or has something waiting: Cancel is offered then. */
const RUNNING = 'goldilocks.running';

/** Keeps the context key that menus refer to up to date. */
export function updateRunningContext(library: ExperimentLibrary): vscode.Disposable {
  const update = (): void => void vscode.commands.executeCommand('setContext', RUNNING, library.active.length > 0);
  library.on('started', update).on('ended', update);
  return new vscode.Disposable(() => void library.off('started', update).off('ended', update));
}
