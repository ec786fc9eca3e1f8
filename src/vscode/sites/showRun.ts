import type { Command } from 'vscode';
import type { SiteResult } from '../../app/sites/siteResults.ts';

/** The command that shows a run in the panel. */
export function showRunCommand({ folder, run }: SiteResult, title: string): Command {
  const node = { kind: 'run', folder, variant: run.variant, index: run.index };
  return { command: 'goldilocks.showExperiment', title, arguments: [node] };
}

/** The command that shows an experiment in the panel. @param folder of it */
export function showExperimentCommand(folder: string, title: string): Command {
  return { command: 'goldilocks.showExperiment', title, arguments: [folder] };
}
