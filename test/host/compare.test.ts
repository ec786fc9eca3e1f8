import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { emptyLibrary, ended, goldilocks } from './support.ts';

const SMALL = { trainImages: 640, testImages: 100, epochs: 1, seeds: 2 };

describe('Compare', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(() => emptyLibrary(api));
  after(() => emptyLibrary(api));

  const requests: [command: string, request: object, kind: string, runs: number][] = [
    ['compareSchedules', { names: ['constant', 'cosine,warmup=5%'], ...SMALL }, 'schedules', 4],
    ['compareOptimizers', { names: ['momentum', 'adam'], rates: '1e-3..1x3', ...SMALL }, 'optimizers', 12],
    ['compareBatchSizes', { names: ['16', '32'], rates: '1e-3..1x3', equal: 'steps', ...SMALL }, 'batch-sizes', 12],
  ];
  for (const [command, request, kind, count] of requests) {
    it(`${command}: trains, is drawn in the panel and runs again`, async () => {
      const folder = await vscode.commands.executeCommand<string>(`goldilocks.${command}`, request);
      const { record, runs } = await ended(api, folder);
      assert.deepEqual([record.kind, runs.length], [kind, count]);
      assert.ok(runs.every(({ state }) => state === 'finished'));
      await api.panels.show(folder);
      await api.panels.rendered(folder);
      assert.deepEqual(api.panels.problems, []);
      const again = await vscode.commands.executeCommand<string>('goldilocks.runAgain', folder);
      assert.equal((await ended(api, again)).runs.length, count);
    });
  }

  it('says what is wrong with a request', async () => {
    const compare = (names: string[]): Promise<string> =>
      Promise.resolve(vscode.commands.executeCommand<string>('goldilocks.compareSchedules', { names }));
    await assert.rejects(compare(['constant']), /at least two schedules/);
    await assert.rejects(compare(['constant', 'triangular']), /Unknown schedule "triangular"/);
    assert.deepEqual(await api.library.list(), []);
  });
});
