import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isEndState } from '../../src/domain/run.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { isRunning, until } from '../support/processes.ts';
import { notebookText } from '../support/notebooks.ts';
import { reported } from './followedRuns.ts';
import { emptyLibrary, ended, goldilocks, statesOf } from './support.ts';

/** Descends a parabola with no framework, which needs a rate below 2; leaves a file behind, and says who it is. */
const PROGRAM = `import os, sys, time
with open("pids", "a") as file:
    file.write(f"{os.getpid()}\\n")
with open("saved.txt", "w") as file:
    file.write("weights")
learning_rate = 3.0
weight = 1.0
for step in range(80):
    loss = weight * weight + 0.01
    print(f"step {step} loss {loss}", flush=True)
    weight -= learning_rate * weight
    if "--slow" in sys.argv:
        time.sleep(600)
`;
const RATE_LINE = 5;
/** The same with its rate in a file of its own. */
const CONFIGURED = PROGRAM.replace(
  'learning_rate = 3.0',
  'import json\nconfig = json.load(open("config.json"))',
).replace('learning_rate * weight', 'config["lr"] * weight');
/** Where stand-ins of frameworks are. */
const frameworksFolder = (): string => {
  const { extensionPath } = vscode.extensions.getExtension('goldilocks.goldilocks')!;
  return path.join(extensionPath, 'test', 'support', 'python', 'frameworks');
};
const SETTINGS = '{\n  "optimizer": "sgd",\n  "lr": 3.0\n}\n';

