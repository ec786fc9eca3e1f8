import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Engines } from '../../../src/app/engines.ts';
import type { SweepServices } from '../../../src/app/sweep.ts';
import { Sweep } from '../../../src/app/sweep.ts';
import { findResumption } from '../../../src/app/resumption.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { EpochSummary, RunEvent, Sample } from '../../../src/domain/run.ts';
import { presetChoice } from '../../../src/domain/sweepPlan.ts';
import type { TrainingJob } from '../../../src/protocol/training.ts';
import { ExperimentFolder } from '../../../src/runs/experimentFolder.ts';
import type { EndedEvent, WorkerPool } from '../../../src/runs/workerPool.ts';
import type { CheckpointOrigin } from '../../../src/training/checkpoint.ts';
import { writeCheckpoint } from '../../../src/training/checkpoint.ts';
import { supportedBuild } from '../../../src/training/wasm/build.ts';
import type { TrainingState } from '../../../src/training/trainingState.ts';
import { temporaryFolders } from '../../support/folders.ts';

/** Five steps an epoch. */
const CHOICE = { ...presetChoice(SLOW_FAST_FURIOUS), learningRates: [0.01], epochs: 2, batchSize: 20 };
const EPOCH: EpochSummary = { epoch: 1, step: 5, loss: 2, accuracy: 0.5, validationLoss: 2, seconds: 1, images: 100 };
const CANCELLED: EndedEvent = { type: 'ended', state: 'cancelled', reason: 'Cancelled.' };

/** What an attempt does in place of a worker: measures, keeps a checkpoint if it is told to, and ends. */
type Training = (job: TrainingJob, tell: (event: RunEvent) => void) => Promise<EndedEvent>;

