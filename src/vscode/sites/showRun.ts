import type { Command } from 'vscode';
import { rateFinding } from '../../app/sites/judgePlaces.ts';
import type { JudgedPlace } from '../../app/sites/judgePlaces.ts';
import type { SiteResult } from '../../app/sites/siteResults.ts';

/** The command that shows a run in the panel, read where it began to go wrong because of its rate. */
export function showRunCommand(result: SiteResult, title: string): Command {
  const { folder, run } = result;
  const step = rateFinding(result)?.fromStep;
  const node = { kind: 'run', folder, variant: run.variant, index: run.index, step };
  return { command: 'goldilocks.showExperiment', title, arguments: [node] };
}

/** The command that shows an experiment in the panel. @param folder of it */
export function showExperimentCommand(folder: string, title: string): Command {
  return { command: 'goldilocks.showExperiment', title, arguments: [folder] };
}

/**
 * The command that lays the last runs with a number, before and after it was changed, over each other; null unless there are two, in
 * experiments of their own.
 */
export function compareRunsCommand({ current, earlier }: JudgedPlace, title: string): Command | null {
  if (!current || !earlier || current.folder === earlier.folder) return null;
  return { command: 'goldilocks.compareExperiments', title, arguments: [[earlier.folder, current.folder]] };
}
