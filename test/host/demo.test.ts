import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { goldilocks } from './support.ts';

describe('Snail, Maniac, Pro', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const tabs = (): string[] =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs.map(({ label }) => label))
      .filter((label) => /Snail/.test(label));

  it('opens one page, which is drawn without a problem', async () => {
    await vscode.commands.executeCommand('goldilocks.showDemo');
    await until('it is drawn', () => api.demo.isDrawn);
    await vscode.commands.executeCommand('goldilocks.showDemo');
    assert.deepEqual(tabs(), ['Snail, Maniac, Pro']);
    assert.deepEqual(api.demo.problems, []);
  });

  it('opens it again after it was closed', async () => {
    await vscode.commands.executeCommand('goldilocks.showDemo');
    await until('it is drawn', () => api.demo.isDrawn);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('it is closed', () => !api.demo.isDrawn);
    await vscode.commands.executeCommand('goldilocks.showDemo');
    await until('it is drawn again', () => api.demo.isDrawn);
  });
});
