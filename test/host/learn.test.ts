import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { goldilocks } from './support.ts';

describe('the Learn page', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens once, drawn without a problem', async () => {
    await vscode.commands.executeCommand('goldilocks.learn');
    await until('it is drawn', () => api.learn.isDrawn);
    await vscode.commands.executeCommand('goldilocks.learn');
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.equal(tabs.filter((label) => label === 'Learn').length, 1);
    assert.deepEqual(api.learn.problems, []);
  });
});
