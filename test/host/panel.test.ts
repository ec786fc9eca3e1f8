import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { isRunning, until } from '../support/processes.ts';
import { report } from './report.ts';
import { emptyLibrary, ended, goldilocks, LONG, startSweep, TINY } from './support.ts';

/** What the tests see of a panel from outside: its tab. */
function panelTab(): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('goldilocks.experiment'),
  );
}

async function closePanel(): Promise<void> {
  const tab = panelTab();
  if (tab) await vscode.window.tabGroups.close(tab);
}

describe('the panel', () => {
  let api: GoldilocksApi;
  let finished: string;
  before(async () => {
    api = await goldilocks();
    await emptyLibrary(api);
    finished = await startSweep(TINY);
    await ended(api, finished);
  });
  afterEach(closePanel);
  after(() => emptyLibrary(api));

  it('draws a finished experiment under the policy that it has, without a word of complaint', async () => {
    const start = performance.now();
    await api.panels.show(finished);
    await api.panels.rendered(finished);
    report(`drawn ${(performance.now() - start).toFixed(0)} ms after it was opened`);
    assert.equal(api.panels.visible, true);
    assert.equal(api.panels.folder, finished);
    assert.deepEqual(api.panels.problems, []);
    assert.match(panelTab()?.label ?? '', /^Goldilocks: /);
  });

  it('shows the newest experiment when none is named', async () => {
    await api.panels.show();
    await api.panels.rendered(finished);
    assert.equal(api.panels.folder, finished);
  });

  it('starts workers when it is opened, for the sweep that may come', async () => {
    const before = [...api.workers()];
    const configuration = vscode.workspace.getConfiguration('goldilocks');
    await configuration.update('workers', 1, vscode.ConfigurationTarget.Global);
    try {
      await api.panels.show(finished);
      const [pid, ...others] = api.workers();
      assert.ok(isRunning(pid) && !before.includes(pid), 'a new one, for the changed setting');
      assert.deepEqual(others, []);
      await until('those of before are gone', () => !before.some(isRunning));
    } finally {
      await configuration.update('workers', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is drawn again when it comes back from behind another tab', async () => {
    await api.panels.show(finished);
    await api.panels.rendered(finished);
    const document = await vscode.workspace.openTextDocument({ content: 'learning_rate = 0.01' });
    const { viewColumn } = panelTab()!.group;
    await vscode.window.showTextDocument(document, { viewColumn, preview: false });
    await until('the panel is hidden', () => !api.panels.visible);
    await api.panels.show();
    await api.panels.rendered(finished);
    assert.deepEqual(api.panels.problems, []);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('follows a sweep from its first step to its cancellation', async () => {
    const folder = await startSweep({ ...LONG, seeds: 2 });
    await api.panels.show(folder);
    await api.panels.rendered(folder);
    await until('it trains', () =>
      api.library.activeIn(folder)!.training.runs.some(({ tracker }) => tracker.newestStep > 50),
    );
    api.library.activeIn(folder)!.cancel();
    await ended(api, folder);
    assert.equal(api.panels.folder, folder);
    assert.deepEqual(api.panels.problems, []);
    await api.library.delete(folder);
    assert.equal(api.panels.folder, undefined);
  });

  it('has one tab, whatever is shown in it', async () => {
    const second = await startSweep({ ...TINY, rates: [0.05] });
    await ended(api, second);
    await api.panels.show(finished);
    await api.panels.rendered(finished);
    await api.panels.show(second);
    await api.panels.rendered(second);
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview);
    assert.equal(tabs.length, 1);
  });

  it('tells whoever waits that it was closed', async () => {
    await api.panels.show(finished);
    await api.panels.rendered(finished);
    const waiting = assert.rejects(api.panels.rendered(`${finished}-never`), /closed before/);
    await closePanel();
    await waiting;
    assert.equal(api.panels.visible, false);
  });
});
