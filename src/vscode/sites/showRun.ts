import type { Command } from 'vscode';
import type { SiteResult } from '../../app/sites/siteResults.ts';

/** The command that shows a run in the panel. */
export function showRunCommand({ folder, run }: SiteResult, title: string): Command {
  const node = { kind: 'run', folder, variant: run.variant, index: run.index };
  return { command: 'goldilocks.showExperiment', title, arguments: [node] };
}
