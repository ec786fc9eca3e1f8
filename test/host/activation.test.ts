import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { RATE_LANGUAGES } from '../../src/vscode/rates/codeDocument.ts';
import { report } from './report.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: ReadonlyArray<{ readonly command: string }> };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension<unknown>('goldilocks.goldilocks');
  assert.ok(extension, 'the extension is installed');

  // Whether it is active yet says nothing: VS Code opens a JSON text of its own while it starts, at a time of its choosing.
  it('comes with a text in a language that has rates, a notebook, a program or one of its pages, else when VS Code has started', () => {
    const { activationEvents } = JSON.parse(
      readFileSync(path.join(extension.extensionPath, 'package.json'), 'utf8'),
    ) as Manifest;
    const languages = RATE_LANGUAGES.map((language) => `onLanguage:${language}`);
    assert.deepEqual(activationEvents, [
      'onWebviewPanel:goldilocks.experiment',
      'onWebviewPanel:goldilocks.demo',
      'onWebviewPanel:goldilocks.learn',
      'onWebviewPanel:goldilocks.newExperiment',
      'onWebviewPanel:goldilocks.comparison',
      ...languages,
      'onNotebook:jupyter-notebook',
      'onTerminalShellIntegration:*',
      'onDebug',
      // For a program that an earlier window has left, in time.
      'onStartupFinished',
    ]);
  });

  it('comes with a command', async () => {
    const was = extension.isActive ? 'active already' : 'not active before';
    const start = performance.now();
    await vscode.commands.executeCommand('goldilocks.showLog');
    assert.equal(extension.isActive, true);
    report(
      `the command took ${(performance.now() - start).toFixed(0)} ms (${was}), in VS Code ${vscode.version} with Node ${process.version}`,
    );
  });

  it('registers every command that the manifest promises', async () => {
    const { contributes } = extension.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
