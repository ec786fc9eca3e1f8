import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../support/processes.ts';
import { goldilocks } from './support.ts';

const TORCH = 'import torch\n';
const ADAM = `${TORCH}optimizer = torch.optim.Adam(model.parameters(), lr=0.1)\n`;

describe('hovers on rates', () => {
  before(() => goldilocks());
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** The hovers of the extension at the first place where a text stands. */
  async function hoversAt(document: vscode.TextDocument, text: string): Promise<vscode.MarkdownString[]> {
    const offset = document.getText().indexOf(text);
    assert.ok(offset >= 0, text);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(offset),
    );
    return hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .filter(({ value }) => value.includes('Learning rate'));
  }

  async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
    const hovers = await hoversAt(document, text);
    assert.equal(hovers.length, 1, `one hover on ${text}`);
    return hovers[0].value;
  }

  const untitled = (language: string, content: string): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument({ language, content });

  /** What the pictures of a hover draw. */
  const pictures = (hover: string): string[] =>
    [...hover.matchAll(/data:image\/svg\+xml;base64,([\w+/=]+)/g)].map(([, data]) =>
      Buffer.from(data, 'base64').toString(),
    );

  async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const start = document.getText().indexOf(before);
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(start), document.positionAt(start + before.length)),
      after,
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('explain the rate of a Python file, with a picture of where it stands', async () => {
    const [file] = await vscode.workspace.findFiles('train.py');
    const document = await vscode.workspace.openTextDocument(file);
    const hover = await hoverAt(document, '0.001');
    assert.match(hover, /^Learning rate \*\*0\\\.001\*\* · Adam · PyTorch · \*\*usual\*\*/);
    assert.match(hover, /!\[0\.001 on a log scale; usual are/);
    assert.match(pictures(hover)[0], /^<svg [^]*default 0\.001/);
    assert.deepEqual(await hoversAt(document, 'import'), []);
  });

  it('explain an unsaved file, and a default that nobody wrote', async () => {
    assert.match(await hoverAt(await untitled('python', ADAM), '0.1'), /Adam · PyTorch · \*\*high\*\*/);
    const keras = await untitled(
      'python',
      'import keras\nmodel.compile(optimizer=keras.optimizers.Adam(), loss="mse")\n',
    );
    assert.match(await hoverAt(keras, 'keras.optimizers'), /^Learning rate \*\*0\\\.001\*\* by default · Adam · Keras/);
  });

  it('explain TensorFlow.js', async () => {
    const document = await untitled(
      'javascript',
      "import * as tf from '@tensorflow/tfjs';\nconst optimizer = tf.train.adam(0.01);\n",
    );
    assert.match(await hoverAt(document, '0.01'), /adam · TensorFlow\\\.js · \*\*on the high side\*\*/);
  });

  it('know in one cell of a notebook what another one says', async () => {
    const cell = (text: string): vscode.NotebookCellData =>
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const prose = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'At a rate of `lr=0.5` …', 'markdown');
    const data = new vscode.NotebookData([
      prose,
      cell('import torch\nrate = 0.3'),
      cell('optimizer = torch.optim.SGD(model.parameters(), lr=rate)'),
    ]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    const [markup, constant, use] = notebook.getCells().map(({ document }) => document);
    assert.match(await hoverAt(constant, '0.3'), /SGD · PyTorch/);
    assert.deepEqual(await hoversAt(markup, '0.5'), []);
    assert.match(await hoverAt(use, 'rate)'), /SGD · PyTorch[^]*Set in cell 2, line 2\]\(command:/);
  });

  it('explain a rate where it is used, and lead to where it is written', async () => {
    const document = await untitled('python', `${TORCH}LR = 0.25\nsgd = torch.optim.SGD(p, lr=LR)\n`);
    const [{ value }] = await hoversAt(document, 'LR)');
    assert.match(value, /^Learning rate \*\*0\\\.25\*\* · SGD · PyTorch · \*\*usual\*\*/);
    const [, argument] = /Set on line 2\]\(command:goldilocks\.showRate\?([^)]+)\)/.exec(value) ?? [];
    await vscode.commands.executeCommand(
      'goldilocks.showRate',
      ...(JSON.parse(decodeURIComponent(argument)) as unknown[]),
    );
    await until('the place is shown', () => {
      const { document: shown, selection } = vscode.window.activeTextEditor ?? {};
      return shown?.uri.toString() === document.uri.toString() && selection?.active.line === 1;
    });
    assert.equal(vscode.window.activeTextEditor?.selection.active.character, 'LR = '.length);
    assert.equal(await hoverAt(document, 'LR = '), await hoverAt(document, '0.25'), 'no link to its own line');
  });

  it('explain a schedule', async () => {
    const document = await untitled(
      'python',
      `${TORCH}from torch.optim.lr_scheduler import StepLR\nsgd = torch.optim.SGD(p, lr=0.1)\ns = StepLR(sgd, step_size=9)\nfor epoch in range(30):\n    s.step()\n`,
    );
    for (const place of ['StepLR(', 'step_size', '9)']) {
      const hover = await hoverAt(document, place);
      assert.match(hover, /^Learning rate schedule \*\*StepLR\*\* · PyTorch/);
      assert.match(hover, /Multiplies the rate by 0\\\.1 every 9 epochs/);
      assert.match(pictures(hover)[0], />36 epochs</);
    }
  });

  it('follow what is typed, saved or not', async () => {
    const document = await untitled('python', ADAM);
    await hoverAt(document, '0.1');
    await replace(document, 'Adam', 'SGD');
    assert.match(await hoverAt(document, '0.1'), /SGD · PyTorch · \*\*usual\*\*/);
    await replace(document, 'lr=0.1', 'weight_decay=0.1');
    assert.deepEqual(await hoversAt(document, '0.1'), []);
  });

  it('are silent in views of git, in output and in what is no code', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('git', {
      provideTextDocumentContent: () => ADAM,
    });
    try {
      const shown = await vscode.workspace.openTextDocument(vscode.Uri.parse('git:/train.py'));
      assert.equal(shown.getText(), ADAM);
      assert.deepEqual(await hoversAt(await vscode.languages.setTextDocumentLanguage(shown, 'python'), '0.1'), []);
      assert.deepEqual(await hoversAt(await untitled('markdown', ADAM), '0.1'), []);
    } finally {
      provider.dispose();
    }
  });

  it('let nothing be run but sweeps and range tests, and the way to a rate and to runs', async () => {
    const [{ isTrusted, supportHtml, value }] = await hoversAt(await untitled('python', ADAM), '0.1');
    assert.deepEqual(isTrusted, {
      enabledCommands: [
        'goldilocks.runSweep',
        'goldilocks.sweepProgram',
        'goldilocks.findProgramRate',
        'goldilocks.showRate',
        'goldilocks.showExperiment',
        'goldilocks.compareExperiments',
      ],
    });
    assert.notEqual(supportHtml, true);
    const [, argument] = /\(command:goldilocks\.runSweep\?(\S+) "/.exec(value) ?? [];
    assert.deepEqual(JSON.parse(decodeURIComponent(argument)), [
      { rates: [0.01, 0.032, 0.1, 0.32, 1], optimizer: 'adam' },
    ]);
  });

  it('pass over what is longer than 2 MB', async () => {
    const document = await untitled('python', `${ADAM}# ${'x'.repeat(2_000_000)}\n`);
    assert.deepEqual(await hoversAt(document, '0.1'), []);
  });

  it('are silent where the setting says so', async () => {
    const settings = vscode.workspace.getConfiguration('goldilocks.rates');
    const document = await untitled('python', ADAM);
    try {
      await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
      assert.deepEqual(await hoversAt(document, '0.1'), []);
    } finally {
      await settings.update('enabled', undefined, vscode.ConfigurationTarget.Global);
    }
    await hoverAt(document, '0.1');
  });
});

