import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engines } from '../../../src/app/engines.ts';
import { planResume } from '../../../src/app/resumePlan.ts';
import { Training } from '../../../src/app/training.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { EpochSummary } from '../../../src/domain/run.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { EndedEvent, RunEvent } from '../../../src/domain/runEvent.ts';
import { factsOf } from '../../../src/domain/runFacts.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { QueuedRun, Runner } from '../../../src/runs/runner.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import type { CheckpointOrigin } from '../../../src/training/checkpoint.ts';
import { writeCheckpoint } from '../../../src/training/checkpoint.ts';
import type { TrainingState } from '../../../src/training/trainingState.ts';
import { temporaryFolders } from '../../support/folders.ts';

const DATASET = { name: 'MNIST', folder: null, train: 100, test: 10 };
/** Five steps an epoch. */
const CHOICE = {
  ...presetChoice(SLOW_FAST_FURIOUS),
  dataset: DATASET,
  learningRates: [0.01],
  epochs: 2,
  batchSize: 20,
};
const EPOCH: EpochSummary = { epoch: 1, step: 5, loss: 2, accuracy: 0.5, validationLoss: 2, seconds: 1, images: 100 };
const ENGINE = 'wasm test';

/** What happens in an attempt instead of training: it measures, may leave a checkpoint, and ends. */
type Script = (run: QueuedRun, tell: (event: RunEvent) => void) => Promise<EndedEvent>;

