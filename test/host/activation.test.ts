import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { report } from './report.ts';

interface Manifest {
  readonly contributes: { readonly commands: ReadonlyArray<{ readonly command: string }> };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension<unknown>('goldilocks.goldilocks');
  assert.ok(extension, 'the extension is installed');

  it('waits until something of the extension is asked for', () => {
    // VS Code 1.100 asks for the language of its settings by itself, which is one of ours.
    assert.ok(!extension.isActive || vscode.version.startsWith('1.100.'));
  });

  it('comes with the first command', async () => {
    const start = performance.now();
    await vscode.commands.executeCommand('goldilocks.showLog');
    assert.equal(extension.isActive, true);
    report(`active ${(performance.now() - start).toFixed(0)} ms after the command, in VS Code ${vscode.version} with Node ${process.version}`);
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
