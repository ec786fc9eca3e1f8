import * as vscode from 'vscode';
import type { Place } from '../../code/rateSite.ts';

/** A place, which counts from 1, as VS Code has it. */
export function rangeOf({ line, column, endLine, endColumn }: Place): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}
