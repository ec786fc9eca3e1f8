import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChosenColumns } from '../../../src/logs/columnRoles.ts';
import { columnsOf } from '../../../src/logs/logColumns.ts';
import type { Log } from '../../../src/logs/log.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('columns that the user has chosen', () => {
  const newFolder = temporaryFolders();

  function write(text: string): Promise<Log> {
    const file = path.join(newFolder(), 'train.log');
    writeFileSync(file, text);
    return openLog(file);
  }

  async function lossesOf(log: Log, columns: ChosenColumns): Promise<number[]> {
    return Array.from((await readLog(log, { columns })).tracker.series('loss').values);
  }

  for (const [format, text] of [
    ['a table', 'step,loss,objective\n1,9,3\n2,9,2\n'],
    ['lines of JSON', '{"step":1,"loss":9}\n{"step":1,"objective":3}\n{"step":2,"objective":2}\n'],
  ]) {
    it(`are read from ${format} instead of those with the usual names`, async () => {
      const log = await write(text);
      assert.deepEqual(await lossesOf(log, { loss: 'objective' }), [3, 2]);
    });
  }

  it('are read from console output where its names are known', async () => {
    const log = await write('step 1 loss 9 total_loss 3\nstep 2 loss 9 total_loss 2\n');
    assert.deepEqual(await lossesOf(log, { loss: 'total_loss' }), [3, 2]);
  });

  it('are nothing else besides', async () => {
    const log = await write('step,train_loss,val_loss,lr\n1,3,4,0.1\n2,2,3,0.1\n');
    const { roles } = await columnsOf(log, { loss: 'val_loss' });
    assert.deepEqual([roles.loss, roles.validationLoss, roles.rate], [['val_loss'], [], ['lr']]);
  });

  it('are chosen among all that the log has', async () => {
    const { names, roles } = await columnsOf(await write('step,loss,objective\n1,9,3\n'), {});
    assert.deepEqual([names, roles.loss], [['step', 'loss', 'objective'], ['loss']]);
  });

  it('are not looked for in all of a text that shows none', async () => {
    const log = await write(`${'waiting for the first epoch\n'.repeat(400_000)}step 1 loss 9\n`);
    assert.deepEqual((await columnsOf(log, {})).names, []);
  });
});
