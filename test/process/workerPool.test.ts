import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import type { RunSpec } from '../../src/domain/run.ts';
import type { Sample } from '../../src/domain/sample.ts';
import type { EndedEvent, RunEvent } from '../../src/domain/runEvent.ts';
import { factsOf } from '../../src/domain/runFacts.ts';
import { RunTracker } from '../../src/domain/runTracker.ts';
import type { TrainingJob } from '../../src/protocol/training.ts';
import { PruneReason } from '../../src/runs/runner.ts';
import { WorkerPool } from '../../src/runs/workerPool.ts';
import { Attempt } from '../../src/store/attempt.ts';
import { supportedBuild } from '../../src/training/wasm/build.ts';
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
    options: { size?: number; heartbeatTimeout?: number; script?: string; execArgv?: string[] } = {},
  ): WorkerPool {
    const { size = 1, heartbeatTimeout = 15_000, script = path.join(DIST, 'worker.js'), execArgv } = options;
    const pool = new WorkerPool(size, { script, heartbeatTimeout, priority: 'normal', execArgv });
    pools.push(pool);
    return pool;
  }

  function jobOf(spec: RunSpec, run: string, attempt: TrainingJob['attempt'] = null): TrainingJob {
    return { run, spec, datasetFolder: MNIST, attempt, continueFrom: null, earlier: [] };
  }

  /** An attempt in the folder of an experiment. */
  async function newAttempt(): Promise<Attempt> {
    const attempt = new Attempt(path.join(newFolder(), 'runs', '0', 'attempt-1'), 1);
    mkdirSync(attempt.folder, { recursive: true });
    await attempt.claim({ window: 'test', runner: 'workers' }, null);
    return attempt;
  }

  function start(pool: WorkerPool, spec: RunSpec, run = 'run', attempt: Attempt | null = null): Started {
    const events: RunEvent[] = [];
    const cancel = new AbortController();
    const ended = pool.run(
      () => Promise.resolve(jobOf(spec, run, attempt && { folder: attempt.folder, number: attempt.number })),
      cancel.signal,
      (event) => events.push(event),
    );
    return { events, cancel, ended };
  }

  const samplesOf = ({ events }: Started): Sample[] =>
    events.flatMap((event) => (event.type === 'samples' ? event.samples : []));
  const training = (started: Started): Promise<void> => until('the run trains', () => samplesOf(started).length > 1);

  it('trains a run: started, samples from step 0 to the last, epochs, ended', async () => {
    const attempt = await newAttempt();
    const started = start(newPool(), smallSpec(), 'run', attempt);
    assert.deepEqual(await started.ended, { type: 'ended', state: 'finished' });
    assert.deepEqual(started.events[0], {
      type: 'started',
      run: 'run',
      facts: factsOf(smallSpec()),
      spec: smallSpec(),
      engine: `wasm ${supportedBuild()}`,
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
    const onDisk = readFileSync(attempt.metricsFile, 'utf8')
      .trim()
      .split('\n')
      .map((text) => fromJson(text));
    assert.deepEqual(onDisk, samples);
  });

  it('writes the result in the worker, before the run ends for the pool', async () => {
    const attempt = await newAttempt();
    const started = start(newPool(), smallSpec(), 'run', attempt);
    const ended = await started.ended;
    const tracker = new RunTracker({ facts: factsOf(smallSpec()), spec: smallSpec() });
    for (const event of [...started.events, ended]) tracker.apply(event);
    assert.deepEqual(await attempt.result(), tracker.result());
  });

  it('writes the result of a run that is cancelled or fails, too', async () => {
    const pool = newPool();
    const [cancelled, failed] = [await newAttempt(), await newAttempt()];
    const started = start(pool, longSpec(), 'cancelled', cancelled);
    await training(started);
    started.cancel.abort();
    await started.ended;
    await start(pool, smallSpec({ dataset: { ...smallSpec().dataset, train: 1e6 } }), 'failed', failed).ended;
    const results = [await cancelled.result(), await failed.result()];
    assert.deepEqual(
      results.map((result) => result?.state),
      ['cancelled', 'failed'],
    );
    assert.ok(existsSync(cancelled.checkpointFile), 'so that it can be resumed');
  });

  it('ends a run as pruned, with the reason, when its signal says so, whether it trains or waits', async () => {
    const pool = newPool();
    const attempt = await newAttempt();
    const started = start(pool, longSpec(), 'pruned', attempt);
    const waiting = start(pool, longSpec(), 'waiting');
    await training(started);
    for (const { cancel } of [started, waiting]) cancel.abort(new PruneReason('Too far behind.'));
    const expected = { type: 'ended', state: 'pruned', reason: 'Too far behind.' };
    assert.deepEqual([await started.ended, await waiting.ended], [expected, expected]);
    const result = await attempt.result();
    assert.deepEqual([result?.state, result?.reason, result?.score], ['pruned', 'Too far behind.', null]);
    assert.ok(result!.series.loss!.steps.length > 1);
  });

  it('leaves no result of a run whose worker was killed', async function () {
    needsPosixProcesses(this);
    const attempt = await newAttempt();
    const pool = newPool();
    const started = start(pool, longSpec(), 'run', attempt);
    await training(started);
    process.kill(pool.pids[0], 'SIGKILL');
    await started.ended;
    assert.equal(await attempt.result(), null);
  });

  it('ends a range test after its steps, in the middle of an epoch', async () => {
    const spec = smallSpec({
      dataset: { ...smallSpec().dataset, test: 0 },
      learningRate: 1e-7,
      schedule: { name: 'exponential', factor: 1e8, every: 5 },
      steps: 6,
    });
    const started = start(newPool(), spec);
    assert.equal((await started.ended).state, 'finished');
    assert.deepEqual(
      samplesOf(started).map(({ step, rate }) => [step, rate?.toPrecision(3)]),
      [0, 1, 2, 3, 4, 5, 6].map((step) => [
        step,
        step === 0 ? undefined : (1e-7 * 1e8 ** ((step - 1) / 5)).toPrecision(3),
      ]),
    );
    assert.equal(started.events.filter(({ type }) => type === 'epoch').length, 1);
  });

  it('computes the same numbers, to the last bit, for the same seed in a used and in a new worker', async () => {
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

  it('finishes a run at the first loss that is not finite', async () => {
    const started = start(newPool(), longSpec({ learningRate: 1e30, optimizer: { name: 'sgd' } }));
    assert.deepEqual(await started.ended, { type: 'ended', state: 'finished' });
    const samples = samplesOf(started);
    assert.ok(!Number.isFinite(samples.at(-1)!.loss), `${samples.at(-1)!.loss}`);
    assert.ok(samples.slice(0, -1).every(({ loss }) => Number.isFinite(loss)));
  });

  it('reports samples in batches while it trains', async () => {
    const started = start(newPool(), longSpec());
    const received = (): number => started.events.filter(({ type }) => type === 'samples').length;
    await until('five batches of samples have arrived', () => received() >= 5);
    assert.ok(
      samplesOf(started).length > 2 * received(),
      `${samplesOf(started).length} samples in ${received()} batches`,
    );
    started.cancel.abort();
    assert.equal((await started.ended).state, 'cancelled');
  });

  it('cancels a run, and trains the next one in the same worker', async () => {
    const pool = newPool();
    const long = start(pool, longSpec(), 'long');
    await training(long);
    const [pid] = pool.pids;
    long.cancel.abort();
    assert.deepEqual(await long.ended, { type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    assert.equal((await start(pool, smallSpec(), 'next').ended).state, 'finished');
    assert.deepEqual(pool.pids, [pid]);
  });

  it('kills a worker that does not cancel its run', async function () {
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

  it('cancels waiting runs without starting them', async () => {
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

  it('fails the run of a killed worker with a sentence, and no other run', async function () {
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
      'The training process was killed (SIGKILL), possibly because the system ran out of memory.',
    );
    assert.deepEqual([(await other.ended).state, (await next.ended).state], ['finished', 'finished']);
  });

  it('kills a worker that hangs after the heartbeat timeout, and says so', async function () {
    needsPosixProcesses(this);
    const pool = newPool({ heartbeatTimeout: 1_000 });
    const started = start(pool, longSpec());
    await training(started);
    const [pid] = pool.pids;
    process.kill(pid, 'SIGSTOP');
    const ended = await started.ended;
    assert.deepEqual(
      [ended.state, ended.reason],
      ['failed', "The training process didn't respond for 2 seconds and was stopped."],
    );
    assert.ok(!isRunning(pid));
  });

  it('does not kill a worker because this process was suspended', async () => {
    const pool = newPool({ heartbeatTimeout: 1_000 });
    const started = start(pool, longSpec());
    await training(started);
    // This process is blocked for longer than the timeout, as if a laptop sleeps.
    const end = performance.now() + 2_500;
    while (performance.now() < end) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const before = samplesOf(started).length;
    await until('the run continues', () => samplesOf(started).length > before + 100);
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

  it('fails a run that needs more memory than there is, and keeps the worker', async () => {
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

  it('fails a run whose worker exits, with the exit code', async () => {
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

  it('fails a run whose data set cannot be read, and says why', async () => {
    const pool = newPool();
    const folder = newFolder();
    const cancel = new AbortController();
    const ended = await pool.run(
      () => Promise.resolve({ ...jobOf(smallSpec(), 'run'), datasetFolder: folder }),
      cancel.signal,
      () => undefined,
    );
    assert.equal(ended.state, 'failed');
    assert.match(ended.reason ?? '', /train-images/);
  });

  describe('if a listener throws', () => {
    /** Starts a run whose listener throws at its first samples, then counts the events that still come. */
    function startThrowing(pool: WorkerPool): { readonly ended: Promise<EndedEvent>; readonly later: RunEvent[] } {
      const later: RunEvent[] = [];
      let hasThrown = false;
      const onEvent = (event: RunEvent): void => {
        if (hasThrown) later.push(event);
        if (event.type !== 'samples') return;
        hasThrown = true;
        throw new TypeError('a bug in the listener');
      };
      const job = jobOf(longSpec(), 'throwing');
      return { ended: pool.run(() => Promise.resolve(job), new AbortController().signal, onEvent), later };
    }

    it('rejects that run with the error, and trains the others and the next one', async () => {
      const pool = newPool({ size: 2 });
      const other = start(pool, longSpec(), 'other');
      const throwing = startThrowing(pool);
      const { pids } = pool;
      await assert.rejects(throwing.ended, { name: 'TypeError', message: 'a bug in the listener' });
      assert.deepEqual(throwing.later, []);
      assert.equal((await start(pool, smallSpec(), 'next').ended).state, 'finished');
      assert.deepEqual(pool.pids, pids, 'the worker is still used');
      await training(other);
      other.cancel.abort();
      assert.equal((await other.ended).state, 'cancelled');
    });

    it('rejects that run even if its worker has to be killed', async () => {
      const script = path.join(newFolder(), 'deaf.js');
      writeFileSync(
        script,
        'process.on("message", ({ type, run }) => type === "run" && process.send({ type: "event", run, event: { type: "samples", samples: [] } }));',
      );
      const pool = newPool({ script });
      await assert.rejects(startThrowing(pool).ended, /a bug in the listener/);
      assert.deepEqual(pool.pids, []);
    });
  });

  describe('if a job cannot be prepared', () => {
    const unprepared = (pool: WorkerPool, prepare: () => Promise<TrainingJob>, signal = new AbortController().signal) =>
      pool.run(prepare, signal, () => assert.fail('it has no events'));

    it('rejects that run with the error, and trains the others', async () => {
      const pool = newPool();
      const failing = [
        unprepared(pool, () => Promise.reject(new Error('no space left'))),
        unprepared(pool, () => {
          throw new Error('a bug');
        }),
      ];
      const next = start(pool, smallSpec(), 'next');
      await assert.rejects(failing[0], /no space left/);
      await assert.rejects(failing[1], /a bug/);
      assert.equal((await next.ended).state, 'finished');
      assert.equal(pool.pids.length, 1);
      assert.equal(pool.isBusy, false);
    });

    it('ends that run once if its worker exits before', async function () {
      needsPosixProcesses(this);
      const pool = newPool();
      let fail = (): void => undefined;
      const ended = unprepared(pool, () => new Promise((_, reject) => (fail = () => reject(new Error('too late')))));
      process.kill(pool.pids[0], 'SIGKILL');
      assert.equal((await ended).state, 'failed');
      fail();
      assert.equal((await start(pool, smallSpec(), 'next').ended).state, 'finished');
      assert.equal(pool.isBusy, false);
    });
  });

  it('cancels a run while its job is prepared', async () => {
    const pool = newPool();
    const cancel = new AbortController();
    const prepare = (): Promise<TrainingJob> => {
      cancel.abort();
      return Promise.resolve(jobOf(longSpec(), 'run'));
    };
    const ended = pool.run(prepare, cancel.signal, () => assert.fail('it was not started'));
    assert.equal((await ended).state, 'cancelled');
    assert.equal(pool.isBusy, false);
  });

  it('kills its workers when it is disposed, idle or training', async () => {
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

  it('starts workers without the flags of its own process', async () => {
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
