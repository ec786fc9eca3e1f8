import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent, RunSpec, Sample } from '../../src/domain/run.ts';
import { fromJson } from '../../src/domain/json.ts';
import { WorkerPool } from '../../src/runs/workerPool.ts';
import type { EndedEvent } from '../../src/runs/workerPool.ts';
import { fittingBuild } from '../../src/training/wasm/build.ts';
import { DIST, MNIST, temporaryFolders } from '../support/folders.ts';
import { isRunning, needsPosixProcesses, until } from '../support/processes.ts';
import { longSpec, smallSpec } from '../support/runs.ts';

interface Started {
  readonly events: RunEvent[];
  readonly cancel: AbortController;
  readonly ended: Promise<EndedEvent>;
}

describe('the worker pool', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const pools: WorkerPool[] = [];
  afterEach(() => {
    for (const pool of pools.splice(0)) pool.dispose();
  });

  function newPool(
    options: { size?: number; silence?: number; script?: string; execArgv?: string[] } = {},
  ): WorkerPool {
    const { size = 1, silence = 15_000, script = path.join(DIST, 'worker.js'), execArgv } = options;
    const pool = new WorkerPool(size, { script, silence, priority: 'normal', execArgv });
    pools.push(pool);
    return pool;
  }

  function start(pool: WorkerPool, spec: RunSpec, run = 'run', metricsFile: string | null = null): Started {
    const events: RunEvent[] = [];
    const cancel = new AbortController();
    const ended = pool.run(
      () => Promise.resolve({ run, spec, datasetFolder: MNIST, metricsFile, checkpointFile: null, continueFrom: null }),
      cancel.signal,
      (event) => events.push(event),
    );
    return { events, cancel, ended };
  }

  const samplesOf = ({ events }: Started): Sample[] =>
    events.flatMap((event) => (event.type === 'samples' ? event.samples : []));
  const training = (started: Started): Promise<void> => until('the run trains', () => samplesOf(started).length > 1);

  it('trains a run: started, samples from step 0 to the last, epochs, ended', async () => {
    const metrics = path.join(newFolder(), 'metrics.jsonl');
    const started = start(newPool(), smallSpec(), 'run', metrics);
    assert.deepEqual(await started.ended, { type: 'ended', state: 'finished' });
    assert.deepEqual(started.events[0], {
      type: 'started',
      run: 'run',
      spec: smallSpec(),
      context: {
        optimizer: 'adam',
        rate: 0.01,
        batchSize: 64,
        classes: 10,
        total: 8,
        unit: 'step',
        engine: `wasm ${fittingBuild()}`,
      },
    });
    const samples = samplesOf(started);
    assert.deepEqual(
      samples.flatMap(({ step, loss }) => (loss === undefined ? [] : [step])),
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
    );
    const epochs = started.events.flatMap((event) => (event.type === 'epoch' ? [event.epoch] : []));
    assert.deepEqual(
      epochs.map(({ epoch, step, images }) => [epoch, step, images]),
      [
        [1, 4, 256],
        [2, 8, 256],
      ],
    );
    for (const { epoch, step, loss, accuracy, validationLoss } of epochs) {
      const batches = samples.filter(
        (sample) => sample.loss !== undefined && sample.step > step - 4 && sample.step <= step,
      );
      assert.ok(
        Math.abs(loss - batches.reduce((sum, batch) => sum + batch.loss!, 0) / 4) < 1e-12,
        'the mean over the images',
      );
      const tested = samples.find((sample) => sample.epoch === epoch && sample.validationLoss !== undefined);
      assert.deepEqual(
        [tested?.step, tested?.validationAccuracy, tested?.validationLoss],
        [step, accuracy, validationLoss],
      );
    }
    const onDisk = readFileSync(metrics, 'utf8')
      .trim()
      .split('\n')
      .map((text) => fromJson(text));
    assert.deepEqual(onDisk, samples);
  });

  it('gives the same numbers to the last bit for the same seed, in a used worker as in a fresh one', async () => {
    const pool = newPool();
    const losses = async (from: WorkerPool, run: string, seed: number): Promise<unknown> => {
      const started = start(from, smallSpec({ seed }), run);
      await started.ended;
      return samplesOf(started).map(({ step, loss, validationAccuracy, validationLoss }) => ({
        step,
        loss,
        validationAccuracy,
        validationLoss,
      }));
    };
    const first = await losses(pool, 'a', 1);
    const other = await losses(pool, 'b', 2);
    const again = await losses(pool, 'c', 1);
    assert.equal(pool.pids.length, 1);
    assert.deepEqual(again, first);
    assert.notDeepEqual(other, first);
    assert.deepEqual(await losses(newPool(), 'd', 1), first);
  });

  it('ends a run whose loss stops being finite as a result, at once', async () => {
    const started = start(newPool(), longSpec({ learningRate: 1e30, optimizer: { name: 'sgd' } }));
    assert.deepEqual(await started.ended, { type: 'ended', state: 'finished' });
    const samples = samplesOf(started);
    assert.ok(!Number.isFinite(samples.at(-1)!.loss), `${samples.at(-1)!.loss}`);
    assert.ok(samples.slice(0, -1).every(({ loss }) => Number.isFinite(loss)));
  });

  it('hands samples on in batches while it trains', async () => {
    const started = start(newPool(), longSpec());
    const received = (): number => started.events.filter(({ type }) => type === 'samples').length;
    await until('five batches of samples came', () => received() >= 5);
    assert.ok(
      samplesOf(started).length > 2 * received(),
      `${samplesOf(started).length} samples in ${received()} batches`,
    );
    started.cancel.abort();
    assert.equal((await started.ended).state, 'cancelled');
  });

  it('cancels a run that answers, and trains the next in the same worker', async () => {
    const pool = newPool();
    const long = start(pool, longSpec(), 'long');
    await training(long);
    const [pid] = pool.pids;
    long.cancel.abort();
    assert.deepEqual(await long.ended, { type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    assert.equal((await start(pool, smallSpec(), 'next').ended).state, 'finished');
    assert.deepEqual(pool.pids, [pid]);
  });

  it('kills a worker that does not answer a cancel', async function () {
    needsPosixProcesses(this);
    const pool = newPool();
    const started = start(pool, longSpec());
    await training(started);
    const [pid] = pool.pids;
    process.kill(pid, 'SIGSTOP');
    started.cancel.abort();
    assert.equal((await started.ended).state, 'cancelled');
    assert.ok(!isRunning(pid));
  });

  it('cancels runs that wait without starting them', async () => {
    const pool = newPool();
    const long = start(pool, longSpec(), 'long');
    const waiting = start(pool, longSpec(), 'waiting');
    assert.equal(pool.waiting, 1);
    waiting.cancel.abort();
    assert.equal((await waiting.ended).state, 'cancelled');
    assert.deepEqual([pool.waiting, waiting.events], [0, []]);
    long.cancel.abort();
    await long.ended;
  });

  it('fails the run of a killed worker with a sentence, and nothing else', async function () {
    needsPosixProcesses(this);
    const pool = newPool({ size: 2 });
    const victim = start(pool, longSpec(), 'victim');
    await training(victim);
    const [pid] = pool.pids;
    const other = start(pool, smallSpec(), 'other');
    const next = start(pool, smallSpec(), 'next');
    process.kill(pid, 'SIGKILL');
    const ended = await victim.ended;
    assert.equal(ended.state, 'failed');
    assert.equal(
      ended.reason,
      'The training process was killed (SIGKILL), by somebody or by the system for lack of memory.',
    );
    assert.deepEqual([(await other.ended).state, (await next.ended).state], ['finished', 'finished']);
  });

  it('stops a worker that hangs, after the silence allowed, and says so', async function () {
    needsPosixProcesses(this);
    const pool = newPool({ silence: 1_000 });
    const started = start(pool, longSpec());
    await training(started);
    const [pid] = pool.pids;
    process.kill(pid, 'SIGSTOP');
    const ended = await started.ended;
    assert.deepEqual(
      [ended.state, ended.reason],
      ['failed', 'The training process gave no sign of life for 2 seconds and was stopped.'],
    );
    assert.ok(!isRunning(pid));
  });

  it('takes its own absence for no silence of the worker', async () => {
    const pool = newPool({ silence: 1_000 });
    const started = start(pool, longSpec());
    await training(started);
    // This process stands still for longer than the silence allowed, as when a laptop sleeps.
    const awake = performance.now() + 2_500;
    while (performance.now() < awake) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const before = samplesOf(started).length;
    await until('the run goes on', () => samplesOf(started).length > before + 100);
    started.cancel.abort();
    assert.equal((await started.ended).state, 'cancelled');
  });

  it('fails a run whose worker runs out of memory, with the end of its standard error', async () => {
    const script = path.join(newFolder(), 'greedy.js');
    writeFileSync(
      script,
      'process.on("message", () => { const hoard = []; for (;;) hoard.push(new Array(1e5).fill({})); });',
    );
    const ended = await start(newPool({ script, execArgv: ['--max-old-space-size=32'] }), smallSpec()).ended;
    assert.equal(ended.state, 'failed');
    assert.equal(ended.reason, 'The training process ran out of memory.');
    assert.match(ended.stderrTail ?? '', /heap out of memory/);
  });

  it('fails a run that needs more memory than there is with a sentence, and keeps the worker', async () => {
    const pool = newPool();
    const [pid] = [await start(pool, smallSpec(), 'first').ended, pool.pids[0]].slice(1) as [number];
    const huge = smallSpec({
      network: { input: [28, 28, 1], blocks: [], hidden: [60_000, 60_000], outputs: 10, loss: 'cross-entropy' },
    });
    const ended = await start(pool, huge, 'huge').ended;
    assert.equal(ended.state, 'failed');
    assert.match(ended.reason ?? '', /memory/i);
    assert.deepEqual(pool.pids, [pid]);
  });

  it('fails a run whose worker ends by itself, with its exit code', async () => {
    const script = path.join(newFolder(), 'quitter.js');
    writeFileSync(script, 'process.on("message", () => { console.error("no GPU here"); process.exit(7); });');
    const ended = await start(newPool({ script }), smallSpec()).ended;
    assert.deepEqual(
      [ended.state, ended.reason, ended.stderrTail],
      ['failed', 'The training process ended unexpectedly with exit code 7.', 'no GPU here'],
    );
  });

  it('fails a run whose worker cannot be started', async () => {
    const ended = await start(newPool({ script: path.join(newFolder(), 'missing.js') }), smallSpec()).ended;
    assert.equal(ended.state, 'failed');
    assert.match(ended.stderrTail ?? '', /Cannot find module/);
  });

  it('fails a run whose data is bad with the sentence of the reader', async () => {
    const pool = newPool();
    const folder = newFolder();
    const cancel = new AbortController();
    const ended = await pool.run(
      () =>
        Promise.resolve({
          run: 'run',
          spec: smallSpec(),
          datasetFolder: folder,
          metricsFile: null,
          checkpointFile: null,
          continueFrom: null,
        }),
      cancel.signal,
      () => undefined,
    );
    assert.equal(ended.state, 'failed');
    assert.match(ended.reason ?? '', /train-images/);
  });

  it('ends its workers when it is disposed of, idle or training', async () => {
    const pool = newPool({ size: 2 });
    await start(pool, smallSpec(), 'done').ended;
    const long = start(pool, longSpec(), 'long');
    const second = start(pool, longSpec(), 'second');
    await training(long);
    await training(second);
    const { pids } = pool;
    assert.equal(pids.length, 2);
    pool.dispose();
    assert.deepEqual([(await long.ended).state, (await second.ended).state], ['interrupted', 'interrupted']);
    await until('the workers are gone', () => !pids.some(isRunning));
  });

  it('does not inherit flags of its own process', async () => {
    process.execArgv.push('--expose-gc');
    try {
      const script = path.join(newFolder(), 'flags.js');
      writeFileSync(
        script,
        'process.on("message", ({ run }) => process.send({ type: "event", run, event: { type: "ended", state: "failed", reason: process.execArgv.join() } }));',
      );
      assert.equal((await start(newPool({ script }), smallSpec()).ended).reason, '');
    } finally {
      process.execArgv.pop();
    }
  });
});
