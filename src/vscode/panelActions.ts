import * as vscode from 'vscode';
import { formatRate } from '../domain/rate.ts';
import type { PanelServices } from './panel/panelServices.ts';

const run = (command: string, ...args: readonly unknown[]): void =>
  void vscode.commands.executeCommand(`goldilocks.${command}`, ...args);

/**
 * The panel's buttons do what the commands of the same names do.
 * @param extension where it is installed, with the pages about symptoms
 */
export function panelActions(extension: vscode.Uri): PanelServices['actions'] {
  return {
    run: () => run('runSweep'),
    find: () => run('findRate'),
    newExperiment: () => run('newExperiment'),
    learn: () => run('learn'),
    cancel: (folder) => run('cancel', folder),
    runAgain: (folder) => run('runAgain', folder),
    runWith: (folder, change) => run('runWith', folder, change),
    probe: (folder, probed) => run('probe', folder, probed),
    sweepAround: (folder, rate) => run('sweepAround', folder, rate),
    followUp: (folder, name) => run(`${name}Sweep`, folder),
    resume: (folder) => run('resume', folder),
    exportReport: (folder) => run('exportReport', folder),
    copyRate: (rate) => void vscode.env.clipboard.writeText(formatRate(rate)),
    explain: (symptom) => {
      const page = vscode.Uri.joinPath(extension, 'media', 'symptoms', `${symptom}.md`);
      void vscode.commands.executeCommand('markdown.showPreview', page);
    },
    openPanel: (folder) => run('showPanel', folder),
  };
}
