import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, createOwner, processStart, HEARTBEAT_TIMEOUT } from '../../../src/store/ownership.ts';
import type { Owner } from '../../../src/store/ownership.ts';
import { CLAIM } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';

/** A process number that no system gives out. */
const NOBODY = 2 ** 30;

describe('the owner of an attempt', () => {
  const newFolder = temporaryFolders();
  /** process.json whose heartbeat is so many milliseconds old. */
  const beaten = (age: number): string => {
    const file = path.join(newFolder(), 'process.json');
    writeFileSync(file, '');
    const time = new Date(Date.now() - age);
    utimesSync(file, time, time);
    return file;
  };
  const isOwnerAlive = async (change: Partial<Owner>, age = 0): Promise<boolean> =>
    isAlive({ ...(await createOwner(CLAIM, null)), ...change }, beaten(age));

  it('says what identifies this process, and what the attempt continues', async () => {
    const { startedAt, ...owner } = await createOwner({ ...CLAIM, job: '17' }, { attempt: 1, step: 5 });
    assert.ok(Math.abs(Date.parse(startedAt) - Date.now()) < 10_000);
    assert.deepEqual(
      { ...owner, processStart: null, boot: null },
      {
        pid: process.pid,
        processStart: null,
        boot: null,
        host: os.hostname(),
        window: 'window',
        runner: 'workers',
        outlivesWindow: false,
        job: '17',
        state: 'running',
        continues: { attempt: 1, step: 5 },
      },
    );
  });

  it('is alive while its process is, however long its last heartbeat is ago', async function () {
    if ((await processStart(process.pid)) === null) this.skip();
    assert.equal(await isOwnerAlive({}, 100 * HEARTBEAT_TIMEOUT), true);
    assert.equal(await isOwnerAlive({ pid: NOBODY }), false);
  });

  it('is not alive when its number belongs to another process by now', async function () {
    if ((await processStart(process.pid)) === null) this.skip();
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    try {
      assert.equal(await isOwnerAlive({ pid: child.pid! }), false, 'another process has the number');
      assert.equal(await isOwnerAlive({ pid: child.pid!, processStart: await processStart(child.pid!) }), true);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });

  it('is not alive when the machine was started again meanwhile', async function () {
    if ((await createOwner(CLAIM, null)).boot === null) this.skip();
    assert.equal(await isOwnerAlive({ boot: '00000000-0000-0000-0000-000000000000' }), false);
  });

  it('is alive by its heartbeat where the start of processes is unknown', async () => {
    assert.equal(await isOwnerAlive({ processStart: null }, HEARTBEAT_TIMEOUT / 2), true);
    assert.equal(await isOwnerAlive({ processStart: null }, HEARTBEAT_TIMEOUT * 2), false);
    assert.equal(await isOwnerAlive({ processStart: null, pid: NOBODY }, 0), false);
  });

  it('is alive by its heartbeat on a machine whose processes cannot be seen', async () => {
    assert.equal(await isOwnerAlive({ host: 'elsewhere', pid: NOBODY }, HEARTBEAT_TIMEOUT / 2), true);
    assert.equal(await isOwnerAlive({ host: 'elsewhere' }, HEARTBEAT_TIMEOUT * 2), false);
    const owner = { ...(await createOwner(CLAIM, null)), host: 'elsewhere' };
    assert.equal(await isAlive(owner, path.join(newFolder(), 'missing.json')), false);
  });

  it('waits in a queue that outlives its window, but does not train there without a heartbeat', async () => {
    const queued = { host: 'cluster', outlivesWindow: true, state: 'queued' } as const;
    assert.equal(await isOwnerAlive(queued, 100 * HEARTBEAT_TIMEOUT), true);
    assert.equal(await isOwnerAlive({ ...queued, state: 'running' }, 100 * HEARTBEAT_TIMEOUT), false);
    assert.equal(await isOwnerAlive({ ...queued, outlivesWindow: false }, 100 * HEARTBEAT_TIMEOUT), false);
  });
});
