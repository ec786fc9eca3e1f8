import * as vscode from 'vscode';
import type { CodeFix } from '../../code/fixes/codeFix.ts';
import { uriAt } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import { toVscodeRange } from '../rates/ranges.ts';

/** A code action that makes a fix in one step; where the fix is refused, one that says why and can't be chosen. */
export function fixAction(
  title: string,
  kind: vscode.CodeActionKind,
  fix: CodeFix,
  code: CodeDocument,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  if ('refusal' in fix) {
    action.disabled = { reason: fix.refusal };
    return action;
  }
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, text } of fix.changes) action.edit.replace(uriAt(code, range), toVscodeRange(range), text);
  return action;
}
