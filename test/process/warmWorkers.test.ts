import assert from 'node:assert/strict';
import path from 'node:path';
import type { RunSpec } from '../../src/domain/run.ts';
import type { EndedEvent, RunEvent } from '../../src/domain/runEvent.ts';
import { WorkerPool } from '../../src/runs/workerPool.ts';
import type { PoolOptions } from '../../src/runs/workerPool.ts';
import { DIST, MNIST } from '../support/folders.ts';
import { isRunning, needsPosixProcesses, until } from '../support/processes.ts';
import { longSpec, smallSpec } from '../support/runs.ts';

interface Started {
  readonly losses: number[];
  readonly cancel: AbortController;
  readonly ended: Promise<EndedEvent>;
}

describe('workers that start in advance', function () {
  this.timeout(60_000);
  const pools: WorkerPool[] = [];
  afterEach(() => {
    for (const pool of pools.splice(0)) pool.dispose();
  });

  function newPool(size: number, options: Partial<PoolOptions> = {}): WorkerPool {
    const pool = new WorkerPool(size, {
      script: path.join(DIST, 'worker.js'),
      heartbeatTimeout: 15_000,
      priority: 'normal',
      ...options,
    });
    pools.push(pool);
    return pool;
  }

  function start(pool: WorkerPool, spec: RunSpec, run = 'run'): Started {
    const losses: number[] = [];
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'samples') losses.push(...event.samples.flatMap(({ loss }) => loss ?? []));
    };
    const cancel = new AbortController();
    const job = { run, spec, datasetFolder: MNIST, attempt: null, continueFrom: null, earlier: [] };
    return { losses, cancel, ended: pool.run(() => Promise.resolve(job), cancel.signal, onEvent) };
  }

  const trains = (...runs: Started[]): Promise<void> =>
    until('the runs train', () => runs.every(({ losses }) => losses.length > 1));

  it('are started before there is a run, no more than the size of the pool, and train the next runs', async () => {
    const pool = newPool(2);
    pool.warmUp(1);
    assert.equal(pool.pids.length, 1);
    pool.warmUp(5);
    const { pids } = pool;
    assert.equal(pids.length, 2);
    const runs = [start(pool, smallSpec(), 'a'), start(pool, smallSpec(), 'b')];
    for (const { ended } of runs) assert.equal((await ended).state, 'finished');
    assert.deepEqual(pool.pids, pids);
  });

  it('compute the same numbers, whatever they have prepared', async () => {
    const unprepared = start(newPool(1), smallSpec());
    await unprepared.ended;
    const prepared = [
      smallSpec(),
      smallSpec({ seed: 3, batchSize: 10 }),
      smallSpec({ dataset: { ...smallSpec().dataset, train: 1000 } }),
    ];
    for (const spec of prepared) {
      const pool = newPool(1);
      pool.warmUp(1, { spec, datasetFolder: MNIST });
      const run = start(pool, smallSpec());
      assert.equal((await run.ended).state, 'finished');
      assert.deepEqual(run.losses, unprepared.losses);
    }
  });

  it('train even if they cannot prepare what they should', async () => {
    const pool = newPool(1);
    pool.warmUp(1, { spec: smallSpec(), datasetFolder: path.join(MNIST, 'nowhere') });
    assert.equal((await start(pool, smallSpec()).ended).state, 'finished');
  });

  it('exit after an idle time, and are replaced', async () => {
    const pool = newPool(1, { idleTimeout: 1 });
    pool.warmUp(1);
    const [first] = pool.pids;
    await until('the unused worker has exited', () => pool.pids.length === 0 && !isRunning(first));
    const run = start(pool, smallSpec());
    const [second] = pool.pids;
    assert.equal((await run.ended).state, 'finished');
    assert.notEqual(second, first);
    await until('the worker that has trained has exited', () => pool.pids.length === 0 && !isRunning(second));
  });

  it('are not idle while they train', async () => {
    const pool = newPool(1, { idleTimeout: 1 });
    const long = start(pool, longSpec());
    const { pids } = pool;
    await trains(long);
    assert.deepEqual(pool.pids, pids);
    long.cancel.abort();
    assert.equal((await long.ended).state, 'cancelled');
  });

  it('are replaced if they exit before their first run', async function () {
    needsPosixProcesses(this);
    const pool = newPool(1);
    pool.warmUp(1);
    const [pid] = pool.pids;
    process.kill(pid, 'SIGKILL');
    await until('the pool has noticed', () => pool.pids.length === 0);
    assert.equal((await start(pool, smallSpec()).ended).state, 'finished');
  });

  it('exit when the pool is disposed', async () => {
    const pool = newPool(2);
    pool.warmUp(2);
    const { pids } = pool;
    pool.dispose();
    await until('they have exited', () => pool.pids.length === 0 && !pids.some(isRunning));
    pool.warmUp(1);
    assert.deepEqual(pool.pids, []);
  });

  it('train half as many runs more than the size at once if those are all and the pool can exceed its size', async () => {
    const pool = newPool(2, { canExceedSize: true });
    const three = ['a', 'b', 'c'].map((run) => start(pool, longSpec(), run));
    await trains(...three);
    assert.deepEqual([pool.pids.length, pool.waiting], [3, 0]);
    for (const { cancel } of three) cancel.abort();
    await Promise.all(three.map(({ ended }) => ended));
    assert.equal(pool.isBusy, false);
    const four = ['d', 'e', 'f', 'g'].map((run) => start(pool, longSpec(), run));
    await trains(four[0], four[1]);
    assert.equal(pool.waiting, 2, 'four runs take as long in two rounds');
    for (const { cancel } of four) cancel.abort();
    await Promise.all(four.map(({ ended }) => ended));
  });

  it('train no more runs than the size in other pools', () => {
    const pool = newPool(2);
    for (const run of ['a', 'b', 'c']) start(pool, longSpec(), run);
    assert.deepEqual([pool.pids.length, pool.waiting], [2, 1]);
  });
});
