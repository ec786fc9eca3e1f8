import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { deleteUnfinished, KeptFolder, keptFoldersIn } from '../../../../src/app/programs/keptFolder.ts';
import type { KeptRecord } from '../../../../src/app/programs/keptFolder.ts';
import { HEARTBEAT_TIMEOUT } from '../../../../src/store/ownership.ts';
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

  it('is deleted where its window was killed while it made or deleted it, but not while it may still do so', async () => {
    const root = newFolder();
    for (const name of ['old.tmp', 'new.tmp']) mkdirSync(path.join(root, name, 'probe'), { recursive: true });
    const longAgo = new Date(Date.now() - 2 * HEARTBEAT_TIMEOUT);
    utimesSync(path.join(root, 'old.tmp'), longAgo, longAgo);
    const { files } = await leftFolder(root);
    await deleteUnfinished(root);
    assert.deepEqual(readdirSync(root).sort(), [path.basename(files.folder), 'new.tmp'].sort());
    await deleteUnfinished(path.join(root, 'none'));
  });

  it('cannot be taken over where there is none', async () => {
    assert.equal(await KeptFolder.takeOver(path.join(newFolder(), 'none'), 'second'), null);
  });
});