describe('experiments with the program in the editor', function () {
  this.timeout(120_000);
  let api: GoldilocksApi;
  let folder: string;
  let document: vscode.TextDocument;
  const stubs = vscode.window as unknown as Record<'showQuickPick' | 'showInputBox' | 'showErrorMessage', unknown>;
  const { showQuickPick, showInputBox, showErrorMessage } = stubs;
  const originals = { showQuickPick, showInputBox, showErrorMessage };
  let questions: {
    readonly labels: readonly string[];
    readonly costs: readonly string[];
    readonly placeHolder: string;
  }[];
  let messages: string[];

  before(async () => {
    api = await goldilocks();
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-program-'));
    await writeFile(path.join(folder, 'train.py'), PROGRAM);
    document = await vscode.workspace.openTextDocument(path.join(folder, 'train.py'));
    await vscode.window.showTextDocument(document);
    questions = [];
    messages = [];
    stubs.showErrorMessage = async (message: string) => void messages.push(message);
  });
  afterEach(async () => {
    Object.assign(stubs, originals);
    await emptyLibrary(api);
    for (const terminal of vscode.window.terminals) terminal.dispose();
    while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0))
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await rm(folder, { recursive: true, force: true });
  });

  /** Answers the next questions: with the item whose label holds the text; the last answer counts from then on. */
  function answer(...labels: readonly string[]): void {
    const answers = [...labels];
    stubs.showQuickPick = async (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
      questions.push({
        labels: items.map(({ label }) => label),
        costs: items.map(({ description }) => description ?? ''),
        placeHolder: options.placeHolder ?? '',
      });
      const label = answers.shift();
      return items.find((item) => label !== undefined && item.label.includes(label));
    };
  }

  async function start(command: string): Promise<string> {
    const started = await vscode.commands.executeCommand<string | undefined>(`goldilocks.${command}`);
    assert.ok(started, messages.join());
    return started;
  }

  async function lenses({ uri } = document): Promise<string[]> {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    return all.map(({ command }) => command?.title ?? '');
  }

  async function actions(shown = document, line = RATE_LINE): Promise<vscode.CodeAction[]> {
    const at = shown.lineAt(line).range.end.translate(0, -1);
    const range = new vscode.Range(at, at);
    return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', shown.uri, range);
  }

  /** A program with its rate in settings, beside another one. */
  async function openSettings(program = CONFIGURED): Promise<vscode.TextDocument> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), program);
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await writeFile(path.join(folder, 'apart.py'), 'print("no training")\n');
    await writeFile(path.join(folder, 'config.json'), SETTINGS);
    const settings = await vscode.workspace.openTextDocument(path.join(folder, 'config.json'));
    await vscode.window.showTextDocument(settings);
    return settings;
  }

  it('lead from a rate that diverges to one that trains well, without typing a number', async () => {
    await vscode.commands.executeCommand('goldilocks.runProgram');
    await reported(document.uri, 'exploding');
    assert.ok((await lenses()).includes('Sweep rates of this program'));
    answer('Search');
    const searched = await start('sweepProgram');
    // After a run whose rate is to blame, the search comes first.
    assert.match(questions[0].labels[0], /Search/);
    assert.match(questions[0].placeHolder, /train\.py, each run in a temporary copy/);
    const { record, runs } = await ended(api, searched);
    assert.equal(record.kind, 'program-sweep');
    assert.equal(runs[0].facts.rate, 3);
    await until('the lens tells it', async () =>
      (await lenses()).some((title) => title.startsWith('measured on this')),
    );
    const [fix] = (await actions()).filter(({ title }) => title.startsWith('Change the rate to'));
    assert.match(fix.title, /suggested by runs of this program$/);
    assert.equal(fix.isPreferred, true);
    await vscode.workspace.applyEdit(fix.edit!);
    const rate = Number(document.lineAt(RATE_LINE).text.split('=')[1]);
    assert.ok(rate > 0 && rate < 2, `${rate} was written`);
    await reported(document.uri);
    await vscode.commands.executeCommand('goldilocks.runProgram');
    assert.deepEqual(messages, []);
    const [{ overview }] = await api.library.list();
    assert.equal(overview?.record.kind, 'training');
    assert.equal(overview.runs[0].result?.findings[0].symptom, 'healthy');
    answer();
    await vscode.commands.executeCommand('goldilocks.findProgramRate');
    assert.match(questions.at(-1)!.costs[0], /^at most 6 runs, about .+ in all$/);
    await vscode.commands.executeCommand('goldilocks.sweepProgram');
    assert.match(questions.at(-1)!.costs[0], /^at most 5 runs, each up to about .+$/);
    assert.deepEqual(messages, []);
  });

  it('sweep rates around the one in the code, each in a copy of the folder', async () => {
    answer('Sweep rates around 3');
    const overview = await ended(api, await start('sweepProgram'));
    assert.deepEqual(
      overview.runs.map(({ facts }) => facts.rate).sort((a, b) => a! - b!),
      [0.3, 0.95, 3, 9.5, 30],
    );
    assert.ok(statesOf(overview).every((state) => state === 'finished' || state === 'pruned'));
    assert.deepEqual(await readdir(folder), ['train.py']);
    assert.equal(overview.runs[0].site?.key.path.split('/').at(-1), 'train.py');
  });

  it('sweep a rate in settings with the program that reads them, and write the best one there', async () => {
    const settings = await openSettings();
    const lens = (await lenses(settings)).filter((title) => title === 'Sweep rates of its program');
    assert.equal(lens.length, 1);
    answer('train.py', 'Sweep rates around 3');
    const given = [settings.uri.toString(), 3, 9];
    const started = await vscode.commands.executeCommand<string>('goldilocks.sweepProgram', ...given);
    assert.ok(started, messages.join());
    const [programs, starts] = questions;
    assert.deepEqual(programs.labels, ['train.py', 'apart.py']);
    assert.match(starts.placeHolder, /train\.py, each run in a temporary copy/);
    assert.ok(!starts.labels.some((label) => label.includes('the folder itself')), 'settings change only in a copy');
    const overview = await ended(api, started);
    assert.deepEqual(
      overview.runs.map(({ facts }) => facts.rate).sort((a, b) => a! - b!),
      [0.3, 0.95, 3, 9.5, 30],
    );
    assert.ok(statesOf(overview).every((state) => state === 'finished' || state === 'pruned'));
    assert.equal(await readFile(settings.uri.fsPath, 'utf8'), SETTINGS);
    await until('the lens tells it', async () =>
      (await lenses(settings)).some((title) => title.startsWith('measured on this program')),
    );
    const [fix] = (await actions(settings, 2)).filter(({ title }) => title.startsWith('Change the rate to'));
    await vscode.workspace.applyEdit(fix.edit!);
    const rate = (JSON.parse(settings.getText()) as { lr: number }).lr;
    assert.ok(rate > 0 && rate < 2, `${rate} was written`);
  });

  it('find the rate of settings, and know a program that was run before', async () => {
    const settings = await openSettings();
    stubs.showInputBox = async () => '--verbose';
    answer('train.py', 'Arguments', 'Find a rate');
    const given = [settings.uri.toString(), 3, 9];
    const first = await ended(api, await vscode.commands.executeCommand('goldilocks.findProgramRate', ...given));
    assert.equal(first.record.kind, 'program-test');
    assert.equal(first.runs[0].site?.key.path.split('/').at(-1), 'config.json');
    answer('Find a rate');
    const second = await ended(api, await vscode.commands.executeCommand('goldilocks.findProgramRate', ...given));
    assert.equal(second.record.name, 'python3 train.py --verbose');
    assert.equal(questions.length, 4);
  });

  it('sweep the rate in the settings that the program names', async () => {
    await openSettings();
    await vscode.window.showTextDocument(document);
    answer('Sweep rates around 3');
    const overview = await ended(api, await start('sweepProgram'));
    assert.equal(overview.runs[0].site?.key.path.split('/').at(-1), 'config.json');
    assert.ok(statesOf(overview).every((state) => state === 'finished' || state === 'pruned'));
  });

  it('ask and save nothing in Restricted Mode', async () => {
    const settings = await openSettings();
    answer();
    const trust = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted')!;
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    try {
      await vscode.commands.executeCommand('goldilocks.sweepProgram', settings.uri.toString(), 3, 9);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trust);
    }
    assert.match(messages.join(), /Restricted Mode/);
    assert.deepEqual(questions, []);
  });

  it('say before runs that a large folder is copied for each', async () => {
    const settings = await openSettings();
    await writeFile(path.join(folder, 'data.bin'), '');
    await truncate(path.join(folder, 'data.bin'), 201 << 20);
    answer('train.py');
    await vscode.commands.executeCommand('goldilocks.sweepProgram', settings.uri.toString(), 3, 9);
    assert.match(questions[1].placeHolder, /in a temporary copy of .*, a large folder that takes a while to copy$/);
  });

  it('offer the program beside settings also among hundreds of others', async () => {
    const settings = await openSettings();
    for (let index = 0; index < 250; index++) await writeFile(path.join(folder, `a${index}.py`), '');
    answer();
    await vscode.commands.executeCommand('goldilocks.sweepProgram', settings.uri.toString(), 3, 9);
    const [{ labels }] = questions;
    assert.equal(labels[0], 'train.py');
    assert.equal(labels.length, 252);
  });

  it('sweep the rate in the settings that other arguments name', async () => {
    await openSettings(CONFIGURED.replace('"config.json"', 'sys.argv[1] if len(sys.argv) > 1 else "config.json"'));
    await writeFile(path.join(folder, 'other.json'), SETTINGS.replace('3.0', '1.0'));
    await vscode.window.showTextDocument(document);
    stubs.showInputBox = async () => 'other.json';
    answer('Arguments', 'Sweep rates around 3', 'Sweep rates around 1');
    const overview = await ended(api, await start('sweepProgram'));
    assert.equal(overview.runs[0].site?.key.path.split('/').at(-1), 'other.json');
    assert.deepEqual(
      overview.runs.map(({ facts }) => facts.rate).sort((a, b) => a! - b!),
      [0.1, 0.32, 1, 3.2, 10],
    );
  });

  it('say where else the rate may be that is neither in a program nor in its settings', async () => {
    const settings = await openSettings();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(settings.uri, new vscode.Range(0, 0, settings.lineCount, 0), '{}\n');
    await vscode.workspace.applyEdit(edit);
    await settings.save();
    answer('train.py');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('goldilocks.sweepProgram');
    assert.match(messages.join(), /train\.py has no learning rate .* put the cursor on it there/);
    await vscode.commands.executeCommand('goldilocks.sweepProgram', settings.uri);
    assert.match(messages.at(-1)!, /config\.json has no learning rate that can be replaced\. Start the command in/);
  });

  it('say that no program is beside settings', async () => {
    const settings = await openSettings();
    for (const name of ['train.py', 'apart.py']) await rm(path.join(folder, name));
    answer();
    await vscode.commands.executeCommand('goldilocks.findProgramRate', settings.uri.toString(), 3, 9);
    assert.match(messages.join(), /has no Python file or Jupyter notebook that could read config\.json\./);
  });

  it('sweep the rate in a cell of a notebook, from above the cell and from the toolbar', async () => {
    const [setup, train] = PROGRAM.split('learning_rate = 3.0\n');
    const cells = ['base_lr = 0.1', `${setup}learning_rate = 3.0`, train];
    const file = vscode.Uri.file(path.join(folder, 'train.ipynb'));
    await writeFile(file.fsPath, notebookText(cells));
    const notebook = await vscode.workspace.openNotebookDocument(file);
    await vscode.window.showNotebookDocument(notebook);
    // The lens stands where the rate is used, which is in another cell than its number.
    const [, written, used] = notebook.getCells().map(({ document: { uri } }) => uri);
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', used, 10);
    const lens = all.filter(({ command }) => command?.title === 'Sweep rates of this program');
    assert.equal(lens.length, 1);
    answer('Sweep rates around 3');
    const given = lens[0].command!.arguments as unknown[];
    assert.equal(given[0], written.toString());
    const started = await vscode.commands.executeCommand<string>('goldilocks.sweepProgram', ...given);
    assert.ok(started, messages.join());
    const overview = await ended(api, started);
    assert.deepEqual(
      overview.runs.map(({ facts }) => facts.rate).sort((a, b) => a! - b!),
      [0.3, 0.95, 3, 9.5, 30],
    );
    const states = overview.runs.map(({ state, result }) => `${state} ${result?.reason ?? ''}`);
    assert.ok(
      states.every((state) => /^(finished|pruned)/.test(state)),
      states.join('\n'),
    );
    assert.equal(overview.runs[0].site?.key.cell, 'cell-1');
    assert.deepEqual((await readdir(folder)).sort(), ['train.ipynb', 'train.py']);
    assert.equal(await readFile(file.fsPath, 'utf8'), notebookText(cells));
    await vscode.commands.executeCommand('goldilocks.sweepProgram', { notebookEditor: { notebookUri: file } });
    assert.match(messages.join(), /train\.ipynb has several learning rates\. Put the cursor on the one to sweep\./);
  });

  it('run in the folder itself where the user wants it, and end with their programs on Ctrl+C', async () => {
    stubs.showInputBox = async () => '--slow';
    answer('Arguments', 'the folder itself', 'Sweep rates');
    const started = await start('sweepProgram');
    assert.match(questions[2].placeHolder, /train\.py --slow, in .* itself, where runs may overwrite files/);
    const file = path.join(folder, 'pids');
    await until('a program runs', async () => (await readFile(file, 'utf8').catch(() => '')).endsWith('\n'));
    const pids = (await readFile(file, 'utf8')).trim().split('\n').map(Number);
    assert.deepEqual(pids.filter(isRunning), pids);
    vscode.window.terminals.find(({ name }) => name === 'train.py')!.sendText('\x03', false);
    const overview = await ended(api, started);
    assert.deepEqual(new Set(statesOf(overview)), new Set(['cancelled']));
    assert.deepEqual(pids.filter(isRunning), [], 'no process is left');
    assert.ok((await readdir(folder)).includes('saved.txt'));
  });

  it('find says why it is refused where no framework is followed', async () => {
    answer('Find a rate');
    const overview = await ended(api, await start('findProgramRate'));
    assert.equal(questions[0].costs[0], 'at most 6 runs');
    assert.equal(overview.record.kind, 'program-test');
    assert.deepEqual(statesOf(overview), ['failed', 'failed'], 'a third would change nothing');
    assert.match(overview.runs[0].result?.reason ?? '', /the probe can't follow this program/);
    assert.equal(overview.runs[0].site?.text, '3.0');
  });

  it('find tests a program again that has fewer steps than the test', async () => {
    const lengths = path.join(folder, 'lengths');
    const short = [
      `import sys\nsys.path.insert(0, ${JSON.stringify(frameworksFolder())})\nimport torch`,
      'optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.5)',
      `length, *rest = open(${JSON.stringify(lengths)}).read().split()`,
      `open(${JSON.stringify(lengths)}, "w").write(" ".join(rest) or length)`,
      'for step in range(int(length)):\n    torch.Tensor(1 / (step + 1)).backward()\n    optimizer.step()\n',
    ];
    // As with early stopping.
    await writeFile(lengths, '60 50');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), short.join('\n'));
    await vscode.workspace.applyEdit(edit);
    answer('Find a rate');
    const first = await start('findProgramRate');
    await until('the test has ended that was started again', async () => {
      const [{ folder: newest, overview }] = await api.library.list();
      return newest !== first && overview!.runs.every(({ state }) => state === 'finished');
    });
    const all = await api.library.list();
    assert.equal(all.length, 1, 'nothing is left of the one that was too long');
    assert.equal((all[0].overview!.record.choice as { steps: number }).steps, 50);
    assert.deepEqual(messages, []);
  });

  it('find a rate for a notebook, and write it into its cell', async () => {
    const setup = [
      `import sys\nsys.path.insert(0, ${JSON.stringify(frameworksFolder())})\nimport torch\nweight = 1.0`,
      // The probe has set the rate by then.
      'def move(optimizer, *_):\n    global weight\n    weight -= 2 * optimizer.param_groups[0]["lr"] * weight',
      'torch.optim.optimizer.register_optimizer_step_pre_hook(move)',
    ];
    const cells = [
      setup.join('\n'),
      'optimizer = torch.optim.SGD([torch.Tensor(0)], lr=3.0)',
      'for step in range(400):\n    torch.Tensor(weight * weight + 0.01).backward()\n    optimizer.step()',
    ];
    const file = vscode.Uri.file(path.join(folder, 'train.ipynb'));
    await writeFile(file.fsPath, notebookText(cells));
    const notebook = await vscode.workspace.openNotebookDocument(file);
    await vscode.window.showNotebookDocument(notebook);
    answer('Find a rate');
    const toolbar = { notebookEditor: { notebookUri: file } };
    const started = await vscode.commands.executeCommand<string>('goldilocks.findProgramRate', toolbar);
    assert.ok(started, messages.join());
    const test = await ended(api, started);
    assert.deepEqual(statesOf(test), ['finished', 'finished']);
    await until('the confirmation has ended', async () => {
      const [{ overview }] = await api.library.list();
      return overview!.record.kind === 'program-sweep' && overview!.runs.every(({ state }) => isEndState(state));
    });
    const cell = notebook.cellAt(1).document;
    // Only what is in view has lenses.
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
    await until('the lens tells it', async () =>
      (await lenses(cell)).some((title) => title.startsWith('measured on this program')),
    );
    const [fix] = (await actions(cell, 0)).filter(({ title }) => title.startsWith('Change the rate to'));
    await vscode.workspace.applyEdit(fix.edit!);
    const rate = Number(/lr=([\d.e-]+)/.exec(cell.getText())?.[1]);
    assert.ok(rate > 0.005 && rate < 1, cell.getText());
    assert.equal(await readFile(file.fsPath, 'utf8'), notebookText(cells), 'nothing is saved that was not asked for');
  });

  it('tie a range test to none of several rates', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'base_lr = 0.1\n');
    await vscode.workspace.applyEdit(edit);
    answer('Find a rate');
    const given = [document.uri.toString(), 1, 11];
    const started = await vscode.commands.executeCommand<string>('goldilocks.findProgramRate', ...given);
    const several = await ended(api, started);
    assert.ok(several.runs.length >= 2);
    for (const { site } of several.runs) assert.equal(site, undefined);
  });

  it('start nothing when the user gives up, and where the arguments set the rate', async () => {
    answer();
    assert.equal(await vscode.commands.executeCommand('goldilocks.sweepProgram'), undefined);
    stubs.showInputBox = async () => '--lr 0.5';
    answer('Arguments', 'Sweep rates');
    assert.equal(await vscode.commands.executeCommand('goldilocks.sweepProgram'), undefined);
    assert.match(messages.join(), /arguments of the program set its learning rate/);
    assert.deepEqual(await api.library.list(), []);
  });

  it('ask to put the cursor on a rate where there are several', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'base_lr = 0.1\n');
    await vscode.workspace.applyEdit(edit);
    vscode.window.activeTextEditor!.selection = new vscode.Selection(1, 0, 1, 0);
    answer();
    await vscode.commands.executeCommand('goldilocks.sweepProgram');
    assert.match(messages.join(), /train\.py has several learning rates\. Put the cursor on the one to sweep\./);
    vscode.window.activeTextEditor!.selection = new vscode.Selection(0, 11, 0, 11);
    await vscode.commands.executeCommand('goldilocks.sweepProgram');
    assert.match(questions[0].labels[0], /around 0\.1/);
  });

  it('remember the arguments for the next run', async () => {
    stubs.showInputBox = async () => '--note "two words"';
    await vscode.commands.executeCommand('goldilocks.runProgramWithArguments');
    await vscode.commands.executeCommand('goldilocks.runProgram');
    const names = (await api.library.list()).map(({ overview }) => overview?.record.name);
    assert.deepEqual(names, Array(2).fill('python3 train.py --note "two words"'));
  });
});
