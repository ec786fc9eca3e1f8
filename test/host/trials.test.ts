import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { emptyLibrary, ended, goldilocks, showUnsaved, startSweep, TINY } from './support.ts';

const PROGRAM = 'import torch\noptimizer = torch.optim.Adam(model.parameters(), lr=0.01)\n';
const AT_RATE = new vscode.Position(1, PROGRAM.split('\n')[1].indexOf('0.01') + 1);

describe('a rate that is tried on the built-in network', () => {
  let api: GoldilocksApi;
  let document: vscode.TextDocument;
  before(async () => {
    api = await goldilocks();
    await emptyLibrary(api);
    document = await showUnsaved(PROGRAM);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await emptyLibrary(api);
  });

  async function lenses(): Promise<vscode.Command[]> {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    return all.flatMap(({ command }) => command ?? []);
  }

  async function hover(): Promise<string> {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      AT_RATE,
    );
    return hovers
      .flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)))
      .join('\n')
      .replaceAll('\\', '');
  }

  async function lightBulb(): Promise<vscode.CodeAction[]> {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(AT_RATE, AT_RATE),
    );
    return actions.filter(({ command }) => command?.command === 'goldilocks.runSweep');
  }

  it('can be from hover, lens and light bulb, with the optimizer of the code', async () => {
    assert.match(await hover(), /\[\$\(beaker\) Try on the MNIST CNN\]\(command:goldilocks\.runSweep\?/);
    const [lens] = await lenses();
    const [action] = await lightBulb();
    for (const { title, command, arguments: given } of [lens, action.command!]) {
      assert.deepEqual([title, command], ['Try on the MNIST CNN', 'goldilocks.runSweep']);
      assert.deepEqual(given, [{ rates: [0.001, 0.0032, 0.01, 0.032, 0.1], optimizer: 'adam' }]);
    }
    assert.notEqual(action.isPreferred, true);
  });

  it('shows there what it did on that network, and reports no problem', async () => {
    const problems = vscode.languages.getDiagnostics(document.uri);
    const folder = await startSweep({ ...TINY, optimizer: 'adam', batchSize: 64 });
    await ended(api, folder);
    await until('the lens tells it', async () => (await lenses()).some(({ command }) => /showExp/.test(command)));
    const [lens] = await lenses();
    assert.match(lens.title, /^on the MNIST CNN with Adam, batch 64: .+ at 0\.01$/);
    assert.deepEqual(lens.arguments, [folder]);
    const text = await hover();
    assert.match(text, /On the MNIST CNN with Adam, batch 64: 0\.01 is .*An illustration; your model may need/);
    assert.match(text, /\[Show the sweep\]\(command:goldilocks\.showExperiment/);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), problems);
  });
});
