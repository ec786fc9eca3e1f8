import * as vscode from 'vscode';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import { RULE_NAMES } from '../../code/rules/rule.ts';
import { severityWith } from '../../code/rules/severity.ts';
import type { Severity } from '../../code/rules/severity.ts';
import type { Finding } from '../../domain/finding.ts';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

const SECTION = 'goldilocks.diagnostics';
const SYMPTOMS = 'goldilocks.symptoms';

/** Whether a configuration change may affect the reported problems. */
export function affectsProblems(change: vscode.ConfigurationChangeEvent): boolean {
  return [SECTION, SYMPTOMS, 'goldilocks.rates.enabled'].some((section) => change.affectsConfiguration(section));
}

/** Whether problems are to be reported in a document or file. */
export function areProblemsReported(scope: vscode.TextDocument | vscode.Uri): boolean {
  return [SECTION, 'goldilocks.rates'].every((section) =>
    vscode.workspace.getConfiguration(section, scope).get('enabled', true),
  );
}

/** The severity of a problem in a document: that of the settings, or else its own; null if the rule is off. */
export function severityOf(problem: FoundProblem, document: vscode.TextDocument): vscode.DiagnosticSeverity | null {
  const severity = severityWith(vscode.workspace.getConfiguration(SECTION, document).get(problem.rule), problem);
  return severity && SEVERITIES[severity];
}

/** The severity of what went wrong in a run: that of the symptom's setting, or else its own; null if the symptom is off. */
export function symptomSeverity(finding: Finding, document: vscode.TextDocument): vscode.DiagnosticSeverity | null {
  const severity = severityWith(vscode.workspace.getConfiguration(SYMPTOMS, document).get(finding.symptom), finding);
  return severity && SEVERITIES[severity];
}

/** The settings of all rules for a file, by rule; null if no problems are to be reported in it. */
export function ruleSettingsIn(file: vscode.Uri): Readonly<Record<string, unknown>> | null {
  if (!areProblemsReported(file)) return null;
  const settings = vscode.workspace.getConfiguration(SECTION, file);
  return Object.fromEntries(RULE_NAMES.map((rule) => [rule, settings.get(rule)]));
}
