import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { ProgramLog } from '../../../src/logs/programLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('the log of a program', () => {
  const newFolder = temporaryFolders();

  /** The losses by the ids of their logs, after all that was told. */
  async function lossesOf(log: ProgramLog, isLast = true): Promise<Record<string, (number | undefined)[]>> {
    const events: { id: string; event: RunEvent }[] = [];
    for await (const told of log.update(isLast)) events.push(told);
    const losses: Record<string, (number | undefined)[]> = {};
    for (const { id, event } of events) {
      const name = path.basename(id.split('\n')[0]);
      if (event.type === 'reset') losses[name] = [];
      if (event.type === 'samples') (losses[name] ??= []).push(...event.samples.map(({ loss }) => loss));
    }
    return losses;
  }

  it('is waited for, and read as it grows', async () => {
    const file = path.join(newFolder(), 'log.csv');
    const log = await ProgramLog.watch(file, {});
    assert.deepEqual(await lossesOf(log), {});
    // What it is shows only with its first loss.
    writeFileSync(file, 'Starting, please wait\n');
    assert.deepEqual(await lossesOf(log), {});
    writeFileSync(file, 'step,loss\n0,3\n');
    assert.deepEqual(await lossesOf(log), { 'log.csv': [3] });
    appendFileSync(file, '1,2\n');
    assert.deepEqual(await lossesOf(log, false), { 'log.csv': [2] });
    rmSync(file);
    assert.deepEqual(await lossesOf(log), {});
    writeFileSync(file, 'step,loss\n0,5\n1,4\n');
    assert.deepEqual(await lossesOf(log), { 'log.csv': [5, 4] });
  });

  it('is not what was there before, until it is written on', async () => {
    const file = path.join(newFolder(), 'train.log');
    writeFileSync(file, 'step 0 loss 9\nstep 1 loss 8\nstep 2 loss 7\n');
    utimesSync(file, 1, 1);
    const log = await ProgramLog.watch(file, {});
    assert.deepEqual(await lossesOf(log), {});
    appendFileSync(file, 'step 0 loss 3\nstep 1 loss 2\n');
    assert.deepEqual(await lossesOf(log), { 'train.log': [3, 2] });
  });

  it('may be one of many in a folder, or in a database that has earlier ones', async () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, 'old'));
    writeFileSync(path.join(folder, 'old', 'old.csv'), 'step,loss\n0,9\n');
    copyFileSync('test/fixtures/logs/sqlite/trackio.db', path.join(folder, 'trackio.db'));
    const log = await ProgramLog.watch(folder, {});
    utimesSync(path.join(folder, 'trackio.db'), 1, 1);
    writeFileSync(path.join(folder, 'new.csv'), 'step,loss\n0,3\n');
    assert.deepEqual(await lossesOf(log), { 'new.csv': [3] });
  });
});
