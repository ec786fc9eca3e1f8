import * as vscode from 'vscode';

/** The command that opens the extension's one log: messages name it, so that what went wrong is a click away. */
export function registerShowLog(log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand('goldilocks.showLog', () => log.show());
}
