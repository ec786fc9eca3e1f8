import * as vscode from 'vscode';
import type { FoundProblem } from '../../code/rules/checkRates.ts';

const SEVERITIES: Readonly<Record<string, vscode.DiagnosticSeverity | undefined>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

const SECTION = 'goldilocks.diagnostics';

/** Whether a change of the settings may change what is reported. */
export function affectsProblems(change: vscode.ConfigurationChangeEvent): boolean {
  return change.affectsConfiguration(SECTION) || change.affectsConfiguration('goldilocks.rates.enabled');
}

export function areProblemsReported(document: vscode.TextDocument): boolean {
  return [SECTION, 'goldilocks.rates'].every((section) =>
    vscode.workspace.getConfiguration(section, document).get('enabled', true),
  );
}

/** How serious a problem is by the settings that count for a document: its own severity unless they name one; null if it is turned off. */
export function severityOf(
  { rule, severity }: FoundProblem,
  document: vscode.TextDocument,
): vscode.DiagnosticSeverity | null {
  const chosen = vscode.workspace.getConfiguration(SECTION, document).get<unknown>(rule);
  if (chosen === 'off') return null;
  return SEVERITIES[String(chosen)] ?? SEVERITIES[severity]!;
}
