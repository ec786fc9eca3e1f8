import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  copyFolder,
  deleteCopy,
  listFolder,
  MAX_COPY,
  sizeOf,
  writtenFiles,
} from '../../../src/programs/folderCopy.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('a copy of a folder', () => {
  const newFolder = temporaryFolders();

  function project(): string {
    const folder = newFolder();
    for (const name of ['data', '.git', '__pycache__', 'goldilocks-experiments']) mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, 'train.py'), 'print(1)');
    writeFileSync(path.join(folder, 'data', 'a.csv'), '1,2');
    writeFileSync(path.join(folder, '.git', 'HEAD'), 'main');
    writeFileSync(path.join(folder, '__pycache__', 'x.pyc'), '');
    return folder;
  }

  it('has the files of a project, and leaves out what belongs to none', async () => {
    const folder = project();
    const files = (await listFolder(folder))!;
    assert.deepEqual(
      files.map(({ name }) => name),
      [path.join('data', 'a.csv'), 'train.py'],
    );
    assert.equal(sizeOf(files), 11);
    const made = await copyFolder(folder);
    const copy = made.folder;
    assert.equal(path.basename(copy), path.basename(folder));
    assert.equal(readFileSync(path.join(copy, 'data', 'a.csv'), 'utf8'), '1,2');
    assert.ok(lstatSync(path.join(copy, '.git')).isSymbolicLink());
    assert.equal(existsSync(path.join(copy, 'goldilocks-experiments')), false);
    writeFileSync(path.join(copy, 'train.py'), 'changed');
    assert.equal(readFileSync(path.join(folder, 'train.py'), 'utf8'), 'print(1)');
    await deleteCopy(made);
    assert.equal(existsSync(copy), false);
    assert.equal(readFileSync(path.join(folder, '.git', 'HEAD'), 'utf8'), 'main');
  });

  it('has empty folders, large files and what only looks like an environment', async () => {
    const folder = project();
    for (const name of ['ckpt', path.join('pkg', 'env')]) mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'pkg', 'env', '__init__.py'), '');
    writeFileSync(path.join(folder, 'images.bin'), '');
    truncateSync(path.join(folder, 'images.bin'), MAX_COPY + 1);
    const made = await copyFolder(folder);
    const copy = made.folder;
    assert.ok(lstatSync(path.join(copy, 'ckpt')).isDirectory());
    assert.ok(lstatSync(path.join(copy, 'pkg', 'env', '__init__.py')).isFile());
    // A program that writes to it must not change the original.
    assert.ok(lstatSync(path.join(copy, 'images.bin')).isFile());
    await deleteCopy(made);
  });

  it('links an environment of Python beside the program', async () => {
    const folder = project();
    mkdirSync(path.join(folder, 'my-env'));
    writeFileSync(path.join(folder, 'my-env', 'pyvenv.cfg'), '');
    const made = await copyFolder(folder);
    const copy = made.folder;
    assert.ok(lstatSync(path.join(copy, 'my-env')).isSymbolicLink());
    await deleteCopy(made);
    assert.ok(existsSync(path.join(folder, 'my-env', 'pyvenv.cfg')));
  });

  it('has its links at any depth: those into the folder lead into the copy', async () => {
    const [folder, elsewhere] = [project(), newFolder()];
    writeFileSync(path.join(elsewhere, 'b.csv'), '3');
    symlinkSync(elsewhere, path.join(folder, 'data', 'set'), 'junction');
    symlinkSync(path.join(folder, 'data'), path.join(folder, 'linked'), 'junction');
    mkdirSync(path.join(folder, '..cache'));
    symlinkSync(path.join(folder, '..cache'), path.join(folder, 'cache'), 'junction');
    const made = await copyFolder(folder);
    const copy = made.folder;
    assert.equal(readFileSync(path.join(copy, 'data', 'set', 'b.csv'), 'utf8'), '3');
    writeFileSync(path.join(copy, 'linked', 'a.csv'), 'changed');
    assert.equal(readFileSync(path.join(copy, 'data', 'a.csv'), 'utf8'), 'changed');
    assert.equal(readFileSync(path.join(folder, 'data', 'a.csv'), 'utf8'), '1,2');
    writeFileSync(path.join(copy, 'cache', 'c.csv'), '4');
    assert.ok(existsSync(path.join(copy, '..cache', 'c.csv')));
    await deleteCopy(made);
    assert.ok(existsSync(path.join(elsewhere, 'b.csv')));
  });

  it('has the repository around it, for a program that reads ../data', async () => {
    const repository = project();
    const folder = path.join(repository, 'src', 'mnist');
    mkdirSync(path.join(folder, 'env'), { recursive: true });
    writeFileSync(path.join(folder, 'env', 'pyvenv.cfg'), '');
    const made = await copyFolder(folder);
    const beside = path.join(made.folder, '..', '..', 'data', 'a.csv');
    assert.equal(readFileSync(beside, 'utf8'), '1,2');
    assert.ok(lstatSync(path.join(made.folder, 'env')).isSymbolicLink());
    writeFileSync(beside, 'changed');
    assert.equal(readFileSync(path.join(repository, 'data', 'a.csv'), 'utf8'), '1,2');
    await deleteCopy(made);
    assert.equal(existsSync(made.root), false);
  });

  it('is of the folder alone where a copy of the repository would have a link or nothing in its place', async () => {
    for (const name of ['node_modules', 'goldilocks-experiments']) {
      const folder = path.join(project(), name, 'program');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'train.py'), '');
      const made = await copyFolder(folder);
      assert.equal(made.root, made.folder);
      writeFileSync(path.join(made.folder, 'train.py'), 'changed');
      assert.equal(readFileSync(path.join(folder, 'train.py'), 'utf8'), '');
      await deleteCopy(made);
    }
  });

  it('leaves a repository out that is large', async () => {
    const repository = project();
    const folder = path.join(repository, 'src');
    mkdirSync(folder);
    truncateSync(path.join(repository, 'data', 'a.csv'), MAX_COPY + 1);
    const made = await copyFolder(folder);
    assert.equal(made.root, made.folder);
    assert.equal(existsSync(path.join(made.folder, '..', 'data')), false);
    await deleteCopy(made);
  });

  it('tells what was written in it', async () => {
    const folder = project();
    const before = (await listFolder(folder))!;
    assert.deepEqual(writtenFiles(before, (await listFolder(folder))!), []);
    writeFileSync(path.join(folder, 'model.pt'), 'x');
    writeFileSync(path.join(folder, 'train.py'), 'print(22)');
    assert.deepEqual(writtenFiles(before, (await listFolder(folder))!), ['model.pt', 'train.py']);
  });

  it('does not look through a folder with too many files', async () => {
    const folder = newFolder();
    for (let index = 0; index < 4; index++) mkdirSync(path.join(folder, String(index)));
    writeFileSync(path.join(folder, 'train.py'), '');
    assert.equal(await listFolder(folder, 3), null);
    assert.equal((await listFolder(folder, 5))?.length, 1);
  });
});
