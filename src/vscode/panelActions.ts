import * as vscode from 'vscode';
import { formatRate } from '../domain/rate.ts';
import type { PanelServices } from './panel/panelServices.ts';

const run = (command: string, ...args: readonly unknown[]): void =>
  void vscode.commands.executeCommand(`goldilocks.${command}`, ...args);

/**
 * The panel's buttons do what the commands of the same names do.
 * @param extension where it is installed, with the pages about symptoms
 * @param openLogs opens training logs, and tells the user what cannot be opened
 */
export function panelActions(
  extension: vscode.Uri,
  openLogs: (places: readonly vscode.Uri[]) => Promise<void>,
): PanelServices['actions'] {
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
    openLogs: (uris) => void openLogs(uris.map(placeOf)),
    explain: (symptom) => {
      const page = vscode.Uri.joinPath(extension, 'media', 'symptoms', `${symptom}.md`);
      void vscode.commands.executeCommand('markdown.showPreview', page);
    },
    openPanel: (folder) => run('showPanel', folder),
  };
}

/** A page runs beside the user, where the files of a remote machine have another scheme than on that machine. */
function placeOf(uri: string): vscode.Uri {
  const place = vscode.Uri.parse(uri);
  return place.scheme === 'vscode-remote' ? vscode.Uri.file(place.path) : place;
}
