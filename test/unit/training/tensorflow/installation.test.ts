import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installAdvice } from '../../../../src/training/tensorflow/installAdvice.ts';
import { findTensorflow, installCommand, tensorflowFolder } from '../../../../src/training/tensorflow/installation.ts';
import { loadTensorflow } from '../../../../src/training/tensorflow/load.ts';
import { polyfillUtil } from '../../../../src/training/tensorflow/utilPolyfill.ts';
import { temporaryFolders } from '../../../support/folders.ts';

describe('an installed TensorFlow', () => {
  const newFolder = temporaryFolders();

  /** Writes a fake package with the given source. */
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

  it('is expected in the folder that the user named, else in that of a clone', () => {
    assert.equal(tensorflowFolder({ named: '/named', root: '/root' }), path.resolve('/named'));
    assert.equal(tensorflowFolder({ named: '', root: '/root' }), path.join('/root', '.cache', 'tensorflow'));
  });

  it('is found in a folder that npm installed into, and in the package itself', async () => {
    const folder = newFolder();
    const place = installed(folder);
    assert.deepEqual(await findTensorflow(folder), { folder: place, version: '4.22.0' });
    assert.deepEqual(await findTensorflow(place), { folder: place, version: '4.22.0' });
  });

  it('is not searched in parent folders, and other packages are ignored', async () => {
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

  it('is refused if it has another major version', async () => {
    const folder = newFolder();
    installed(folder, { version: '3.21.1' });
    await assert.rejects(
      findTensorflow(folder),
      /holds @tensorflow\/tfjs-node 3\.21\.1, but the engine needs 4\.22\.0/,
    );
  });

  it('reports its version and that of the library, and uses one thread by default', async () => {
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
    it(`is refused with a sentence if ${what}`, async () => {
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

  it('has install advice for every platform', () => {
    assert.match(installAdvice('win32', 'x64'), /compiled/);
    assert.match(installAdvice('darwin', 'arm64'), /2\.7/);
    assert.match(installAdvice('linux', 'riscv64'), /not published for linux riscv64/);
  });
});

describe("Node's util", () => {
  it('gets the functions that were removed, and keeps those that it has', () => {
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
