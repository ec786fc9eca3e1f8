import * as vscode from 'vscode';
import type { SourceRange } from '../../code/rateSite.ts';

/** Converts a source range, which starts at 1, to one of VS Code, which starts at 0. */
export function toVscodeRange({ line, column, endLine, endColumn }: SourceRange): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}
