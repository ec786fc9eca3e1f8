import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { presentExperiment } from '../../src/vscode/experiments/experimentPresentation.ts';
import { isRunning, until } from '../support/processes.ts';
import { report } from './report.ts';
import { emptyLibrary, ended, goldilocks, LONG, startSweep, statesOf, TINY } from './support.ts';

describe('sweeps', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
    report(`activate() took ${api.activationTime.toFixed(1)} ms`);
  });
  beforeEach(() => emptyLibrary(api));
  after(() => emptyLibrary(api));

  it('run to their end, and are on disk as the command line would leave them', async () => {
    const folder = await startSweep(TINY);
    const overview = await ended(api, folder);
    const { runs } = overview;
    assert.deepEqual(statesOf(overview), ['finished', 'finished']);
    assert.deepEqual(
      runs.map(({ spec }) => [spec!.learningRate, spec!.dataset.train, spec!.dataset.test]),
      [
        [0.1, 256, 64],
        [0.01, 256, 64],
      ],
    );
    assert.equal(
      runs.every(({ result }) => result?.findings.length === 1),
      true,
    );
    const written = JSON.parse(await readFile(path.join(folder, 'runs', '0', 'attempt-1', 'result.json'), 'utf8')) as {
      state: string;
    };
    assert.equal(written.state, 'finished');
  });

  it('leave their workers to the next one', async () => {
    await ended(api, await startSweep(TINY));
    const pids = [...api.workers()];
    assert.ok(pids.length > 0 && pids.every(isRunning));
    await ended(api, await startSweep(TINY));
    assert.deepEqual(api.workers(), pids);
  });

  it('are cancelled by the command, and what was done stays', async () => {
    const folder = await startSweep(LONG);
    await until('it trains', () =>
      api.library.activeIn(folder)!.training.runs.some(({ tracker }) => tracker.newestStep > 5),
    );
    await vscode.commands.executeCommand('goldilocks.cancel', folder);
    const overview = await ended(api, folder);
    assert.deepEqual(statesOf(overview), ['cancelled', 'cancelled']);
    assert.ok(overview.runs.some(({ result }) => (result!.series.loss?.steps.length ?? 0) > 5));
  });

  it('lose only the run whose worker is killed', async () => {
    const folder = await startSweep({ ...TINY, rates: [0.1, 0.01, 0.001], epochs: 40, trainImages: 4_000 });
    const { runs } = api.library.activeIn(folder)!.training;
    const training = () => runs.filter(({ tracker, result }) => tracker.newestStep > 0 && result === null);
    await until('every worker trains a run', () => training().length === api.workers().length);
    process.kill(api.workers()[0], 'SIGKILL');
    const overview = await ended(api, folder);
    assert.deepEqual(statesOf(overview).sort(), ['failed', 'finished', 'finished']);
    assert.match(overview.runs.find(({ state }) => state === 'failed')?.result?.reason ?? '', /killed/);
  });

  it('wait in line behind one another in the same workers', async () => {
    const first = await startSweep({ ...LONG, rates: '1e-4..1e-1 x 10' });
    const second = await startSweep(TINY);
    const waiting = api.library.activeIn(second)!;
    await until('the first one trains', () => api.library.activeIn(first)!.trainingSince !== null);
    assert.equal(waiting.trainingSince, null);
    api.library.activeIn(first)!.cancel();
    assert.deepEqual(statesOf(await ended(api, second)), ['finished', 'finished']);
  });

  it('run again with the same choice, by the command alone', async () => {
    const first = await startSweep({ ...TINY, optimizer: 'momentum', seeds: 2 });
    const before = await ended(api, first);
    const again = await vscode.commands.executeCommand<string>('goldilocks.runAgain', first);
    const after = await ended(api, again);
    assert.notEqual(again, first);
    assert.deepEqual(
      after.runs.map(({ spec }) => spec),
      before.runs.map(({ spec }) => spec),
    );
    assert.deepEqual(
      after.runs.map(({ result }) => result?.score),
      before.runs.map(({ result }) => result?.score),
    );
  });

  it('are probed at ten times and a tenth of the rate of a run, and the suggestion can be run at full length', async () => {
    const sweep = await startSweep({ ...TINY, epochs: 25 });
    await ended(api, sweep);
    const probed = { rate: 0.01, estimate: { rate: 0.01, margin: 1 }, engine: null };
    const folder = await vscode.commands.executeCommand<string>('goldilocks.probe', sweep, probed);
    const { record, runs } = await ended(api, folder);
    assert.equal(record.kind, 'probe');
    assert.deepEqual(
      runs.map(({ spec, state, result }) => [spec!.learningRate, state, result!.series.loss!.steps.at(-1)]),
      [
        [0.1, 'finished', 20],
        [0.001, 'finished', 20],
      ],
    );
    await api.panels.show(folder);
    await api.panels.rendered(folder);
    assert.deepEqual(api.panels.problems, []);
    const change = { rate: 0.02, epochs: null, engine: null };
    const again = await vscode.commands.executeCommand<string>('goldilocks.runWith', folder, change);
    const [run] = (await ended(api, again)).runs;
    assert.deepEqual([run.spec!.learningRate, run.spec!.epochs], [0.02, 25]);
  });

  it('go on where they ended, from the Experiments view: beyond the best rate, or closer to it', async () => {
    const sweep = await startSweep({ ...TINY, rates: [0.01, 0.1], trainImages: 2_000, epochs: 2, seeds: 2 });
    await ended(api, sweep);
    const { actions } = presentExperiment(await api.library.entry(sweep), undefined);
    assert.deepEqual(
      actions.filter((action) => action === 'widen' || action === 'refine'),
      ['widen', 'refine'],
    );
    for (const [command, rates] of [
      ['widenSweep', [1e-5, 1e-4, 1e-3]],
      ['refineSweep', [0.0022, 0.0046, 0.022, 0.046]],
    ] as const) {
      const next = await vscode.commands.executeCommand<string>(`goldilocks.${command}`, { folder: sweep });
      const { runs } = await ended(api, next);
      assert.deepEqual(
        runs.map(({ spec, state }) => [spec!.learningRate, spec!.seed, spec!.epochs, state]),
        [1, 2].flatMap((seed) => rates.map((rate) => [rate, seed, 2, 'finished'])),
      );
    }
  });

  it('are not started from a request that cannot be met, and say why', async () => {
    const refused = (request: object, message: RegExp): Promise<void> =>
      assert.rejects(startSweep(request), ({ message: text }: Error) => message.test(text));
    await refused({ rates: '0,1' }, /decimal comma: write 0\.1/);
    await refused({ rates: [0.1], optimizer: 'newton' }, /optimizer must be sgd, momentum, .* or lion, not "newton"/);
    await refused({ rates: [0.1], epochs: 0 }, /number of epochs must be a whole number from 1 to 1000, not 0/);
    await refused({ rates: [0.1], trainImages: 70_000 }, /70000 train images are requested, but .* has 60000/);
    await refused({ preset: 'unheard-of' }, /Unknown preset "unheard-of"/);
    assert.deepEqual(await api.library.list(), []);
  });
});
