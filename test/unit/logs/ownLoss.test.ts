import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import { columnsOf } from '../../../src/logs/logColumns.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { ownLossAmong } from '../../../src/logs/ownLoss.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

describe('a loss under a name of its own', () => {
  const newFolder = temporaryFolders();

  for (const [where, text] of [
    ['the first of a GAN', 'Epoch,Gen Loss,Disc Loss\n0,3,9\n1,2,9\n'],
    ["CatBoost's learn_error.tsv", 'iter\tLogloss\n0\t3\n1\t2\n'],
    ['lines of JSON', '{"step":0,"ctc_loss":3}\n{"step":1,"ctc_loss":2}\n'],
    ['a table of nothing but losses', 'd_adv_loss, f_slf_loss\n3,9\n2,9\n'],
    ['beside a known validation loss', 'epoch,rmse,crf_loss,val_loss\n0,9,3,4\n1,9,2,4\n'],
  ]) {
    it(`is read from a log that has no known one: ${where}`, async () => {
      const { samples } = await readText(newFolder(), text);
      assert.deepEqual(
        samples.map(({ step, loss }) => [step, loss]),
        [
          [0, 3],
          [1, 2],
        ],
      );
    });
  }

  it('is not looked for in a table without steps or epochs', async () => {
    await assert.rejects(readText(newFolder(), 'model,hair_loss\n1,3\n2,2\n'), /has no loss/);
  });

  it('is no measure beside a known validation loss, which may be of another quantity', async () => {
    const { samples } = await readText(newFolder(), 'epoch,val_loss,val_rmse,mae\n0,4,2,9\n1,3,1,8\n');
    assert.deepEqual(samples, [
      { step: 0, validationLoss: 4 },
      { step: 1, validationLoss: 3 },
    ]);
  });

  it('gives way to a known one that comes later while the log grows', async () => {
    const file = path.join(newFolder(), 'log.jsonl');
    writeFileSync(file, '{"step":0,"policy_loss":9}\n');
    const follower = new LogFollower(await openLog(file));
    assert.deepEqual(await losses(follower), [9]);
    appendFileSync(file, '{"step":0,"loss":3}\n{"step":1,"policy_loss":9,"loss":2}\n');
    assert.deepEqual(await losses(follower), [3, 2]);
  });

  it('is none that the user has chosen as something else, while the log grows too', async () => {
    const file = path.join(newFolder(), 'log.csv');
    writeFileSync(file, 'step,train_loss,lr\n0,3,0.1\n1,2,0.1\n');
    const follower = new LogFollower(await openLog(file), { columns: { validationLoss: 'train_loss' } });
    assert.deepEqual(await losses(follower), [undefined, undefined]);
    appendFileSync(file, '2,1,0.1\n');
    assert.deepEqual(await losses(follower), [undefined]);
  });

  it('is shown as the column of the loss', async () => {
    const file = path.join(newFolder(), 'log.csv');
    writeFileSync(file, 'epoch,Gen Loss,Disc Loss\n0,3,9\n');
    assert.deepEqual((await columnsOf(await openLog(file), {})).roles.loss, ['Gen Loss']);
  });

  it('is not shown where it is not read: in a table without steps or epochs', async () => {
    const file = path.join(newFolder(), 'log.csv');
    writeFileSync(file, 'D loss,G loss\n3,9\n2,9\n');
    assert.deepEqual((await columnsOf(await openLog(file), {})).roles.loss, []);
  });

  it('is none where a name only speaks of one', () => {
    assert.equal(ownLossAmong(['loss_scale', 'best_loss', 'loss_fn', 'val_ctc_loss', 'speed']), null);
    assert.equal(ownLossAmong(['hand_loss_ms', 'loss_time', 'loss_sec', 'loss_count', 'loss_mask']), null);
    assert.equal(ownLossAmong(['RMSE', 'ctc_loss']), 'ctc_loss');
  });
});

async function losses(follower: LogFollower): Promise<(number | undefined)[]> {
  let samples: Sample[] = [];
  for await (const event of follower.update()) {
    if (event.type === 'reset') samples = [];
    if (event.type === 'samples') samples.push(...event.samples);
  }
  return samples.map(({ loss }) => loss);
}
