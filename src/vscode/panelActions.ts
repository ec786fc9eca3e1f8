import * as vscode from 'vscode';
import type { PanelServices } from './panel/panelServices.ts';

const run = (command: string, folder?: string): void =>
  void vscode.commands.executeCommand(`goldilocks.${command}`, folder);

/** The panel's buttons do what the commands of the same names do. */
export const panelActions: PanelServices['actions'] = {
  run: () => run('runSweep'),
  cancel: (folder) => run('cancel', folder),
  runAgain: (folder) => run('runAgain', folder),
  resume: (folder) => run('resume', folder),
  exportReport: (folder) => run('exportReport', folder),
  openPanel: (folder) => run('showPanel', folder),
};
