import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ActiveTraining } from '../../app/experimentLibrary.ts';
import type { RunOverview } from '../../domain/experiment.ts';
import { findingMessage } from '../../domain/findingMessage.ts';
import { formatLoss, formatShare } from '../../domain/format.ts';
import { scoreText } from '../../domain/scoreText.ts';
import { adviceTexts } from '../../domain/remedyText.ts';
import { canMeasureEdge } from '../../kinds/edge/choice.ts';
import { findingsOf } from '../../kinds/runJudgement.ts';
import { runOutcome, runProgress, runTitle, variantOutcome, variantTitle } from '../texts.ts';
import type { ShownExperiment } from '../texts.ts';
import { presentExperiment } from './experimentPresentation.ts';
import { runIcon, variantIcon } from './runIcon.ts';
import type { ExperimentNode, RunNode, VariantNode } from './treeNodes.ts';

/**
 * @param active the training of the experiment, if it is this window's
 * @param isOpened whether it is listed because its folder was opened
 */
export function experimentItem(
  node: ExperimentNode,
  entry: ExperimentEntry,
  active: ActiveTraining | undefined,
  isOpened: boolean,
): vscode.TreeItem {
  const { title, description, subject, note, icon, actions } = presentExperiment(entry, active);
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(title, !entry.overview ? None : active ? Expanded : Collapsed);
  item.id = entry.folder;
  item.description = description;
  item.iconPath = icon;
  item.tooltip = experimentTooltip([title, description, note, subject], entry);
  item.contextValue = ['experiment', ...actions, ...(isOpened ? ['opened'] : [])].join(' ');
  item.command = showCommand(node);
  item.accessibilityInformation = {
    label: [title, description, entry.overview ? '' : subject].filter(Boolean).join(', '),
  };
  return item;
}

/** A variant with several seeds, which stand below it. */
export function variantItem(node: VariantNode, { overview, summary }: ShownExperiment): vscode.TreeItem {
  const runs = overview.runs.filter(({ variant }) => variant === node.variant);
  const title = variantTitle(node.variant, overview);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${node.folder}#${node.variant}`;
  item.description = variantOutcome(runs, summary);
  item.iconPath = variantIcon(runs, summary);
  item.tooltip = [
    `${title}: ${item.description}`,
    ...runs.map((run) => `${seedTitle(run)}: ${runOutcome(run, summary)}`),
  ].join('\n');
  item.contextValue = 'variant';
  item.command = showCommand(node);
  item.accessibilityInformation = { label: [title, item.description].join(', ') };
  return item;
}

export function runItem(
  node: RunNode,
  run: RunOverview,
  { overview, summary }: ShownExperiment,
  active: ActiveTraining | undefined,
): vscode.TreeItem {
  const title = runTitle(run, overview);
  const item = new vscode.TreeItem(node.isSeed ? seedTitle(run) : title);
  item.id = `${node.folder}#${run.index}`;
  const progress = active ? runProgress(active.training.runs[run.index], run, summary) : runOutcome(run, summary);
  item.description = progress;
  item.iconPath = runIcon(run, summary);
  const findings = findingsOf(run, run.result?.findings ?? [], summary);
  const advice = adviceTexts(findings, run.facts.unit);
  const reason = run.result?.reason ?? null;
  item.tooltip = [
    `${title}: ${progress}`,
    ...numbersOf(run),
    ...findings.map((finding, index) => [findingMessage(finding), advice[index]].filter(Boolean).join(' ')),
    ...(findings.length === 0 && reason !== null ? [reason] : []),
  ].join('\n');
  const hasEdge = overview.record.kind === 'sweep' && run.spec && run.result && canMeasureEdge(run.spec);
  item.contextValue = ['run', ...(hasEdge ? ['edge'] : [])].join(' ');
  item.command = showCommand(node);
  item.accessibilityInformation = { label: vscode.l10n.t('Run {0}, {1}', title, progress) };
  return item;
}

/** What tells a run from the others of its variant. */
function seedTitle({ seed, index }: RunOverview): string {
  return seed === null ? String(index + 1) : vscode.l10n.t('seed {0}', seed);
}

/** The numbers of a run that has ended, each with what exactly it is. */
function numbersOf({ result, spec }: RunOverview): string[] {
  const { score = null, epochs = [] } = result ?? {};
  const last = epochs.at(-1);
  return [
    ...(score !== null && Number.isFinite(score)
      ? [
          vscode.l10n.t('Final training loss: {0}', formatLoss(score)),
          // A list doesn't read the steps of a log, on which its meaning depends.
          ...(spec === null ? [] : [scoreText(true)]),
        ]
      : []),
    ...(last ? [vscode.l10n.t('Mean training loss of epoch {0}: {1}', last.epoch, formatLoss(last.loss))] : []),
    ...(last && last.accuracy !== null
      ? [vscode.l10n.t('Test accuracy after epoch {0}: {1}', last.epoch, formatShare(last.accuracy))]
      : []),
  ];
}

function showCommand(node: ExperimentNode | VariantNode | RunNode): vscode.Command {
  return { command: 'goldilocks.showExperiment', title: vscode.l10n.t('Open Experiment'), arguments: [node] };
}

/** What comes from an experiment's files may be anything, so it is never markdown. */
function experimentTooltip([title, ...texts]: readonly string[], entry: ExperimentEntry): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**');
  const amounts = entry.problem === null ? entry.description.amounts.join(' · ') : '';
  for (const text of [...texts, amounts, entry.folder].filter(Boolean)) tooltip.appendMarkdown('\n\n').appendText(text);
  return tooltip;
}
