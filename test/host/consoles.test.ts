import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOverview } from '../../src/domain/experiment.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { emptyLibrary, ended, goldilocks } from './support.ts';

/** Milliseconds for what other extensions have to start. */
const LONG_WAIT = 120_000;

/** What a training of these losses prints. */
const linesOf = (losses: readonly number[], first = 1): string =>
  losses.map((loss, index) => `step ${first + index} | loss ${loss}\n`).join('');

/** The experiment that was followed, once it has ended. */
async function followed(api: GoldilocksApi): Promise<ExperimentOverview> {
  await until('a training is followed', async () => (await api.library.list()).length > 0, LONG_WAIT);
  const [{ folder }] = await api.library.list();
  return ended(api, folder);
}

/** What one run of an experiment has measured, and how it ended. */
function outcomeOf({ record, runs: [{ state, result }] }: ExperimentOverview): unknown[] {
  return [record.name, state, result?.reason, Array.from(result?.series.loss?.values ?? [])];
}

describe('the debug console', function () {
  // The debugger of VS Code starts a program of its own.
  this.timeout(LONG_WAIT);
  let api: GoldilocksApi;
  let folder: string;
  before(async () => {
    api = await goldilocks();
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-debug-'));
  });
  after(async () => {
    await emptyLibrary(api);
    await rm(folder, { recursive: true, force: true });
  });

  it('is followed while a program is debugged', async () => {
    const program = path.join(folder, 'train.js');
    await writeFile(program, `process.stdout.write(${JSON.stringify(linesOf([3, 2, 1]))});\n`);
    await vscode.debug.startDebugging(undefined, {
      type: 'node',
      request: 'launch',
      name: 'train.js',
      program,
      console: 'internalConsole',
      outputCapture: 'std',
    });
    const [, state, , losses] = outcomeOf(await followed(api));
    assert.deepEqual([state, losses], ['finished', [3, 2, 1]]);
  });
});

describe('a notebook', function () {
  this.timeout(LONG_WAIT);
  const type = 'jupyter-notebook';
  let api: GoldilocksApi;
  let controller: vscode.NotebookController;
  const selected = new Set<vscode.NotebookDocument>();
  let notebook: vscode.NotebookDocument;
  before(async () => {
    api = await goldilocks();
    controller = vscode.notebooks.createNotebookController('goldilocks-test', type, 'Test Kernel');
    // VS Code may select it again by itself for the next notebook.
    controller.onDidChangeSelectedNotebooks((change) => {
      if (change.selected) selected.add(change.notebook);
    });
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'train()', 'python');
    notebook = await vscode.workspace.openNotebookDocument(type, new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    const { id: extension } = vscode.extensions.getExtension('goldilocks.goldilocks')!;
    await vscode.commands.executeCommand('notebook.selectKernel', { id: controller.id, extension });
    await until('the kernel is selected', () => selected.has(notebook));
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));
  after(async () => {
    await emptyLibrary(api);
    controller.dispose();
  });

  const stdout = (text: string): vscode.NotebookCellOutputItem => vscode.NotebookCellOutputItem.stdout(text);

  /** Runs the cell with what a kernel would do. */
  async function run(work: (execution: vscode.NotebookCellExecution) => Promise<boolean>): Promise<void> {
    const execution = controller.createNotebookCellExecution(notebook.cellAt(0));
    execution.start(Date.now());
    execution.end(await work(execution), Date.now());
  }

  it('has its training followed while the cell prints', async () => {
    await run(async (execution) => {
      const output = new vscode.NotebookCellOutput([stdout(linesOf([3]))]);
      await execution.appendOutput(output);
      await execution.appendOutputItems(stdout(linesOf([2], 2)), output);
      await until('the training is followed', () => api.library.active.length === 1);
      const { training } = api.library.active[0];
      await until('it has measured', () => training.runs.at(0)?.tracker.newest('loss') === 2);
      await execution.appendOutputItems(stdout(linesOf([1], 3)), output);
      return true;
    });
    const [name, ...outcome] = outcomeOf(await followed(api));
    assert.match(String(name), /, cell 1$/);
    assert.deepEqual(outcome, ['finished', null, [3, 2, 1]]);
  });

  it('tells the exception that has ended the cell', async () => {
    await run(async (execution) => {
      const error = vscode.NotebookCellOutputItem.error(new RangeError('No memory left.'));
      await execution.appendOutput([
        new vscode.NotebookCellOutput([stdout(linesOf([3, 2, 1]))]),
        new vscode.NotebookCellOutput([error]),
      ]);
      return false;
    });
    const [, ...outcome] = outcomeOf(await followed(api));
    assert.deepEqual(outcome, ['failed', 'The cell ended with an error: RangeError: No memory left.', [3, 2, 1]]);
  });

  it('is followed through a bar that is drawn in place', async () => {
    await run(async (execution) => {
      const bar = (done: number, loss: number): string => ` ${done}0%|##| ${done}/10 [00:01, 1.0it/s, loss=${loss}]`;
      const output = new vscode.NotebookCellOutput([stdout(bar(1, 3))]);
      await execution.appendOutput(output);
      await execution.replaceOutputItems(stdout(bar(2, 2)), output);
      await execution.replaceOutputItems(stdout(bar(3, 1)), output);
      return true;
    });
    const [, , , losses] = outcomeOf(await followed(api));
    assert.deepEqual(losses, [3, 2, 1]);
  });

  it('is followed through a table that is displayed anew with each row', async () => {
    await run(async (execution) => {
      const row = (step: number, loss: number): string => `<tr><td>${step}</td><td>${loss}</td></tr>`;
      const table = (rows: string): vscode.NotebookCellOutputItem[] => [
        vscode.NotebookCellOutputItem.text('<IPython.core.display.HTML object>', 'text/plain'),
        vscode.NotebookCellOutputItem.text(
          `<progress value='1' max='3'></progress><table><tr><th>Step</th><th>Training Loss</th></tr>${rows}</table>`,
          'text/html',
        ),
      ];
      const output = new vscode.NotebookCellOutput(table(row(10, 3)));
      await execution.appendOutput(output);
      await execution.replaceOutputItems(table(row(10, 3) + row(20, 2)), output);
      await execution.replaceOutputItems(table(row(10, 3) + row(20, 2) + row(30, 1)), output);
      return true;
    });
    const [, , , losses] = outcomeOf(await followed(api));
    assert.deepEqual(losses, [3, 2, 1]);
  });

  it('has a training ended whose cell is deleted', async () => {
    const execution = controller.createNotebookCellExecution(notebook.cellAt(0));
    execution.start(Date.now());
    const output = new vscode.NotebookCellOutput([stdout(linesOf([3]))]);
    await execution.appendOutput(output);
    await execution.appendOutputItems(stdout(linesOf([2, 1], 2)), output);
    await until('the training is followed', () => api.library.active.length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
    await vscode.workspace.applyEdit(edit);
    execution.end(false, Date.now());
    const [, ...outcome] = outcomeOf(await followed(api));
    assert.deepEqual(outcome, ['cancelled', 'The cell was deleted.', [3, 2, 1]]);
  });

  it('adds nothing for a cell that trains nothing', async () => {
    await run(async (execution) => {
      await execution.appendOutput(new vscode.NotebookCellOutput([stdout('Nothing trains here.\n')]));
      return true;
    });
    assert.deepEqual(await api.library.list(), []);
    assert.equal(api.library.active.length, 0);
  });
});
