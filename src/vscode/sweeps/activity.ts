import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { TrainingServices } from '../trainingServices.ts';

/** Set while a sweep of this window runs or waits: Cancel is offered then. */
const RUNNING = 'goldilocks.running';

/** Tells the menus whether anything runs, and lets the workers go when nothing does any more. */
export function followActivity(library: ExperimentLibrary, services: TrainingServices): vscode.Disposable {
  const tell = (): void => {
    const running = library.active.length > 0;
    void vscode.commands.executeCommand('setContext', RUNNING, running);
    if (!running) services.release();
  };
  library.on('started', tell).on('ended', tell);
  return new vscode.Disposable(() => void library.off('started', tell).off('ended', tell));
}
