import * as vscode from 'vscode';
import type { ActiveSweep, ExperimentEntry } from '../../app/experimentLibrary.ts';
import type { RunOverview } from '../../domain/experiment.ts';
import { formatCount } from '../../domain/format.ts';
import { runOutcome, runStanding, runTitle } from '../texts.ts';
import { experimentFace } from './experimentFace.ts';
import { runIcon } from './runFace.ts';
import type { ExperimentNode, RunNode } from './treeNodes.ts';

/** @param active the sweep of this window, if it trains the experiment */
export function experimentItem(
  node: ExperimentNode,
  entry: ExperimentEntry,
  active: ActiveSweep | undefined,
): vscode.TreeItem {
  const { title, description, subject, icon, abilities } = experimentFace(entry, active);
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(title, !entry.overview ? None : active ? Expanded : Collapsed);
  item.id = entry.folder;
  item.description = description;
  item.iconPath = icon;
  item.tooltip = experimentTooltip(title, subject, entry);
  item.contextValue = ['experiment', ...abilities].join(' ');
  item.command = opens(node);
  item.accessibilityInformation = {
    label: [title, description, entry.overview ? '' : subject].filter(Boolean).join(', '),
  };
  return item;
}

export function runItem(
  node: RunNode,
  run: RunOverview,
  severalSeeds: boolean,
  active: ActiveSweep | undefined,
): vscode.TreeItem {
  const item = new vscode.TreeItem(runTitle(run, severalSeeds));
  item.id = `${node.folder}#${run.index}`;
  item.description = active ? runStanding(active.sweep.runs[run.index], run) : runOutcome(run);
  item.iconPath = runIcon(run);
  item.tooltip = run.result?.findings.at(0)?.message ?? run.result?.reason ?? undefined;
  item.contextValue = 'run';
  item.command = opens(node);
  item.accessibilityInformation = {
    label: vscode.l10n.t('Learning rate {0}, {1}', runTitle(run, severalSeeds), item.description),
  };
  return item;
}

function opens(node: ExperimentNode | RunNode): vscode.Command {
  return { command: 'goldilocks.showExperiment', title: vscode.l10n.t('Open Experiment'), arguments: [node] };
}

function experimentTooltip(
  title: string,
  subject: string,
  { folder, overview }: ExperimentEntry,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown(`**${title}**\n\n`).appendText(subject);
  if (overview) {
    const [{ dataset, epochs }] = overview.record.specs;
    const size = vscode.l10n.t(
      '{0} training and {1} test images, {2} epochs',
      formatCount(dataset.train),
      formatCount(dataset.test),
      epochs,
    );
    tooltip.appendMarkdown('\n\n').appendText(size);
  }
  return tooltip.appendMarkdown('\n\n').appendText(folder);
}
