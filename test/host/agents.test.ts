import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { fromJson } from '../../src/domain/json.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { emptyLibrary, goldilocks, LONG, TINY } from './support.ts';

const { epochs, trainImages, testImages } = TINY;
const SWEEP = { rates: '0.1,0.01', epochs, trainImages, testImages };

describe('the tools for language models', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
    await emptyLibrary(api);
  });
  after(() => emptyLibrary(api));

  async function invoke(
    name: string,
    input: object,
    token?: vscode.CancellationToken,
  ): Promise<Record<string, unknown>> {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
    const [part] = content as vscode.LanguageModelTextPart[];
    return fromJson(part.value) as Record<string, unknown>;
  }

  it('are all there, with their schemas', () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('goldilocks_'));
    assert.deepEqual(names.sort(), [
      'goldilocks_check_files',
      'goldilocks_diagnose',
      'goldilocks_find_rate',
      'goldilocks_list_rates',
      'goldilocks_run_sweep',
    ]);
  });

  it('read a file of the workspace as the user sees it, saved or not', async () => {
    const [{ uri }] = vscode.workspace.workspaceFolders!;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(uri, 'train.py'));
    const before = await invoke('goldilocks_list_rates', { files: ['train.py'] });
    assert.ok((before.files as { sites: unknown[] }[])[0].sites.length > 0, JSON.stringify(before));
    const rewrite = async (from: string, to: string): Promise<void> => {
      const start = document.getText().indexOf(from);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)),
        to,
      );
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await rewrite('0.001', '0.875');
    try {
      const rates = JSON.stringify(await invoke('goldilocks_list_rates', { files: ['train.py'] }));
      assert.match(rates, /"value":0\.875/);
      const problems = JSON.stringify(await invoke('goldilocks_check_files', { files: ['train.py'] }));
      assert.match(problems, /rate-too-high.*0\.875/);
    } finally {
      await rewrite('0.875', '0.001');
      await document.save();
    }
  });

  it('refuse files outside of the workspace, and wrong arguments', async () => {
    const { files } = await invoke('goldilocks_list_rates', { files: [process.execPath] });
    assert.match((files as { message: string }[])[0].message, /lies outside of/);
    await assert.rejects(invoke('goldilocks_diagnose', { path: 'nope.csv' }), /There is no "nope\.csv"/);
    await assert.rejects(invoke('goldilocks_run_sweep', {}), /A sweep needs a preset or learning rates/);
  });

  it('train a sweep that the panel shows, and diagnose it', async () => {
    const sweep = await invoke('goldilocks_run_sweep', SWEEP);
    const folder = sweep.experiment as string;
    assert.equal(path.dirname(folder), api.library.storage);
    assert.equal(api.panels.folder, folder);
    const diagnosis = await invoke('goldilocks_diagnose', { path: folder });
    assert.deepEqual(diagnosis.runs, sweep.runs);
  });

  it('cancel the sweep when the call is cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    const started = new Promise<string>((resolve) => api.library.once('run', (folder) => resolve(folder)));
    const call = invoke(
      'goldilocks_run_sweep',
      { ...SWEEP, epochs: LONG.epochs, trainImages: LONG.trainImages },
      source.token,
    );
    const folder = await started;
    const ended = api.library.activeIn(folder)!.ended;
    source.cancel();
    await assert.rejects(call);
    await ended;
    const { overview } = await api.library.entry(folder);
    assert.deepEqual(new Set(overview!.runs.map(({ state }) => state)), new Set(['cancelled']));
  });
});

describe('the API for other extensions', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  after(() => emptyLibrary(api));

  it('has a version, keeps a run that is reported, and diagnoses it', async () => {
    assert.equal(api.version, 1);
    const run = await api.reportRun('my training');
    const told: string[][] = [];
    const listener = run.onFindings((findings) => told.push(findings.map(({ symptom }) => symptom)));
    run.report({ type: 'started', facts: { rate: 0.1, optimizer: 'adam' } });
    run.report({
      type: 'samples',
      samples: [2.3, 2.1, NaN, NaN].map((loss, step) => ({ step, loss })),
    });
    run.report({ type: 'ended', state: 'finished' });
    await run.ended;
    listener.dispose();
    assert.deepEqual([run.hasEnded, run.findings.map(({ symptom }) => symptom)], [true, ['nan']]);
    assert.ok(told.some((symptoms) => symptoms.includes('nan')));
    const { overview } = await api.library.entry(run.folder);
    assert.deepEqual(
      overview!.runs.map(({ state, facts }) => [state, facts.rate]),
      [['finished', 0.1]],
    );
  });

  it('says what is wrong with an event', async () => {
    const run = await api.reportRun('wrong');
    assert.throws(() => run.report({ type: 'loss' } as never), /needs one of these types: started, facts, samples/);
    assert.throws(() => run.report({ type: 'samples', samples: [{}] } as never), /"samples\.0\.step" is missing/);
    assert.throws(() => run.report({ type: 'ended', state: 'queued' } as never), /"state" is missing or has a value/);
    run.report({ type: 'ended', state: 'cancelled' });
    await run.ended;
  });
});
