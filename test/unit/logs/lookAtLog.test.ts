import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logsBelow } from '../../../src/logs/findLogs.ts';
import { lookAtLog } from '../../../src/logs/lookAtLog.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('a first look at a log', () => {
  const newFolder = temporaryFolders();

  async function look(name: string, content: string): ReturnType<typeof lookAtLog> {
    const file = path.join(newFolder(), name);
    writeFileSync(file, content);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    return lookAtLog(await openLog(file));
  }

  it('counts the losses of a small one, and tells when it was changed', async () =>
    assert.deepEqual(await look('train.csv', 'step,loss,val_loss\n1,2,\n2,1,\n2,,1.5\n3,0.5,'), {
      changedAt: 1_700_000_000_000,
      losses: 4,
      isWhole: true,
    }));

  it('counts those at the beginning of a large one', async () => {
    const glance = await look('train.log', 'step 1 loss 0.5\n'.repeat(10_000));
    assert.equal(glance?.isWhole, false);
    assert.ok(glance.losses! > 1000 && glance.losses! < 10_000, String(glance.losses));
  });

  it('tells when rows were added to a database, although its own file is older', async () => {
    const file = path.join(newFolder(), 'trackio.db');
    for (const suffix of ['', '-wal']) copyFileSync(`test/fixtures/logs/sqlite/trackio.db${suffix}`, file + suffix);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    utimesSync(`${file}-wal`, 1_700_000_060, 1_700_000_060);
    assert.deepEqual(await lookAtLog(await openLog(file)), {
      changedAt: 1_700_000_060_000,
      losses: null,
      isWhole: false,
    });
  });

  it('passes over a text without a loss', async () => assert.equal(await look('notes.txt', 'Nothing to see.\n'), null));
});

describe('the logs below a folder', () => {
  const newFolder = temporaryFolders();

  it('are looked for in the folders that are accepted', async () => {
    const folder = newFolder();
    for (const name of ['one', 'two']) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'train.csv'), 'step,loss\n1,2\n');
    }
    const found: string[] = [];
    for await (const { file } of logsBelow(folder, undefined, (each) => path.basename(each) !== 'two'))
      found.push(path.relative(folder, file));
    assert.deepEqual(found, [path.join('one', 'train.csv')]);
  });
});
