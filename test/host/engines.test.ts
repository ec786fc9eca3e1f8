import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { tensorflowFolder } from '../../src/training/tensorflow/installation.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { readEngine, readTensorflowFolder } from '../../src/vscode/engine/engineSettings.ts';
import { emptyLibrary, ended, goldilocks, startSweep, statesOf, TINY } from './support.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

describe('the engines', () => {
  let api: GoldilocksApi;
  let folder: string;
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldilocks');
  const setUp = (where: string): Thenable<string> =>
    vscode.commands.executeCommand<string>('goldilocks.setUpTensorflow', where);
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-engine-'));
  });
  afterEach(async () => {
    for (const name of ['engine', 'tensorflowPath']) await configuration().update(name, undefined, Global);
    await rm(folder, { recursive: true, force: true });
  });

  it('are the built-in one unless a user chooses another', async () => {
    assert.equal(readEngine(), 'auto');
    assert.equal(readTensorflowFolder(), null);
    const { runs } = await ended(api, await startSweep(TINY));
    assert.match(runs[0].result?.engine ?? '', /^wasm /);
  });

  it('are set up from a folder that loads, which is kept in the settings', async () => {
    const place = path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    await mkdir(place, { recursive: true });
    await writeFile(
      path.join(place, 'package.json'),
      '{"name": "@tensorflow/tfjs-node", "version": "4.22.0", "main": "index.js"}',
    );
    await writeFile(path.join(place, 'index.js'), "exports.backend = () => ({ binding: { TF_Version: '2.9.1' } });");
    assert.equal(await setUp(folder), 'tfjs-node 4.22.0, libtensorflow 2.9.1');
    assert.equal(readTensorflowFolder(), folder);
  });

  it('are refused in a sentence where TensorFlow is not there, and nothing is kept or trained', async () => {
    await assert.rejects(
      Promise.resolve(setUp(folder)),
      /There is no @tensorflow\/tfjs-node in .+ "npm install --prefix/,
    );
    assert.equal(readTensorflowFolder(), null);
    await configuration().update('tensorflowPath', folder, Global);
    await configuration().update('engine', 'tensorflow', Global);
    await assert.rejects(startSweep(TINY), /There is no @tensorflow\/tfjs-node in/);
    assert.deepEqual(await api.library.list(), []);
  });

  it('cannot be named by a workspace', async () => {
    for (const name of ['engine', 'tensorflowPath'])
      await assert.rejects(Promise.resolve(configuration().update(name, 'wasm', Workspace)), name);
  });

  const own = tensorflowFolder({
    named: null,
    root: vscode.extensions.getExtension('goldilocks.goldilocks')!.extensionPath,
  });
  if (existsSync(own)) {
    it('train side by side once TensorFlow is set up', async () => {
      assert.match(await setUp(own), /^tfjs-node .+, libtensorflow /);
      await configuration().update('engine', 'both', Global);
      const overview = await ended(api, await startSweep(TINY));
      assert.deepEqual(statesOf(overview), ['finished', 'finished', 'finished', 'finished']);
      assert.deepEqual(
        overview.runs.map(({ spec }) => spec?.engine),
        ['wasm', 'tensorflow', 'wasm', 'tensorflow'],
      );
    });
  }
});
