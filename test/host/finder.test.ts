import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ExperimentTree } from '../../src/vscode/experiments/experimentTree.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { emptyLibrary, ended, failOn, goldilocks } from './support.ts';

describe('Find a Learning Rate', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(() => emptyLibrary(api));
  after(() => emptyLibrary(api));

  const find = (request: object): Thenable<string> =>
    vscode.commands.executeCommand<string>('goldilocks.findRate', request);

  it('trains three times while the rate rises, and suggests a rate', async () => {
    const folder = await find({ preset: 'slow-fast-furious' });
    const { record, runs } = await ended(api, folder);
    assert.deepEqual([record.kind, runs.length, runs[0].state], ['range-test', 3, 'finished']);
    const rates = runs[0].result!.series.rate!.values;
    assert.ok(rates[0] === 1e-5 && rates.at(-1)! > 0.1);
    const entry = await api.library.entry(folder);
    assert.ok(entry.problem === null && entry.summary.kind === 'range-test');
    const { rate } = entry.summary.suggestion!;
    assert.ok(rate >= 1e-3 && rate <= 2e-2, `${rate}`);
  });

  it('is drawn in the panel, stands in the tree and runs again, like any experiment', async () => {
    const folder = await find({ preset: 'slow-fast-furious' });
    await ended(api, folder);
    await api.panels.show(folder);
    await api.panels.rendered(folder);
    assert.deepEqual(api.panels.problems, []);
    const tree = new ExperimentTree(api.library, failOn);
    const [day] = await tree.getChildren();
    const [experiment] = await tree.getChildren(day);
    const { description, contextValue } = tree.getTreeItem(experiment);
    assert.match(String(description), /^suggests 0\.0\d+ · /);
    assert.match(contextValue ?? '', /\brepeat\b.*\bexport\b.*\bdelete\b/);
    tree.dispose();
    const again = await vscode.commands.executeCommand<string>('goldilocks.runAgain', folder);
    const { runs } = await ended(api, again);
    const { runs: before } = await ended(api, folder);
    assert.deepEqual(runs[0].result!.series.loss, before[0].result!.series.loss);
  });

  it('is followed by a sweep around the rate that it found', async () => {
    const folder = await find({ preset: 'slow-fast-furious' });
    await ended(api, folder);
    const sweep = await vscode.commands.executeCommand<string>('goldilocks.sweepAround', folder, 0.01);
    const { record, runs } = await ended(api, sweep);
    assert.equal(record.kind, 'sweep');
    assert.deepEqual(runs.map(({ facts }) => facts.rate).sort(), [0.001, 0.0032, 0.01, 0.032, 0.1]);
  });

  it('says what is wrong with a request', async () => {
    await assert.rejects(Promise.resolve(find({ preset: 'unheard-of' })), /Unknown preset "unheard-of"/);
    assert.deepEqual(await api.library.list(), []);
  });
});
