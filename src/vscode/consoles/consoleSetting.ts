import * as vscode from 'vscode';

/** Whether the user wants trainings in terminals, debug consoles and notebooks to be followed. */
export function followsConsoles(): boolean {
  return vscode.workspace.getConfiguration('goldilocks').get('followConsoles', true);
}
