import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { KeptFolder, keptFoldersIn } from '../../../../src/app/programs/keptFolder.ts';
import type { KeptRecord } from '../../../../src/app/programs/keptFolder.ts';
import { temporaryFolders } from '../../../support/folders.ts';

/** A process number that no system gives out. */
const NOBODY = 2 ** 30;
const RECORD: KeptRecord = { title: 'train.py', name: 'python train.py', command: ['python'], cwd: '/', log: {} };

describe('the folder of a program that outlives its window', () => {
  const newFolder = temporaryFolders();

  /** A folder whose window is gone. */
  async function leftFolder(root: string): Promise<KeptFolder> {
    const kept = await KeptFolder.create(root, RECORD, 'first');
    const file = path.join(kept.files.folder, 'owner-1.json');
    const owner = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...owner, pid: NOBODY }));
    return kept;
  }

  it('hands on what was noted, and is gone when the program is recorded', async () => {
    const root = newFolder();
    const kept = await leftFolder(root);
    await Promise.all([kept.note({ experiment: '/experiment' }), kept.note({ places: [] })]);
    const [folder] = await keptFoldersIn(root);
    const taken = await KeptFolder.takeOver(folder, 'second');
    assert.deepEqual(taken?.record, { ...RECORD, experiment: '/experiment', places: [] });
    await taken.delete();
    assert.deepEqual(await keptFoldersIn(root), []);
  });

  it('is deleted, which ends the program, where its record cannot be read', async () => {
    const { files } = await leftFolder(newFolder());
    writeFileSync(path.join(files.folder, 'program.json'), '{"title": 1}');
    assert.equal(await KeptFolder.takeOver(files.folder, 'second'), null);
    assert.equal(existsSync(files.folder), false);
  });

  it('is deleted at once, so that no window finds a part of it', async () => {
    const root = newFolder();
    const kept = await leftFolder(root);
    const { channel } = kept.files;
    for (let index = 0; index < 500; index++) writeFileSync(path.join(channel, String(index)), '');
    let isDeleted = false;
    const deleted = kept.delete().then(() => (isDeleted = true));
    while (!isDeleted) {
      const names = await readdir(channel).catch(() => null);
      if (names) assert.equal(names.length, 500);
    }
    await deleted;
    assert.deepEqual(readdirSync(root), []);
  });

  it('cannot be taken over where there is none', async () => {
    assert.equal(await KeptFolder.takeOver(path.join(newFolder(), 'none'), 'second'), null);
  });
});
