import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { ExperimentTree } from '../../src/vscode/experiments/experimentTree.ts';
import { emptyLibrary, ended, failOn, goldilocks, startSweep, TINY } from './support.ts';

describe('the edge of a run', function () {
  // Each point takes seconds of computation, at low priority.
  this.timeout(240_000);
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
    await emptyLibrary(api);
  });
  after(() => emptyLibrary(api));

  it('is measured by a button in the tree and drawn in the panel', async () => {
    await ended(api, await startSweep({ ...TINY, trainImages: 64, optimizer: 'sgd' }));
    const tree = new ExperimentTree(api.library, failOn);
    const [day] = await tree.getChildren();
    const [sweep] = await tree.getChildren(day);
    const [run] = await tree.getChildren(sweep);
    assert.ok(run.kind === 'run');
    assert.match(tree.getTreeItem(run).contextValue!, /\bedge\b/);
    const folder = await vscode.commands.executeCommand<string>('goldilocks.measureEdge', run);
    const { record, runs } = await ended(api, folder);
    assert.deepEqual([record.kind, runs.length, runs[0].facts.rate], ['edge', 1, [0.1, 0.01][run.index]]);
    assert.ok(runs[0].result!.series['edge.limit']!.values.every((limit) => limit > 0));
    await api.panels.show(folder);
    await api.panels.rendered(folder);
    assert.deepEqual(api.panels.problems, []);
  });
});
