import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installAdvice } from '../../../../src/training/tensorflow/installAdvice.ts';
import { findTensorflow, installCommand, tensorflowFolder } from '../../../../src/training/tensorflow/installation.ts';
import { loadTensorflow } from '../../../../src/training/tensorflow/load.ts';
import { polyfillUtil } from '../../../../src/training/tensorflow/utilPolyfill.ts';
import { temporaryFolders } from '../../../support/folders.ts';

describe('the TensorFlow that a user installed', () => {
  const newFolder = temporaryFolders();

  /** Writes a package in place of the real one; what it is when it is loaded is its source. */
  function installed(folder: string, { version = '4.22.0', source = '' } = {}): string {
    const place = path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(place, { recursive: true });
    writeFileSync(
      path.join(place, 'package.json'),
      JSON.stringify({ name: '@tensorflow/tfjs-node', version, main: 'index.js' }),
    );
    writeFileSync(path.join(place, 'index.js'), source);
    return place;
  }

  it('is looked for in the folder that was named, else in that of a clone', () => {
    assert.equal(tensorflowFolder({ named: '/named', root: '/root' }), path.resolve('/named'));
    assert.equal(tensorflowFolder({ named: '', root: '/root' }), path.join('/root', '.cache', 'tensorflow'));
  });

  it('is found in a folder that npm installed into, and in the package itself', async () => {
    const folder = newFolder();
    const place = installed(folder);
    assert.deepEqual(await findTensorflow(folder), { folder: place, version: '4.22.0' });
    assert.deepEqual(await findTensorflow(place), { folder: place, version: '4.22.0' });
  });

  it('is never found in a folder above, nor taken for another package', async () => {
    const folder = newFolder();
    installed(folder);
    const inner = path.join(folder, 'inner');
    mkdirSync(inner);
    writeFileSync(path.join(inner, 'package.json'), '{"name": "something-else", "version": "4.22.0"}');
    await assert.rejects(findTensorflow(inner), {
      name: 'TensorflowError',
      message:
        /^There is no @tensorflow\/tfjs-node in .*inner: install it with "npm install --prefix .*inner @tensorflow\/tfjs-node@4\.22\.0"/,
    });
  });

  it('is refused by its version when it is another one', async () => {
    const folder = newFolder();
    installed(folder, { version: '3.21.1' });
    await assert.rejects(
      findTensorflow(folder),
      /holds @tensorflow\/tfjs-node 3\.21\.1, but the engine needs 4\.22\.0/,
    );
  });

  it('tells its own version and that of the library, and runs with one thread unless told otherwise', async () => {
    const folder = newFolder();
    installed(folder, { source: "exports.backend = () => ({ binding: { TF_Version: '2.9.1' } });" });
    const environment: NodeJS.ProcessEnv = { TF_NUM_INTEROP_THREADS: '3' };
    assert.equal((await loadTensorflow(folder, environment)).build, 'tfjs-node 4.22.0, libtensorflow 2.9.1');
    assert.deepEqual([environment['TF_NUM_INTRAOP_THREADS'], environment['TF_NUM_INTEROP_THREADS']], ['1', '3']);
  });

  const failures: [what: string, source: string, message: RegExp][] = [
    [
      'its native library is missing',
      "throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: /x. \\nPlease run');",
      /lacks TensorFlow's native library, .* run "npm rebuild @tensorflow\/tfjs-node"/,
    ],
    [
      'a library that it needs is missing',
      "throw new Error('libtensorflow.so.2: cannot open shared object file: No such file or directory');",
      /tfjs-node cannot be loaded here: libtensorflow\.so\.2: cannot open shared object file: No such file or directory\.$/,
    ],
    [
      'a package that it needs is missing',
      "require('./not-there');",
      /cannot be loaded here: Cannot find module '.\/not-there'\.$/,
    ],
  ];
  for (const [what, source, message] of failures) {
    it(`is refused in one sentence when ${what}`, async () => {
      const folder = newFolder();
      installed(folder, { source });
      await assert.rejects(loadTensorflow(folder, {}), (error: Error) => {
        assert.equal(error.name, 'TensorflowError');
        assert.match(error.message, message);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    });
  }

  it('is installed by a command that quotes a folder with spaces', () => {
    assert.equal(installCommand('/my folder'), 'npm install --prefix "/my folder" @tensorflow/tfjs-node@4.22.0');
    assert.equal(installCommand('C:\\tf'), 'npm install --prefix C:\\tf @tensorflow/tfjs-node@4.22.0');
  });

  it('is described for every platform that it is published for, and for others', () => {
    assert.match(installAdvice('win32', 'x64'), /compiled/);
    assert.match(installAdvice('darwin', 'arm64'), /2\.7/);
    assert.match(installAdvice('linux', 'riscv64'), /not published for linux riscv64/);
  });
});

describe("Node's util", () => {
  it('gets back what was removed, and keeps what it has', () => {
    const own = (): boolean => false;
    const target = { isArray: own } as { isArray: unknown; isNullOrUndefined?: (value: unknown) => boolean };
    polyfillUtil(target);
    assert.equal(target.isArray, own);
    assert.deepEqual(
      [null, undefined, 0, ''].map((value) => target.isNullOrUndefined!(value)),
      [true, true, false, false],
    );
  });
});
