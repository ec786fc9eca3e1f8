import * as vscode from 'vscode';
import type { RunOverview } from '../../domain/experiment.ts';
import type { Verdict } from '../../domain/finding.ts';
import type { RunState } from '../../domain/run.ts';
import { findingsOf, runVerdict } from '../../kinds/runJudgement.ts';
import type { KindSummary } from '../../kinds/kind.ts';

/** The icon of a run: its verdict once it has one, before that its state. */
export function runIcon(run: RunOverview, summary: KindSummary): vscode.ThemeIcon {
  const { state, elsewhere, result } = run;
  const verdict = result && runVerdict(run, findingsOf(run, result.findings, summary), summary);
  if (verdict) return verdictIcon(verdict);
  return elsewhere ? new vscode.ThemeIcon('remote') : stateIcon(state);
}

/** The icon of a variant: that of its seeds if they agree. */
export function variantIcon(runs: readonly RunOverview[], summary: KindSummary): vscode.ThemeIcon {
  const [first, ...others] = runs.map((run) => runIcon(run, summary));
  return others.every(({ id }) => id === first.id) ? first : new vscode.ThemeIcon('layers');
}

function verdictIcon(verdict: Verdict): vscode.ThemeIcon {
  switch (verdict) {
    case 'fast':
    case 'healthy':
      return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green'));
    case 'slow':
      return new vscode.ThemeIcon('arrow-down', new vscode.ThemeColor('charts.blue'));
    case 'furious':
      return new vscode.ThemeIcon('flame', new vscode.ThemeColor('charts.red'));
    default:
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.orange'));
  }
}

function stateIcon(state: RunState): vscode.ThemeIcon {
  switch (state) {
    case 'queued':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('disabledForeground'));
    case 'running':
      return new vscode.ThemeIcon('loading~spin');
    case 'finished':
      return new vscode.ThemeIcon('check');
    case 'pruned':
      return new vscode.ThemeIcon('discard', new vscode.ThemeColor('disabledForeground'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'cancelled':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    case 'interrupted':
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.yellow'));
  }
}