describe('a run that is resumed', () => {
  const newFolder = temporaryFolders();

  function environment(script: Script): TrainingEnvironment {
    const runner: Runner = {
      name: 'scripted',
      outlivesWindow: false,
      async start(runs, _signal, listener) {
        for (const run of runs) await listener.onEnded(run, await script(run, (event) => listener.onEvent(run, event)));
      },
      cancel: () => Promise.resolve(),
      reconcile: () => Promise.resolve('lost'),
    };
    const engines = { buildOf: () => Promise.resolve('test') } as unknown as Engines;
    return { runner, engines, window: 'window', version: '1' };
  }

  /** Starts a sweep of one run; returns the folder. */
  async function started(script: Script): Promise<string> {
    const folder = path.join(newFolder(), 'e');
    const training = await Training.create('sweep', CHOICE, folder, environment(script));
    await training.train(new AbortController().signal, () => undefined);
    return folder;
  }

  /** Resumes a sweep; returns the run as the runner was given it, and what was told of it. */
  async function resumed(
    folder: string,
    script: Script,
  ): Promise<{ queued: QueuedRun; training: Training; events: RunEvent[] }> {
    let queued: QueuedRun | undefined;
    const events: RunEvent[] = [];
    const training = await Training.resume(
      folder,
      environment((run, tell) => script((queued = run), tell)),
    );
    await training.train(new AbortController().signal, (_run, event) => events.push(event));
    return { queued: queued!, training, events };
  }

  const originOf = async (folder: string): Promise<CheckpointOrigin> => {
    const [{ spec }] = await (await ExperimentFolder.open(folder)).runs();
    return { spec: spec!, engine: ENGINE };
  };
  const fileOf = (folder: string, attempt: number, name: string): string =>
    path.join(folder, 'runs', '0', `attempt-${attempt}`, name);

  /** Measures steps [from, to]; the loss tells in which attempt. */
  function measure(from: number, to: number, attempt: number, state: EndedEvent['state'] = 'cancelled'): Script {
    return async (run, tell) => {
      const samples = Array.from({ length: to - from + 1 }, (_, index): Sample => ({
        step: from + index,
        loss: attempt + (from + index) / 100,
      }));
      const { metricsFile } = await run.claim();
      writeFileSync(metricsFile, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
      tell({ type: 'started', run: 'x', spec: run.spec!, facts: factsOf(run.spec!), engine: ENGINE });
      tell({ type: 'samples', samples });
      return { type: 'ended', state };
    };
  }

  /** As measure, and leaves a checkpoint of a step. */
  function measureAndKeep(from: number, to: number, attempt: number, step: number): Script {
    return async (run, tell) => {
      const state: TrainingState = {
        step,
        epoch: 2,
        trained: 0,
        lossSum: 0,
        seconds: 1,
        epochs: [EPOCH],
        schedule: null,
        divergence: null,
        random: [],
        order: new Uint32Array(),
        engine: { steps: step, weights: [], moments: [] },
      };
      await writeCheckpoint((await run.claim()).checkpointFile, { spec: run.spec!, engine: ENGINE }, state);
      return measure(from, to, attempt)(run, tell);
    };
  }

  const lossesOf = ({ runs: [{ result }] }: Training): number[][] => {
    const { steps, values } = result!.series.loss!;
    return [...steps].map((step, index) => [step, values[index]]);
  };
  const noticesOf = (events: readonly RunEvent[]): string[] =>
    events.flatMap((event) => (event.type === 'notice' ? event.text : []));

  it('continues from its checkpoint with what it had measured until then, and its result is that of the whole run', async () => {
    const folder = await started(measureAndKeep(0, 9, 1, 7));
    const { queued, training, events } = await resumed(folder, measure(8, 10, 2, 'finished'));
    assert.equal(queued.continueFrom, fileOf(folder, 1, 'checkpoint.bin'));
    assert.equal((await queued.claim()).folder, path.dirname(fileOf(folder, 2, 'x')));
    assert.deepEqual(lossesOf(training), [
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((step) => [step, 1 + step / 100]),
      [8, 2.08],
      [9, 2.09],
      [10, 2.1],
    ]);
    const { epochs, initialLoss, score } = training.runs[0].result!;
    assert.deepEqual([epochs, initialLoss], [[EPOCH], 1]);
    assert.equal(score!.toFixed(9), '1.680000000', 'the mean of steps 6 to 10, of both attempts');
    assert.deepEqual(noticesOf(events), []);
  });

  it('knows how far it was before it continues', async () => {
    const folder = await started(measureAndKeep(0, 9, 1, 7));
    const [{ tracker }] = (await Training.resume(folder, environment(measure(8, 10, 2)))).runs;
    assert.deepEqual([tracker.state, tracker.progress, tracker.epochs.length], ['queued', 0.7, 1]);
  });

  it('keeps checkpoints until it has finished', async () => {
    const folder = await started(measureAndKeep(0, 9, 1, 7));
    await resumed(folder, () => Promise.resolve({ type: 'ended', state: 'cancelled' }));
    assert.ok(existsSync(fileOf(folder, 1, 'checkpoint.bin')));
    await resumed(folder, measure(8, 10, 3, 'finished'));
    assert.ok(!existsSync(fileOf(folder, 1, 'checkpoint.bin')));
  });

  it('uses the checkpoint of an earlier attempt when the newest one left none', async () => {
    const folder = await started(measureAndKeep(0, 9, 1, 7));
    await resumed(folder, measure(8, 9, 2));
    const { queued, training } = await resumed(folder, measure(8, 8, 3));
    assert.equal(queued.continueFrom, fileOf(folder, 1, 'checkpoint.bin'));
    assert.deepEqual(lossesOf(training).slice(-2), [
      [7, 1.07],
      [8, 3.08],
    ]);
  });

  it('can be resumed again, from the checkpoint of the attempt that continued another', async () => {
    const folder = await started(measureAndKeep(0, 4, 1, 3));
    await resumed(folder, measureAndKeep(4, 9, 2, 6));
    const { training } = await resumed(folder, measure(7, 10, 3));
    assert.deepEqual(
      lossesOf(training).map(([, loss]) => Math.floor(loss)),
      [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3],
    );
  });

  it('starts over where there is no checkpoint, without a notice', async () => {
    const { queued, training, events } = await resumed(await started(measure(0, 9, 1)), measure(0, 2, 2));
    assert.equal(queued.continueFrom, null);
    assert.deepEqual(lossesOf(training), [
      [0, 2],
      [1, 2.01],
      [2, 2.02],
    ]);
    assert.deepEqual(noticesOf(events), []);
  });

  it('says so when the checkpoint cannot be used, and uses an older one or starts over', async () => {
    const folder = await started(measureAndKeep(0, 9, 1, 7));
    await resumed(folder, measureAndKeep(8, 9, 2, 8));
    const [first, second] = [1, 2].map((attempt) => fileOf(folder, attempt, 'checkpoint.bin'));
    writeFileSync(second, 'torn');
    const older = await resumed(folder, measure(8, 8, 3));
    assert.equal(older.queued.continueFrom, first);
    assert.deepEqual(noticesOf(older.events), [`${second} is no checkpoint. An older one is used.`]);
    writeFileSync(first, 'torn');
    const anew = await resumed(folder, measure(0, 8, 4));
    assert.equal(anew.queued.continueFrom, null);
    assert.deepEqual(noticesOf(anew.events), [`${second} is no checkpoint. The run starts over.`]);
    assert.deepEqual(lossesOf(anew.training)[0], [0, 4]);
  });

  it('passes over a checkpoint with any damage, and one whose measurements are damaged', async () => {
    const folder = await started(measureAndKeep(0, 9, 1, 7));
    const experiment = await ExperimentFolder.open(folder);
    const origin = await originOf(folder);
    const checkpoint = fileOf(folder, 1, 'checkpoint.bin');
    const metrics = fileOf(folder, 1, 'metrics.jsonl');
    for (const file of [checkpoint, metrics]) {
      const whole = readFileSync(file);
      for (let bit = 0; bit < 8 * whole.length; bit += 29) {
        const damaged = Buffer.from(whole);
        damaged[bit >> 3] ^= 1 << (bit & 7);
        writeFileSync(file, damaged);
        const { from, problem } = await planResume(experiment, 0, origin);
        // A flipped bit in a number of the metrics is not seen; every other one makes a sentence.
        if (file === checkpoint) assert.equal(from, null);
        if (from === null) assert.match(problem ?? '', /checkpoint.*\.$/);
      }
      rmSync(file);
      mkdirSync(file);
      const { from, problem } = await planResume(experiment, 0, origin);
      assert.equal(from, null);
      assert.match(problem ?? '', /cannot be read: .*\.$/);
      rmSync(file, { recursive: true });
      writeFileSync(file, whole);
    }
    assert.equal((await planResume(experiment, 0, origin)).from?.step, 7);
  });

  it('does not continue from a checkpoint whose measurements are incomplete', async () => {
    const folder = await started(measureAndKeep(0, 6, 1, 7));
    const experiment = await ExperimentFolder.open(folder);
    const file = fileOf(folder, 1, 'checkpoint.bin');
    assert.deepEqual(await planResume(experiment, 0, await originOf(folder)), {
      from: null,
      problem: `The measurements that belong to the checkpoint ${file} are not complete.`,
    });
    rmSync(file);
    assert.deepEqual(await planResume(experiment, 0, await originOf(folder)), { from: null, problem: null });
  });
});