describe('hints behind rates', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldilocks.rates');
  before(() => goldilocks());
  afterEach(() => settings().update('inlayHints', undefined, vscode.ConfigurationTarget.Global));

  /** The hints in a program, each behind the text that it follows on its line, and with its tooltip. */
  async function hints(content = `${ADAM}torch.optim.SGD(model.parameters(), lr=0.01)\n`): Promise<string[]> {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content });
    const range = new vscode.Range(0, 0, document.lineCount, 0);
    const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      range,
    );
    return found.map(({ label, position, tooltip }) => {
      const [before] = document
        .lineAt(position)
        .text.slice(0, position.character)
        .match(/[\w.]*\(?$/) ?? [''];
      return [`${before} ${label as string}`, ...(typeof tooltip === 'string' ? [tooltip] : [])].join(': ');
    });
  }

  it('are shown only to who wants them', async () => {
    assert.deepEqual(await hints(), []);
    await settings().update('inlayHints', true, vscode.ConfigurationTarget.Global);
    await until('hints are shown', async () => (await hints()).length === 2);
    assert.deepEqual(await hints(), ['0.1 high for Adam', '0.01 usual for SGD']);
  });

  it('say what the hover says, and a default where it would be written', async () => {
    await settings().update('inlayHints', true, vscode.ConfigurationTarget.Global);
    const optimizer = 'a = optim.SGD(p, lr=0.00001)\nb = optim.Adam(q, lr=0.005)\nc = optim.RMSprop(r)\n';
    const schedule = 'optim.lr_scheduler.OneCycleLR(a, max_lr=0.2, total_steps=100)\n';
    assert.deepEqual(await hints(`from torch import optim\n${optimizer}${schedule}`), [
      '0.00001 overridden',
      '0.005 on the high side for Adam',
      'optim.RMSprop( lr=0.01, usual for RMSprop',
      '0.2 usual for SGD',
    ]);
    const mayOverride = `def schedule(opt):\n    return ${schedule.replace('a,', 'opt,')}`;
    assert.deepEqual((await hints(`from torch import optim\n${optimizer}${mayOverride}`)).slice(0, 2), [
      '0.00001 low for SGD: OneCycleLR may override this rate: the code does not show which optimizer it changes.',
      '0.005 on the high side for Adam: OneCycleLR may override this rate: the code does not show which optimizer it changes.',
    ]);
  });
});