describe('a sweep that is resumed', () => {
  const newFolder = temporaryFolders();

  function services(training: Training): SweepServices {
    const run: WorkerPool['run'] = async (prepare, _signal, onEvent) => training(await prepare(), onEvent);
    return {
      pool: { run } as WorkerPool,
      engines: new Engines({ script: '', priority: 'normal', heartbeatTimeout: 1, tensorflowFolder: '' }),
      mnistFolder: '',
      window: 'window',
      version: '1',
    };
  }

  /** Begins a sweep of one run; returns the folder. */
  async function begun(training: Training): Promise<string> {
    const folder = path.join(newFolder(), 'e');
    const dataset = { ...CHOICE.dataset, train: 100, test: 10 };
    const sweep = await Sweep.create({ ...CHOICE, dataset }, folder, services(training));
    await sweep.train(new AbortController().signal, () => undefined);
    return folder;
  }

  /** Resumes a sweep; returns the job that its run was given, and what was told of it. */
  async function resumed(
    folder: string,
    training: Training,
  ): Promise<{ job: TrainingJob; sweep: Sweep; events: RunEvent[] }> {
    let given: TrainingJob | undefined;
    const events: RunEvent[] = [];
    const sweep = await Sweep.resume(
      folder,
      services((job, tell) => training((given = job), tell)),
    );
    await sweep.train(new AbortController().signal, (_run, event) => events.push(event));
    return { job: given!, sweep, events };
  }

  const originOf = async (folder: string): Promise<CheckpointOrigin> => ({
    spec: (await ExperimentFolder.open(folder)).record.specs[0],
    engine: `wasm ${supportedBuild()}`,
  });

  /** Measures steps [from, to]; the loss tells in which attempt. */
  function measure(from: number, to: number, attempt: number): Training {
    return (job, tell) => {
      const samples = Array.from({ length: to - from + 1 }, (_, index): Sample => ({
        step: from + index,
        loss: attempt + (from + index) / 100,
      }));
      writeFileSync(job.metricsFile!, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
      tell({ type: 'started', run: job.run, spec: job.spec, context: { unit: 'step', total: 10 } });
      tell({ type: 'samples', samples });
      return Promise.resolve(CANCELLED);
    };
  }

  /** As measure, and leaves a checkpoint of a step. */
  function measureAndKeep(from: number, to: number, attempt: number, step: number): Training {
    return async (job, tell) => {
      const { order, engine } = { order: new Uint32Array(), engine: { steps: step, weights: [], moments: [] } };
      const state: TrainingState = {
        step,
        epoch: 2,
        trained: 0,
        lossSum: 0,
        seconds: 1,
        epochs: [EPOCH],
        schedule: null,
        random: [],
        order,
        engine,
      };
      await writeCheckpoint(job.checkpointFile!, { spec: job.spec, engine: `wasm ${supportedBuild()}` }, state);
      return measure(from, to, attempt)(job, tell);
    };
  }

  const lossesOf = (sweep: Sweep): unknown[] =>
    sweep.runs[0].result!.series.flatMap(({ step, loss }) => (loss === undefined ? [] : [[step, loss]]));
  const finish: Training = (job, tell) =>
    measure(8, 10, 2)(job, tell).then(() => ({ type: 'ended', state: 'finished' }));

  it('goes on from its checkpoint with what it had measured until then, and its result is that of the whole run', async () => {
    const folder = await begun(measureAndKeep(0, 9, 1, 7));
    const { job, sweep, events } = await resumed(folder, finish);
    assert.equal(job.continueFrom, path.join(folder, 'runs', '0', 'attempt-1', 'checkpoint.bin'));
    assert.equal(job.metricsFile, path.join(folder, 'runs', '0', 'attempt-2', 'metrics.jsonl'));
    assert.deepEqual(lossesOf(sweep), [
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((step) => [step, 1 + step / 100]),
      [8, 2.08],
      [9, 2.09],
      [10, 2.1],
    ]);
    const { epochs, initialLoss, score } = sweep.runs[0].result!;
    assert.deepEqual([epochs, initialLoss, score], [[EPOCH], 1, 2.1]);
    assert.ok(events.every(({ type }) => type !== 'notice'));
  });

  it('knows how far it was before it goes on', async () => {
    const sweep = await Sweep.resume(await begun(measureAndKeep(0, 9, 1, 7)), services(finish));
    const [{ tracker }] = sweep.runs;
    assert.deepEqual([tracker.state, tracker.progress, tracker.epochs.length], ['queued', 0.7, 1]);
  });

  it('keeps checkpoints until the run has finished', async () => {
    const folder = await begun(measureAndKeep(0, 9, 1, 7));
    const checkpoint = path.join(folder, 'runs', '0', 'attempt-1', 'checkpoint.bin');
    await resumed(folder, () => Promise.resolve(CANCELLED));
    assert.ok(existsSync(checkpoint));
    await resumed(folder, finish);
    assert.ok(!existsSync(checkpoint));
  });

  it('goes back to the checkpoint of an earlier attempt when the newest one came to none', async () => {
    const folder = await begun(measureAndKeep(0, 9, 1, 7));
    await resumed(folder, measure(8, 9, 2));
    const { job, sweep } = await resumed(folder, (next, tell) => measure(8, 8, 3)(next, tell));
    assert.match(job.continueFrom!, /attempt-1/);
    assert.deepEqual(lossesOf(sweep).slice(-2), [
      [7, 1.07],
      [8, 3.08],
    ]);
  });

  it('goes on and on: the third attempt from the checkpoint of the second', async () => {
    const folder = await begun(measureAndKeep(0, 4, 1, 3));
    await resumed(folder, measureAndKeep(4, 9, 2, 6));
    const { sweep } = await resumed(folder, measure(7, 10, 3));
    assert.deepEqual(
      lossesOf(sweep).map((pair) => Math.floor((pair as number[])[1])),
      [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3],
    );
  });

  it('begins again where there is no checkpoint, without a word', async () => {
    const { job, sweep, events } = await resumed(await begun(measure(0, 9, 1)), measure(0, 2, 2));
    assert.equal(job.continueFrom, null);
    assert.deepEqual(lossesOf(sweep), [
      [0, 2],
      [1, 2.01],
      [2, 2.02],
    ]);
    assert.ok(events.every(({ type }) => type !== 'notice'));
  });

  it('says so when the checkpoint cannot be used, and begins again or takes an older one', async () => {
    const folder = await begun(measureAndKeep(0, 9, 1, 7));
    await resumed(folder, measureAndKeep(8, 9, 2, 8));
    const checkpoints = [1, 2].map((attempt) => path.join(folder, 'runs', '0', `attempt-${attempt}`, 'checkpoint.bin'));
    writeFileSync(checkpoints[1], 'torn');
    const older = await resumed(folder, measure(8, 8, 3));
    assert.equal(older.job.continueFrom, checkpoints[0]);
    assert.deepEqual(older.events[0], {
      type: 'notice',
      text: `${checkpoints[1]} is no checkpoint. An older one is taken.`,
      count: 1,
    });
    writeFileSync(checkpoints[0], 'torn');
    const anew = await resumed(folder, measure(0, 8, 4));
    assert.equal(anew.job.continueFrom, null);
    assert.deepEqual(anew.events[0], {
      type: 'notice',
      text: `${checkpoints[1]} is no checkpoint. The run begins again.`,
      count: 1,
    });
    assert.deepEqual(lossesOf(anew.sweep)[0], [0, 4]);
  });

  it('does not go on from a checkpoint whose measurements are not all there', async () => {
    const folder = await begun(measureAndKeep(0, 6, 1, 7));
    const experiment = await ExperimentFolder.open(folder);
    const file = path.join(folder, 'runs', '0', 'attempt-1', 'checkpoint.bin');
    assert.deepEqual(await findResumption(experiment, 0, await originOf(folder)), {
      from: null,
      problem: `The measurements that belong to the checkpoint ${file} are not complete.`,
    });
    rmSync(file);
    assert.deepEqual(await findResumption(experiment, 0, await originOf(folder)), { from: null, problem: null });
  });
});
