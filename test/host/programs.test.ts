import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { isRunning, until } from '../support/processes.ts';
import { problemsIn, reported } from './followedRuns.ts';
import { notebookText } from '../support/notebooks.ts';
import { emptyLibrary, goldilocks } from './support.ts';

const { Global } = vscode.ConfigurationTarget;
/** A program that says who it is, starts a child, and prints losses; then waits to be ended where it is asked to. */
const program = (losses: readonly number[], waits: boolean): string => `
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open("pids", "w") as file:
    file.write(f"{os.getpid()} {child.pid}")
def optimizer(model):
    import torch
    return torch.optim.SGD(model.parameters(), lr=0.125)
for step, loss in enumerate(${JSON.stringify(losses)}):
    print(f"step {step} loss {loss} lr 0.125", flush=True)
time.sleep(${waits ? 600 : 0})
`;

describe('Run With Goldilocks', function () {
  this.timeout(60_000);
  let api: GoldilocksApi;
  let folder: string;
  let file: string;
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-run-'));
    file = path.join(folder, 'train.py');
  });
  afterEach(async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await vscode.workspace.getConfiguration('goldilocks').update('pythonPath', undefined, Global);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await emptyLibrary(api);
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the program in the editor and runs it. @returns what resolves when it has ended */
  async function run(text: string): Promise<{ readonly ended: Thenable<unknown> }> {
    await writeFile(file, '');
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
    // Typed and not saved: the command saves it.
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
    return { ended: vscode.commands.executeCommand('goldilocks.runProgram') };
  }

  async function waitForTraining(): Promise<readonly number[]> {
    await until(
      'the training is followed',
      () => api.library.active[0]?.training.runs[0]?.tracker.newest('loss') === 1,
    );
    return (await readFile(path.join(folder, 'pids'), 'utf8')).split(' ').map(Number);
  }

  async function outcome(): Promise<unknown[]> {
    const [{ folder: experiment }] = await api.library.list();
    const { overview } = await api.library.entry(experiment);
    const { record, runs } = overview!;
    const losses = Array.from(runs[0].result?.series.loss?.values ?? []);
    return [record.subject, runs[0].state, losses, runs[0].site?.key.path.split('/').at(-1)];
  }

  it('keeps the training of the file in the editor as an experiment that is tied to its rate', async () => {
    const message = await shown(async () => (await run(program([3, 2, 1], false))).ended);
    assert.equal(message, '');
    assert.deepEqual(await outcome(), ['program', 'finished', [3, 2, 1], 'train.py']);
    const pids = (await readFile(path.join(folder, 'pids'), 'utf8')).split(' ').map(Number);
    assert.deepEqual(pids.filter(isRunning), [], 'no process is left');
    const shownIn = (): vscode.Terminal[] => vscode.window.terminals.filter(({ name }) => name === 'train.py');
    const [earlier, ...others] = shownIn();
    assert.ok(earlier, 'its output stays');
    assert.deepEqual(others, []);
    await vscode.commands.executeCommand('goldilocks.runProgram');
    await until('its terminal is closed', () => !shownIn().includes(earlier));
    assert.equal(shownIn().length, 1, 'that of the next start takes its place');
  });

  it('ties the training to the rate in the settings that the program names', async () => {
    await mkdir(path.join(folder, 'conf', 'optimizer'), { recursive: true });
    await writeFile(path.join(folder, 'conf', 'train.yaml'), 'defaults:\n  - optimizer: adam\nepochs: 3\n');
    await writeFile(path.join(folder, 'conf', 'optimizer', 'adam.yaml'), '_target_: torch.optim.Adam\nlr: 0.125\n');
    const main = '# @hydra.main(config_path="conf", config_name="train")\n';
    await (
      await run(main + program([3, 2, 1], false).replace('lr=0.125', 'lr=config.optimizer.lr'))
    ).ended;
    assert.deepEqual(await outcome(), ['program', 'finished', [3, 2, 1], 'adam.yaml']);
  });

  it('runs all cells of the notebook in the editor, and ties the training to the rate in its cell', async () => {
    const [optimizer, training] = program([3, 2, 1], false).split(/^(?=for )/m);
    const cells = ['# A training of 3 steps', optimizer, training];
    file = path.join(folder, 'train.ipynb');
    await writeFile(file, notebookText(cells));
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(vscode.Uri.file(file)));
    assert.equal(await shown(() => vscode.commands.executeCommand('goldilocks.runNotebook')), '');
    assert.deepEqual(await outcome(), ['program', 'finished', [3, 2, 1], 'train.ipynb']);
    const [{ overview }] = await api.library.list();
    assert.equal(overview?.runs[0].site?.key.cell, 'cell-1');
    assert.equal(await readFile(file, 'utf8'), notebookText(cells));
    assert.ok(
      vscode.window.terminals.some(({ name }) => name === 'train.ipynb'),
      'its output stays',
    );
  });

  it('leaves no experiment of a program that trains nothing', async () => {
    await (
      await run('print("hello")\n')
    ).ended;
    assert.deepEqual(await api.library.list(), []);
    assert.ok(
      vscode.window.terminals.some(({ name }) => name === 'train.py'),
      'its output stays',
    );
  });

  it('keeps what another program of the same name has printed', async () => {
    const terminals = (): readonly vscode.Terminal[] =>
      vscode.window.terminals.filter(({ name }) => name === 'train.py');
    await (
      await run('print("hello")\n')
    ).ended;
    const [other] = terminals();
    await mkdir(path.join(folder, 'baseline'));
    file = path.join(folder, 'baseline', 'train.py');
    await (
      await run('print("hello")\n')
    ).ended;
    await vscode.commands.executeCommand('goldilocks.runProgram');
    await until('the terminal of its first start is closed', () => terminals().length === 2);
    assert.ok(terminals().includes(other));
  });

  const ways: ReadonlyArray<readonly [string, () => void]> = [
    ['Ctrl+C in its terminal', () => terminalOf().sendText('\x03', false)],
    ['closing its terminal', () => terminalOf().dispose()],
    ['cancelling the experiment', () => api.library.cancelAll()],
  ];
  const terminalOf = (): vscode.Terminal => vscode.window.terminals.find(({ name }) => name === 'train.py')!;
  for (const [way, end] of ways)
    it(`ends the program with its children on ${way}`, async () => {
      const { ended } = await run(program([3, 2, 1], true));
      const pids = await waitForTraining();
      assert.deepEqual(pids.filter(isRunning), pids);
      end();
      await ended;
      assert.deepEqual((await outcome()).slice(0, 3), ['program', 'cancelled', [3, 2, 1]]);
      assert.deepEqual(pids.filter(isRunning), [], 'no process is left');
    });

  it('ends the program by the quick fix at the rate with which its loss became NaN', async () => {
    const losses = 'for step, loss in enumerate([2 * 1.6 ** n if n < 40 else float("nan") for n in range(60)]):';
    const { ended } = await run(program([], true).replace('for step, loss in enumerate([]):', losses));
    const { document } = vscode.window.activeTextEditor!;
    await reported(document.uri, 'nan');
    const stopFixes = async (): Promise<vscode.CodeAction[]> => {
      const [{ range }] = problemsIn(document.uri);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      return actions.filter(({ title }) => title === 'Stop the run');
    };
    const [{ command }] = await stopFixes();
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
    await ended;
    const pids = (await readFile(path.join(folder, 'pids'), 'utf8')).split(' ').map(Number);
    assert.deepEqual(pids.filter(isRunning), [], 'no process is left');
    assert.equal((await outcome())[1], 'cancelled');
    await reported(document.uri, 'nan');
    assert.deepEqual(await stopFixes(), []);
  });

  /** The message that the command shows. */
  async function shown(work: () => Thenable<unknown>): Promise<string> {
    const { showErrorMessage } = vscode.window;
    let text = '';
    const replaced = vscode.window as { showErrorMessage: unknown };
    replaced.showErrorMessage = async (message: string) => void (text = message);
    try {
      await work();
    } finally {
      replaced.showErrorMessage = showErrorMessage;
    }
    return text;
  }

  it('says what to do where there is no such Python', async () => {
    await vscode.workspace.getConfiguration('goldilocks').update('pythonPath', path.join(folder, 'no-python'), Global);
    const message = await shown(async () => (await run('print(1)\n')).ended);
    assert.match(message, /no-python" was not found.*goldilocks\.pythonPath/);
    assert.deepEqual(await api.library.list(), []);
  });

  it('refuses a file without a name and one that is not Python', async () => {
    const message = async (language: string): Promise<string> => {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content: '1\n' }));
      return shown(() => vscode.commands.executeCommand('goldilocks.runProgram'));
    };
    assert.match(await message('python'), /no name yet\. Save it/);
    assert.match(await message('json'), /No Python file or Jupyter notebook is open/);
  });
});
