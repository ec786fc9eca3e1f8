import * as vscode from 'vscode';
import { toVscodeRange } from '../rates/ranges.ts';
import { symptomSeverity } from './ruleSettings.ts';
import { runEvidence, runProblemMessage } from './runProblems.ts';
import type { RunProblem } from './runProblems.ts';

/** The diagnostic of what went wrong in a run, at the number to blame; null where the symptom's setting is off. */
export function runDiagnostic(
  problem: RunProblem,
  document: vscode.TextDocument,
  extensionUri: vscode.Uri,
): vscode.Diagnostic | null {
  const { place, finding } = problem;
  const severity = symptomSeverity(finding, document);
  if (severity === null) return null;
  const range = toVscodeRange(place.range);
  const diagnostic = new vscode.Diagnostic(range, runProblemMessage(problem), severity);
  diagnostic.source = 'Goldilocks';
  diagnostic.code = {
    value: finding.symptom,
    target: vscode.Uri.joinPath(extensionUri, 'media', 'symptoms', `${finding.symptom}.md`),
  };
  diagnostic.relatedInformation = [
    new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, range), runEvidence(problem)),
  ];
  return diagnostic;
}
