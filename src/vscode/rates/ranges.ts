import * as vscode from 'vscode';
import type { SourceRange } from '../../code/rateSite.ts';

/** A place, which counts from 1, as VS Code has it. */
export function toVscodeRange({ line, column, endLine, endColumn }: SourceRange): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}
