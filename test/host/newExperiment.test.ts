import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { goldilocks } from './support.ts';

describe('the page New Experiment', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens once, drawn without a problem, with the form of any kind', async () => {
    await vscode.commands.executeCommand('goldilocks.newExperiment');
    await until('it is drawn', () => api.newExperiment.isDrawn);
    for (const kind of ['range-test', 'schedules', 'optimizers', 'batch-sizes', 'layers', 'sweep'])
      await vscode.commands.executeCommand('goldilocks.newExperiment', kind);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.equal(tabs.filter((label) => label === 'New Experiment').length, 1);
    assert.deepEqual(api.newExperiment.problems, []);
  });
});
