import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { emptyLibrary, ended, goldilocks, LONG, startSweep, TINY } from './support.ts';

describe('the Loss view', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
    await emptyLibrary(api);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => emptyLibrary(api));

  const show = (): Thenable<unknown> => vscode.commands.executeCommand('goldilocks.loss.focus');

  it('is there, and does not show itself when a training begins', async () => {
    const folder = await startSweep(TINY);
    await ended(api, folder);
    assert.equal(api.lossView.visible, false);
    assert.equal(api.lossView.folder, folder);
    await show();
    await until('it is open', () => api.lossView.visible);
    await api.lossView.rendered(folder);
    assert.deepEqual(api.lossView.problems, []);
  });

  it('follows what trains, and then what is opened', async () => {
    const old = api.lossView.folder!;
    await show();
    const folder = await startSweep(LONG);
    await api.lossView.rendered(folder);
    await api.panels.show(old);
    assert.equal(api.lossView.folder, folder);
    api.library.activeIn(folder)!.cancel();
    await ended(api, folder);
    assert.equal(api.lossView.folder, folder);
    await api.panels.show(old);
    await api.lossView.rendered(old);
    await api.library.delete(folder);
    assert.equal(api.lossView.folder, old);
    assert.deepEqual(api.lossView.problems, []);
  });

  it('listens to no training while it is hidden', async () => {
    const listeners = (): number => api.library.listenerCount('run');
    const before = listeners();
    const { folder } = api.lossView;
    await show();
    await api.lossView.rendered(folder!);
    assert.equal(listeners(), before + 1);
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await until('it is hidden', () => !api.lossView.visible);
    assert.equal(listeners(), before);
    await show();
    await api.lossView.rendered(folder!);
  });

  it('opens in the panel what it follows', async () => {
    await vscode.commands.executeCommand('goldilocks.openInPanel');
    assert.equal(api.panels.folder, api.lossView.folder);
  });

  it('has nothing to follow when that was deleted', async () => {
    await show();
    await api.library.delete(api.lossView.folder!);
    assert.equal(api.lossView.folder, undefined);
    assert.deepEqual(api.lossView.problems, []);
  });
});
