import assert from 'node:assert/strict';
import path from 'node:path';
import type { RunEvent, RunSpec } from '../../src/domain/run.ts';
import { WorkerPool } from '../../src/runs/workerPool.ts';
import type { EndedEvent, PoolOptions } from '../../src/runs/workerPool.ts';
import { DIST, MNIST } from '../support/folders.ts';
import { isRunning, needsPosixProcesses, until } from '../support/processes.ts';
import { longSpec, smallSpec } from '../support/runs.ts';

interface Started {
  readonly losses: number[];
  readonly cancel: AbortController;
  readonly ended: Promise<EndedEvent>;
}

describe('warm workers', function () {
  this.timeout(60_000);
  const pools: WorkerPool[] = [];
  afterEach(() => {
    for (const pool of pools.splice(0)) pool.dispose();
  });

  function newPool(size: number, options: Partial<PoolOptions> = {}): WorkerPool {
    const pool = new WorkerPool(size, {
      script: path.join(DIST, 'worker.js'),
      silence: 15_000,
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
    const job = { run, spec, datasetFolder: MNIST, metricsFile: null, checkpointFile: null, continueFrom: null };
    return { losses, cancel, ended: pool.run(() => Promise.resolve(job), cancel.signal, onEvent) };
  }

  const trains = (...runs: Started[]): Promise<void> =>
    until('the runs train', () => runs.every(({ losses }) => losses.length > 1));

  it('are forked before there is a run, no more than the pool may have, and train the runs that come', async () => {
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

  it('give the numbers of cold ones, whatever they prepared', async () => {
    const cold = start(newPool(1), smallSpec());
    await cold.ended;
    const prepared = [
      smallSpec(),
      smallSpec({ seed: 3, batchSize: 10 }),
      smallSpec({ dataset: { ...smallSpec().dataset, train: 1000 } }),
    ];
    for (const spec of prepared) {
      const pool = newPool(1);
      pool.warmUp(1, { spec, datasetFolder: MNIST });
      const warm = start(pool, smallSpec());
      assert.equal((await warm.ended).state, 'finished');
      assert.deepEqual(warm.losses, cold.losses);
    }
  });

  it('train although what they should prepare is not there', async () => {
    const pool = newPool(1);
    pool.warmUp(1, { spec: smallSpec(), datasetFolder: path.join(MNIST, 'nowhere') });
    assert.equal((await start(pool, smallSpec()).ended).state, 'finished');
  });

  it('end when they had nothing to do for a while, and others take their place', async () => {
    const pool = newPool(1, { idleEnd: 1 });
    pool.warmUp(1);
    const [first] = pool.pids;
    await until('the unused worker is gone', () => pool.pids.length === 0 && !isRunning(first));
    const run = start(pool, smallSpec());
    const [second] = pool.pids;
    assert.equal((await run.ended).state, 'finished');
    assert.notEqual(second, first);
    await until('the worker that has trained is gone', () => pool.pids.length === 0 && !isRunning(second));
  });

  it('are not taken for idle while they train', async () => {
    const pool = newPool(1, { idleEnd: 1 });
    const long = start(pool, longSpec());
    const { pids } = pool;
    await trains(long);
    assert.deepEqual(pool.pids, pids);
    long.cancel.abort();
    assert.equal((await long.ended).state, 'cancelled');
  });

  it('are replaced when they die before their first run', async function () {
    needsPosixProcesses(this);
    const pool = newPool(1);
    pool.warmUp(1);
    const [pid] = pool.pids;
    process.kill(pid, 'SIGKILL');
    await until('the pool knows', () => pool.pids.length === 0);
    assert.equal((await start(pool, smallSpec()).ended).state, 'finished');
  });

  it('end with the pool', async () => {
    const pool = newPool(2);
    pool.warmUp(2);
    const { pids } = pool;
    pool.dispose();
    await until('they are gone', () => pool.pids.length === 0 && !pids.some(isRunning));
    pool.warmUp(1);
    assert.deepEqual(pool.pids, []);
  });

  it('train half as many runs more side by side, in a pool that stretches, if those are all', async () => {
    const pool = newPool(2, { stretches: true });
    const three = ['a', 'b', 'c'].map((run) => start(pool, longSpec(), run));
    await trains(...three);
    assert.deepEqual([pool.pids.length, pool.waiting], [3, 0]);
    for (const { cancel } of three) cancel.abort();
    await Promise.all(three.map(({ ended }) => ended));
    assert.equal(pool.isBusy, false);
    const four = ['d', 'e', 'f', 'g'].map((run) => start(pool, longSpec(), run));
    await trains(four[0], four[1]);
    assert.equal(pool.waiting, 2, 'four runs take two rounds as well as they can');
    for (const { cancel } of four) cancel.abort();
    await Promise.all(four.map(({ ended }) => ended));
  });

  it('train no more runs than the size in another pool', () => {
    const pool = newPool(2);
    for (const run of ['a', 'b', 'c']) start(pool, longSpec(), run);
    assert.deepEqual([pool.pids.length, pool.waiting], [2, 1]);
  });
});
