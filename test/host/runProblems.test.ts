import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { followRun, problemsIn, reported } from './followedRuns.ts';
import { emptyLibrary, goldilocks } from './support.ts';

const PROGRAM = `import torch
model = torch.nn.Linear(2, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=1e1)
`;

/** A loss that explodes and becomes NaN. */
const LOSSES = Array.from({ length: 60 }, (_, step) => ({ step, loss: step < 40 ? 2.3 * 1.6 ** step : NaN }));

/** What the lenses above the optimizers of a document say of runs. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<string[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
  return all.map(({ command }) => command?.title ?? '').filter((title) => title.startsWith('last: '));
}

describe('what goes wrong in a run', () => {
  let api: GoldilocksApi;
  let folder: string;
  let document: vscode.TextDocument;
  const set = async (name: string, value: unknown): Promise<void> =>
    vscode.workspace.getConfiguration('goldilocks').update(name, value, vscode.ConfigurationTarget.Global);

  before(async () => {
    api = await goldilocks();
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-sites-'));
    const file = path.join(folder, 'train.py');
    await writeFile(file, PROGRAM);
    document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await reported(document.uri, 'rate-too-high');
  });
  afterEach(async () => {
    await set('symptoms.nan', undefined);
    while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0))
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await emptyLibrary(api);
    await rm(folder, { recursive: true, force: true });
  });

  /** Follows a run of the program whose loss becomes NaN. @returns what ends it */
  async function train(): Promise<() => Promise<void>> {
    return followRun(api, document, { rate: 10 }, LOSSES);
  }

  async function fixes(): Promise<vscode.CodeAction[]> {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problemsIn(document.uri)[0].range,
    );
    return actions.filter(({ title }) => /^Change the rate|^Show the run/.test(title));
  }

  it('is reported at the number that caused it while the program runs, alone there, with the evidence', async () => {
    const end = await train();
    await reported(document.uri, 'nan');
    const [{ range, severity, message, relatedInformation }] = problemsIn(document.uri);
    assert.equal(document.getText(range), '1e1');
    assert.equal(severity, vscode.DiagnosticSeverity.Error);
    assert.match(message, /NaN from step 40 on\. The rate is probably too high\. Try /);
    assert.match(relatedInformation![0].message, /python train\.py, from step 40: loss NaN/);
    await end();
    await reported(document.uri, 'nan');
  });

  it('is mended by one fix that writes the rate as the number was written, and undone in one step', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    const [fix, show] = await fixes();
    assert.deepEqual([fix.isPreferred, show.command?.command], [true, 'goldilocks.showExperiment']);
    await vscode.workspace.applyEdit(fix.edit!);
    assert.match(document.lineAt(2).text, /lr=\d(\.\d)?e-\d\)$/);
    await reported(document.uri);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), PROGRAM);
    await reported(document.uri, 'nan');
  });

  it('goes with the number, comes back with it, and follows it', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    const replace = async (range: vscode.Range, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, range, text);
      await vscode.workspace.applyEdit(edit);
    };
    await replace(new vscode.Range(2, 52, 2, 55), '1e-3');
    await reported(document.uri);
    await replace(new vscode.Range(2, 52, 2, 56), '10');
    await replace(new vscode.Range(0, 0, 0, 0), '# Trains.\n');
    await reported(document.uri, 'nan');
    assert.equal(problemsIn(document.uri)[0].range.start.line, 3);
  });

  it('is silenced by the setting of its symptom, and then leaves the place to what the text shows', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    await set('symptoms.nan', 'off');
    await reported(document.uri, 'rate-too-high');
    await set('symptoms.nan', 'hint');
    await reported(document.uri, 'nan');
    assert.equal(problemsIn(document.uri)[0].severity, vscode.DiagnosticSeverity.Hint);
  });

  it('goes with its file to another name in the editor', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    const renamed = vscode.Uri.file(path.join(folder, 'fit.py'));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, renamed);
    await vscode.workspace.applyEdit(edit);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(renamed));
    await reported(renamed, 'nan');
  });

  it('goes with its file where git or a file manager moves it, also if only the rate has changed', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const file = path.join(folder, 'src', 'fit.py');
    await mkdir(path.dirname(file));
    await rename(document.uri.fsPath, file);
    await writeFile(file, PROGRAM.replace('1e1', '1e-3'));
    const moved = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(moved);
    const earlier = 'last: furious at 10, an earlier value';
    await until('the lens tells of the run', async () => (await lensesOf(moved)).includes(earlier));
  });

  it('is not taken for that of another program, though the file is gone', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await rm(document.uri.fsPath);
    const file = path.join(folder, 'other.py');
    await writeFile(file, `${PROGRAM}optimizer.step()\n`);
    const other = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(other);
    await reported(other.uri, 'rate-too-high');
    assert.deepEqual(await lensesOf(other), []);
  });

  it('goes when its experiment is deleted', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    await emptyLibrary(api);
    await reported(document.uri, 'rate-too-high');
  });

  it('stands above the optimizer and in the hover, also after the number has changed', async () => {
    await (
      await train()
    )();
    await reported(document.uri, 'nan');
    const lenses = (): Promise<string[]> => lensesOf(document);
    const hover = async (): Promise<string> => {
      const position = new vscode.Position(2, 53);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)))
        .join('\n')
        .replaceAll('\\', '');
    };
    assert.match((await lenses())[0], /^last: furious at 10 · try /);
    assert.match(
      await hover(),
      /In the last run, 10 ended in NaN or infinity at step 40\..*!\[Final loss at rate 10: NaN\]\(data:/s,
    );
    await vscode.workspace.applyEdit((await fixes())[0].edit!);
    await reported(document.uri);
    assert.deepEqual(await lenses(), ['last: furious at 10, an earlier value']);
    assert.match(await hover(), /with an earlier value, 10 ended in NaN or infinity at step 40\./);
  });
});
