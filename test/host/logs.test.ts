import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { LogDrop } from '../../src/vscode/experiments/logDrop.ts';
import { ExperimentTree } from '../../src/vscode/experiments/experimentTree.ts';
import { findWorkspaceLogs } from '../../src/vscode/logs/workspaceLogs.ts';
import { emptyLibrary, failOn, goldilocks } from './support.ts';

describe('Open Training Log', () => {
  let api: GoldilocksApi;
  let folder: string;
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(() => emptyLibrary(api));

  async function open(name: string, text: string): Promise<string | undefined> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return vscode.commands.executeCommand<string | undefined>('goldilocks.openLog', vscode.Uri.file(file));
  }

  it('shows a CSV file as an experiment that panel and tree draw like any other', async () => {
    const rows = Array.from({ length: 50 }, (_, step) => `${step},${2 * 0.95 ** step},${2.1 * 0.95 ** step},0.001`);
    const experiment = await open('train.csv', `step,loss,val_loss,lr\n${rows.join('\n')}\n`);
    assert.ok(experiment);
    await api.panels.rendered(experiment);
    assert.deepEqual(api.panels.problems, []);
    const entry = await api.library.entry(experiment);
    assert.ok(entry.problem === null);
    const { record, runs } = entry.overview;
    assert.deepEqual([record.kind, record.subject, record.source], ['training', 'log', path.join(folder, 'train.csv')]);
    assert.deepEqual([runs.length, runs[0].state, runs[0].facts.rate], [1, 'finished', 0.001]);
    const tree = new ExperimentTree(api.library, failOn);
    const [day] = await tree.getChildren();
    const [item] = (await tree.getChildren(day)).map((node) => tree.getTreeItem(node));
    assert.equal(item.label, `${path.basename(folder)}/train.csv`);
    assert.doesNotMatch(item.contextValue ?? '', /\b(repeat|resume|cancel)\b/);
    tree.dispose();
  });

  it('names what went wrong, where it did', async () => {
    const lines = [1, 0.5, 0.4, null, null].map((loss, step) => `{"step": ${step}, "loss": ${loss ?? 'NaN'}}`);
    const experiment = await open('log.jsonl', `${lines.join('\n')}\n`);
    const entry = await api.library.entry(experiment!);
    assert.ok(entry.problem === null);
    const [{ symptom, fromStep }] = entry.overview.runs[0].result!.findings;
    assert.deepEqual([symptom, fromStep], ['nan', 3]);
  });

  it('adds nothing for a file without a loss', async () => {
    assert.equal(await open('names.csv', 'name,age\nada,36\n'), undefined);
    assert.deepEqual(await api.library.list(), []);
  });

  it('follows a folder while another program writes there, until it is cancelled', async () => {
    const file = path.join(folder, 'run', 'metrics.csv');
    const experiment = await vscode.commands.executeCommand<string>(
      'goldilocks.followTraining',
      vscode.Uri.file(folder),
    );
    const active = api.library.activeIn(experiment)!;
    const measured = (count: number): Promise<void> =>
      new Promise((resolve) => {
        const check = (): void => {
          if ((active.training.runs.at(0)?.tracker.series('loss').values.length ?? 0) >= count) resolve();
        };
        api.library.on('run', check);
        check();
      });
    await mkdir(path.dirname(file));
    await writeFile(file, 'step,loss,lr\n1,2,0.1\n');
    await measured(1);
    await appendFile(file, '2,1,0.1\n3,NaN,0.1\n');
    await measured(3);
    await api.panels.rendered(experiment);
    assert.equal(active.training.runs[0].tracker.findings[0].symptom, 'nan');
    const again = await vscode.commands.executeCommand<string>('goldilocks.followTraining', vscode.Uri.file(folder));
    assert.equal(again, experiment);
    await vscode.commands.executeCommand('goldilocks.cancel', experiment);
    await active.ended;
    const entry = await api.library.entry(experiment);
    assert.ok(entry.problem === null);
    assert.deepEqual([entry.overview.runs[0].state, entry.overview.runs[0].facts.rate], ['finished', 0.1]);
    assert.deepEqual(api.panels.problems, []);
  });
});

describe('the training logs in the workspace', () => {
  let folder: string;
  before(async () => {
    const [{ uri }] = vscode.workspace.workspaceFolders!;
    folder = await mkdtemp(path.join(uri.fsPath, 'logs-'));
  });
  after(async () => {
    await vscode.workspace.getConfiguration('files').update('exclude', undefined, vscode.ConfigurationTarget.Global);
    await rm(folder, { recursive: true, force: true });
  });

  async function write(place: string, text: string): Promise<void> {
    const file = path.join(folder, ...place.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  it('are found with their format, except in node_modules and in what files.exclude excludes', async () => {
    const table = 'step,loss\n1,2\n2,1\n';
    await write('runs/one/metrics.csv', table);
    await write('runs/notes.txt', 'No training here.\n');
    await write('node_modules/some/metrics.csv', table);
    await write('hidden/metrics.csv', table);
    await write('mlruns/0/abc/meta.yaml', 'run_name: night\n');
    const { extensionPath } = vscode.extensions.getExtension('goldilocks.goldilocks')!;
    const database = path.join(extensionPath, 'test', 'fixtures', 'logs', 'sqlite', 'trackio.db');
    await copyFile(database, path.join(folder, 'project.db'));
    await write('mlruns/0/abc/metrics/loss', '1700000000000 2 1\n1700000000001 1 2\n');
    const excluded = { '**/hidden': true };
    await vscode.workspace.getConfiguration('files').update('exclude', excluded, vscode.ConfigurationTarget.Global);
    const counts: number[] = [];
    const { token } = new vscode.CancellationTokenSource();
    const { logs, isComplete } = await findWorkspaceLogs(token, (count) => counts.push(count));
    const found = logs
      .filter(({ place }) => place.startsWith(folder))
      .map(({ place, format, losses }) => [path.relative(folder, place), format, losses]);
    assert.deepEqual(found.sort(), [
      [path.join('mlruns', '0', 'abc'), 'mlflow', null],
      ['project.db', 'trackio', null],
      [path.join('runs', 'one', 'metrics.csv'), 'csv', 2],
    ]);
    assert.equal(isComplete, true);
    assert.equal(counts.at(-1), logs.length);
  });

  it('are no more looked for when the user has cancelled the search', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    assert.deepEqual(await findWorkspaceLogs(source.token, () => undefined), { logs: [], isComplete: false });
  });
});

describe('files that are dropped on the Experiments view', () => {
  it('are opened, whether they come as URIs or as files', async () => {
    const opened: string[][] = [];
    const drop = new LogDrop(async (places) => void opened.push(places.map(String)));
    const uris = new vscode.DataTransfer();
    uris.set('text/uri-list', new vscode.DataTransferItem('# two\r\nfile:///a/b%20c.csv\r\nfile:///d.log\r\n'));
    await drop.handleDrop(undefined, uris);
    await drop.handleDrop(undefined, new vscode.DataTransfer());
    assert.deepEqual(opened, [['file:///a/b%20c.csv', 'file:///d.log'], []]);
  });
});
