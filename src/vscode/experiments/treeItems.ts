import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ActiveTraining } from '../../app/experimentLibrary.ts';
import type { RunOverview } from '../../domain/experiment.ts';
import { findingMessage } from '../../domain/findingMessage.ts';
import { findingsOf } from '../../kinds/runJudgement.ts';
import { runOutcome, runProgress, runTitle } from '../texts.ts';
import type { ShownExperiment } from '../texts.ts';
import { presentExperiment } from './experimentPresentation.ts';
import { runIcon } from './runIcon.ts';
import type { ExperimentNode, RunNode } from './treeNodes.ts';

/** @param active the training of the experiment, if it is this window's */
export function experimentItem(
  node: ExperimentNode,
  entry: ExperimentEntry,
  active: ActiveTraining | undefined,
): vscode.TreeItem {
  const { title, description, subject, icon, actions } = presentExperiment(entry, active);
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(title, !entry.overview ? None : active ? Expanded : Collapsed);
  item.id = entry.folder;
  item.description = description;
  item.iconPath = icon;
  item.tooltip = experimentTooltip(title, subject, entry);
  item.contextValue = ['experiment', ...actions].join(' ');
  item.command = openCommand(node);
  item.accessibilityInformation = {
    label: [title, description, entry.overview ? '' : subject].filter(Boolean).join(', '),
  };
  return item;
}

export function runItem(
  node: RunNode,
  run: RunOverview,
  { overview, summary }: ShownExperiment,
  active: ActiveTraining | undefined,
): vscode.TreeItem {
  const title = runTitle(run, overview);
  const item = new vscode.TreeItem(title);
  item.id = `${node.folder}#${run.index}`;
  item.description = active ? runProgress(active.training.runs[run.index], run, summary) : runOutcome(run, summary);
  item.iconPath = runIcon(run, summary);
  const findings = findingsOf(run, run.result?.findings ?? [], summary).map(findingMessage);
  item.tooltip = findings.length > 0 ? findings.join('\n') : (run.result?.reason ?? undefined);
  item.contextValue = 'run';
  item.command = openCommand(node);
  item.accessibilityInformation = { label: vscode.l10n.t('Run {0}, {1}', title, item.description) };
  return item;
}

function openCommand(node: ExperimentNode | RunNode): vscode.Command {
  return { command: 'goldilocks.showExperiment', title: vscode.l10n.t('Open Experiment'), arguments: [node] };
}

/** What comes from an experiment's files may be anything, so it is never markdown. */
function experimentTooltip(title: string, subject: string, entry: ExperimentEntry): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  tooltip.appendText(subject);
  if (entry.problem === null) tooltip.appendMarkdown('\n\n').appendText(entry.description.amounts.join(' · '));
  return tooltip.appendMarkdown('\n\n').appendText(entry.folder);
}
