import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RunFolders } from '../../../src/programs/runFolders.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('the folders of runs', () => {
  const newFolder = temporaryFolders();

  /** A run that goes on from what an earlier one has saved. Returns what it found. */
  async function run(folder: string): Promise<string | null> {
    const file = path.join(folder, 'last.pt');
    const found = existsSync(file) ? readFileSync(file, 'utf8') : null;
    writeFileSync(file, 'trained');
    return Promise.resolve(found);
  }

  it('are fresh copies, in which no run finds what another has saved', async () => {
    const folders = new RunFolders(newFolder(), true);
    assert.equal(await folders.use(run), null);
    assert.equal(await folders.use(run), null);
    assert.deepEqual(folders.written, ['last.pt']);
    assert.equal(existsSync(path.join(folders.folder, 'last.pt')), false);
  });

  it('tell also what was written beside them in the repository', async () => {
    const repository = newFolder();
    for (const name of ['.git', 'models', 'src']) mkdirSync(path.join(repository, name));
    const folders = new RunFolders(path.join(repository, 'src'), true);
    assert.equal(await folders.use((folder) => run(path.join(folder, '..', 'models'))), null);
    assert.deepEqual(folders.written, [path.join('..', 'models', 'last.pt')]);
    assert.equal(await folders.use((folder, root) => Promise.resolve(path.relative(root, folder))), 'src');
    assert.equal(existsSync(path.join(repository, 'models', 'last.pt')), false);
  });

  it('are deleted when a run fails', async () => {
    const folders = new RunFolders(newFolder(), true);
    let copy = '';
    const fails = folders.use((folder) => {
      copy = folder;
      return Promise.reject(new Error('no'));
    });
    await assert.rejects(fails, /no/);
    assert.notEqual(copy, folders.folder);
    assert.equal(existsSync(copy), false);
  });

  it('are the folder itself where that is wanted; what Goldilocks writes into it is not told', async () => {
    const folder = newFolder();
    const own = path.join(folder, 'results');
    mkdirSync(own);
    const folders = new RunFolders(folder, false, [own]);
    await folders.use(async (used) => {
      assert.equal(used, folder);
      writeFileSync(path.join(own, 'experiment.json'), '{}');
      return run(used);
    });
    assert.equal(await folders.use(run), 'trained');
    assert.deepEqual(folders.written, ['last.pt']);
  });

  it('are edited before a run only where they are copies, and that is not told as written by it', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'config.json');
    writeFileSync(file, '{"lr": 0.1}');
    const edit = { file, line: 1, column: 8, endLine: 1, endColumn: 11, expected: '0.1', text: '0.03' };
    const read = (used: string) => Promise.resolve(readFileSync(path.join(used, 'config.json'), 'utf8'));
    const copies = new RunFolders(folder, true);
    assert.equal(await copies.use(read, { edits: [edit] }), '{"lr": 0.03}');
    assert.deepEqual(copies.written, []);
    await assert.rejects(
      new RunFolders(folder, false).use(read, { edits: [edit] }),
      /only edited in a copy of the folder/,
    );
    assert.equal(await read(folder), '{"lr": 0.1}');
  });

  it('have no log of an earlier run where they are copies', async () => {
    const folder = newFolder();
    const outside = path.join(newFolder(), 'log.csv');
    for (const file of [path.join(folder, 'log.csv'), outside]) writeFileSync(file, 'step,loss\n0,1\n');
    const hasLog = (used: string) => Promise.resolve(existsSync(path.join(used, 'log.csv')));
    const copies = new RunFolders(folder, true);
    assert.equal(await copies.use(hasLog), true);
    for (const name of ['.git', 'src']) mkdirSync(path.join(folder, name));
    const logFile = '../log.csv';
    const inRepository = new RunFolders(path.join(folder, 'src'), true);
    assert.equal(await inRepository.use((_, root) => hasLog(root), { logFile }), false);
    assert.equal(await copies.use(hasLog, { logFile: 'log.csv' }), false);
    assert.equal(await copies.use(hasLog, { logFile: path.join(folder, 'log.csv') }), false);
    assert.equal(await copies.use(hasLog, { logFile: '.' }), true);
    await copies.use(hasLog, { logFile: outside });
    assert.ok(existsSync(outside));
    assert.equal(await new RunFolders(folder, false).use(hasLog, { logFile: 'log.csv' }), true);
  });
});
