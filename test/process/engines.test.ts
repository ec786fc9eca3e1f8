import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Engines } from '../../src/app/engines.ts';
import { SLOW_FAST_FURIOUS } from '../../src/domain/presets.ts';
import type { EngineConfig } from '../../src/training/engine.ts';
import { supportedBuild } from '../../src/training/wasm/build.ts';
import { temporaryFolders } from '../support/folders.ts';
import { needsPosixProcesses, runCli } from '../support/processes.ts';

const SMALL = ['--train', '256', '--test', '64', '--epochs', '1'];
const CONFIG: EngineConfig = {
  network: SLOW_FAST_FURIOUS.network,
  optimizer: SLOW_FAST_FURIOUS.optimizer,
  batchSize: 64,
  images: { train: 256, test: 64 },
};
/** Five channels are no multiple of four. */
const REFUSED: EngineConfig = {
  ...CONFIG,
  network: { ...CONFIG.network, blocks: [{ channels: 5, kernel: 3, same: true, pool: 2 }] },
};

describe('the engines', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const enginesWith = (tensorflowFolder: string, script = path.resolve('dist/worker.js')): Engines =>
    new Engines({ script, priority: 'normal', heartbeatTimeout: 15_000, tensorflowFolder });

  /** A folder with a fake of TensorFlow's package. */
  function fakeTensorflow(source: string): string {
    const folder = newFolder();
    const place = path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(place, { recursive: true });
    writeFileSync(
      path.join(place, 'package.json'),
      '{"name": "@tensorflow/tfjs-node", "version": "4.22.0", "main": "index.js"}',
    );
    writeFileSync(path.join(place, 'index.js'), source);
    return folder;
  }

  it('are loaded in a process of their own, which reports their build', async () => {
    const engines = enginesWith(fakeTensorflow("exports.backend = () => ({ binding: { TF_Version: '2.9.1' } });"));
    assert.equal(await engines.buildOf('tensorflow'), 'tfjs-node 4.22.0, libtensorflow 2.9.1');
    assert.equal(await engines.buildOf('wasm'), supportedBuild());
    assert.equal(process.env['TF_NUM_INTRAOP_THREADS'], undefined, 'nothing was loaded here');
  });

  it('throw an error with a sentence if they cannot be loaded', async () => {
    await assert.rejects(
      enginesWith(fakeTensorflow("throw new Error('libtensorflow.so.2: no such file');")).buildOf('tensorflow'),
      {
        name: 'EngineUnavailableError',
        message: /^TensorFlow in .* cannot be loaded here: libtensorflow\.so\.2: no such file\.$/,
      },
    );
  });

  it('throw an error if they crash while they are loaded', async function () {
    needsPosixProcesses(this);
    await assert.rejects(
      enginesWith(fakeTensorflow("process.kill(process.pid, 'SIGSEGV');")).buildOf('tensorflow'),
      /^EngineUnavailableError: The engine tensorflow cannot be loaded: The training process was ended by the signal SIGSEGV\.$/,
    );
  });

  it('are chosen automatically: the built-in one if it can train the network, else TensorFlow if it is installed', async () => {
    const [there, missing] = [enginesWith(fakeTensorflow('')), enginesWith(newFolder())];
    assert.deepEqual(await there.choose('auto', CONFIG), { engine: 'wasm' });
    assert.deepEqual(await there.choose('auto', REFUSED), { engine: 'tensorflow' });
    assert.deepEqual(await there.choose('both', CONFIG), { engine: 'wasm', secondEngine: 'tensorflow' });
    await assert.rejects(
      missing.choose('auto', REFUSED),
      /not 5 as in block 1: use 4 or 8\. The TensorFlow engine can train it, but it is not set up\.$/,
    );
    for (const choice of ['wasm', 'both'] as const)
      await assert.rejects(there.choose(choice, REFUSED), { name: 'UnsupportedError' });
    await assert.rejects(
      there.choose('auto', { ...REFUSED, optimizer: { name: 'lion', beta1: 0.9, beta2: 0.99 } }),
      /^UnsupportedError: The built-in engine/,
    );
  });

  it('end a sweep with exit code 1 and a sentence on what to do if TensorFlow is not installed', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(
      ['sweep', '--preset', 'slow-fast-furious', '--engine', 'tensorflow', '--tensorflow', folder, ...SMALL],
      folder,
    );
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /^goldilocks: There is no @tensorflow\/tfjs-node in .+: install it with "npm install --prefix .+ @tensorflow\/tfjs-node@4\.22\.0" .+ --engine wasm\.\n$/,
    );
  });

  it('end a sweep with exit code 2 if their name is wrong', async () => {
    const { code, stderr } = await runCli(['sweep', '--rates', '0.1', '--engine', 'torch'], newFolder());
    assert.equal(code, 2);
    assert.match(stderr, /--engine must be auto or wasm or tensorflow or both, not "torch"\./);
  });
});
