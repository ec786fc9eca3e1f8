import * as vscode from 'vscode';
import { registerShowLog } from './vscode/log.ts';

/** Builds the services and registers the features. Whatever takes time is loaded on first use, not here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Goldilocks', { log: true });
  context.subscriptions.push(log, registerShowLog(log));
}
