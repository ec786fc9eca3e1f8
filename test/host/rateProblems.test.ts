import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { goldilocks, showUnsaved } from './support.ts';

const HEAD = 'import torch\nmodel = torch.nn.Linear(2, 1)\n';
const TOO_HIGH = `${HEAD}optimizer = torch.optim.Adam(model.parameters(), lr=10)\n`;
const ROUNDED = `${HEAD}optimizer = torch.optim.Adam(model.parameters(), lr=1 // 1000)\n`;

/** Rules that are reported in a document. */
function rulesIn(uri: vscode.Uri): string[] {
  return ours(uri).map(({ code }) => (typeof code === 'object' ? String(code.value) : ''));
}

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Goldilocks');
}

/** Waits until exactly these rules are reported. */
async function reported(uri: vscode.Uri, ...rules: string[]): Promise<void> {
  const isSo = () => rulesIn(uri).join() === rules.join();
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isSo()) return;
      listener.dispose();
      resolve();
    });
  });
}

/** What Goldilocks offers; diagnostics of actions do not come through this command. */
async function actionsAt({ uri }: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
  );
  return actions.filter(({ title }) => /^Change to |^Ignore this/.test(title));
}

describe('problems with learning rates', () => {
  const set = async (name: string, value: unknown): Promise<void> =>
    vscode.workspace.getConfiguration('goldilocks').update(name, value, vscode.ConfigurationTarget.Global);

  before(goldilocks);
  afterEach(async () => {
    for (const name of ['diagnostics.enabled', 'diagnostics.rate-too-high']) await set(name, undefined);
    while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0))
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are in the example of the walkthrough: one, with a fix', async () => {
    await vscode.commands.executeCommand('goldilocks.openCodeExample');
    const { document } = vscode.window.activeTextEditor!;
    assert.deepEqual([document.isUntitled, document.languageId], [true, 'python']);
    await reported(document.uri, 'integer-division');
    const [problem] = ours(document.uri);
    assert.match(document.lineAt(problem.range.start.line).text, /lr=1 \/\/ 1000/);
    const [fix] = await actionsAt(document, problem.range);
    assert.match(fix.title, /^Change to /);
  });

  it('are reported in text that was never saved, with a page that is there', async () => {
    const { uri } = await showUnsaved(TOO_HIGH);
    await reported(uri, 'rate-too-high');
    const [{ range, severity, code }] = ours(uri);
    assert.deepEqual([range.start.line, range.start.character, range.end.character], [2, 52, 54]);
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof code === 'object' && existsSync(code.target.fsPath), 'the page is shipped');
  });

  it('follow the text', async () => {
    const document = await showUnsaved(TOO_HIGH);
    await reported(document.uri, 'rate-too-high');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(2, 52, 2, 54), '1e-3');
    await vscode.workspace.applyEdit(edit);
    await reported(document.uri);
  });

  it('are fixed where the right number is certain', async () => {
    const document = await showUnsaved(ROUNDED);
    await reported(document.uri, 'integer-division');
    const fix = (await actionsAt(document, ours(document.uri)[0].range)).find(({ isPreferred }) => isPreferred);
    assert.ok(fix?.edit, 'a preferred fix');
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.lineAt(2).text, /lr=1 \/ 1000\)$/);
    await reported(document.uri);
  });

  it('are never fixed at a place that has moved', async () => {
    const document = await showUnsaved(ROUNDED);
    await reported(document.uri, 'integer-division');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '\n\n');
    await vscode.workspace.applyEdit(edit);
    const edits = (await actionsAt(document, document.lineAt(4).range))
      .filter(({ isPreferred }) => isPreferred)
      .flatMap((action) => action.edit?.get(document.uri) ?? []);
    for (const { range } of edits) assert.equal(document.getText(range), '1 // 1000');
  });

  it('are left alone on a line that says so, which a fix writes', async () => {
    const document = await showUnsaved(TOO_HIGH);
    await reported(document.uri, 'rate-too-high');
    const [ignore, ...others] = await actionsAt(document, ours(document.uri)[0].range);
    assert.deepEqual([ignore.title, others.length], ['Ignore this rule on this line', 0]);
    assert.ok(ignore.edit);
    await vscode.workspace.applyEdit(ignore.edit);
    assert.match(document.lineAt(2).text, / {2}# goldilocks: ignore\[rate-too-high\]$/);
    await reported(document.uri);
  });

  it('vanish when their rule or all of them are turned off, and come back', async () => {
    const { uri } = await showUnsaved(TOO_HIGH);
    await reported(uri, 'rate-too-high');
    await set('diagnostics.rate-too-high', 'off');
    await reported(uri);
    await set('diagnostics.rate-too-high', 'error');
    await reported(uri, 'rate-too-high');
    assert.equal(ours(uri)[0].severity, vscode.DiagnosticSeverity.Error);
    await set('diagnostics.enabled', false);
    await reported(uri);
  });

  it('vanish with their document', async () => {
    const { uri } = await showUnsaved(TOO_HIGH);
    await reported(uri, 'rate-too-high');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await reported(uri);
  });

  it('are reported in the cell of a notebook, and point at another', async () => {
    const code = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([
        code(`${HEAD}EPOCHS = 100\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)`),
        new vscode.NotebookCellData(
          vscode.NotebookCellKind.Markup,
          'torch.optim.Adam(model.parameters(), lr=10)',
          'markdown',
        ),
        code('scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=60)'),
        code('for epoch in range(EPOCHS):\n    train(model)\n    scheduler.step()'),
      ]),
    );
    await vscode.window.showNotebookDocument(notebook);
    const [constants, markdown, scheduler] = notebook.getCells().map(({ document }) => document.uri);
    await reported(scheduler, 'cosine-length');
    assert.deepEqual(
      ours(scheduler)[0].relatedInformation?.map(({ location }) => [
        location.uri.toString(),
        location.range.start.line,
      ]),
      [[constants.toString(), 2]],
    );
    assert.deepEqual([rulesIn(constants), rulesIn(markdown)], [[], []]);
  });

  it('are not reported in views of other versions or plain text, and in settings files only if no training survives them', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('goldilocks-version', {
      provideTextDocumentContent: () => TOO_HIGH,
    });
    try {
      const version = await vscode.workspace.openTextDocument(vscode.Uri.parse('goldilocks-version:/train.py'));
      assert.equal(version.languageId, 'python');
      const plain = await showUnsaved(TOO_HIGH, 'plaintext');
      const settings = await showUnsaved('optimizer: adam\nlr: 0.05\nepochs: 3\n', 'yaml');
      const ruinous = await showUnsaved('optimizer: adam\nlr: 50\nepochs: 3\n', 'yaml');
      await reported(ruinous.uri, 'rate-too-high');
      // What was opened after them is reported, so that their turn has been.
      await reported((await showUnsaved(TOO_HIGH)).uri, 'rate-too-high');
      for (const { uri } of [version, plain, settings]) assert.deepEqual(rulesIn(uri), []);
    } finally {
      provider.dispose();
    }
  });
});
