import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExperimentRecord } from '../../../src/domain/experiment.ts';
import type { RunResult, Sample } from '../../../src/domain/run.ts';
import { ExperimentFolder } from '../../../src/runs/experimentFolder.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, smallSpec } from '../../support/runs.ts';

const RECORD: ExperimentRecord = {
  format: 1,
  kind: 'sweep',
  name: 'test',
  preset: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  subject: 'built-in',
  specs: [smallSpec({ learningRate: 0.1 }), smallSpec({ learningRate: 0.01 })],
  site: null,
  engine: { name: 'wasm', build: 'simd' },
  versions: {},
};
const RESULT: RunResult = finishedRun(0, 0.1, [2.3, NaN]).result!;
/** A process number that no system gives out. */
const NOBODY = 2 ** 30;

describe('ExperimentFolder', () => {
  const newFolder = temporaryFolders();
  const states = async (folder: string): Promise<string[]> =>
    (await (await ExperimentFolder.open(folder)).overview()).runs.map(({ state }) => state);

  const measured = async (experiment: ExperimentFolder): Promise<readonly Sample[]> => {
    const tail = await experiment.measurements(0);
    await tail!.read();
    return tail!.samples;
  };

  it('makes a missing folder, and opens again with what was asked', async () => {
    const folder = path.join(newFolder(), 'deep', 'experiment');
    await ExperimentFolder.create(folder, RECORD);
    assert.deepEqual((await ExperimentFolder.open(folder)).record, RECORD);
  });

  it('refuses a folder with something in it, and leaves that alone', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'thesis.txt'), 'precious');
    await assert.rejects(ExperimentFolder.create(folder, RECORD), {
      name: 'ExperimentError',
      message: `${folder} is not empty; name a new or empty folder for the experiment.`,
    });
    assert.deepEqual(readdirSync(folder), ['thesis.txt']);
  });

  it('refuses a file in the place of a folder', async () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    await assert.rejects(ExperimentFolder.create(file, RECORD), {
      name: 'ExperimentError',
      message: /is a file, not a folder/,
    });
  });

  it('says so when there is no experiment, a torn one, or one of a newer format', async () => {
    const folder = newFolder();
    await assert.rejects(ExperimentFolder.open(folder), {
      name: 'ExperimentError',
      message: /experiment\.json is missing or damaged/,
    });
    writeFileSync(path.join(folder, 'experiment.json'), JSON.stringify(RECORD).slice(0, 99));
    await assert.rejects(ExperimentFolder.open(folder), { message: /missing or damaged/ });
    writeFileSync(path.join(folder, 'experiment.json'), JSON.stringify({ format: 2, runs: 'unheard-of' }));
    await assert.rejects(ExperimentFolder.open(folder), {
      message: /written by a newer Goldilocks \(format 2, this one reads 1\)/,
    });
  });

  it('says so when what was trained is missing from the record', async () => {
    for (const specs of [
      [],
      [null],
      [{ learningRate: 0.1 }],
      [{ ...smallSpec({ learningRate: 0.1 }), optimizer: { name: 'newton' } }],
    ]) {
      const folder = newFolder();
      writeFileSync(path.join(folder, 'experiment.json'), JSON.stringify({ ...RECORD, specs }));
      await assert.rejects(ExperimentFolder.open(folder), {
        name: 'ExperimentError',
        message: /is damaged: its experiment\.json does not say what was trained/,
      });
    }
  });

  it('gives one folder to one of two that want it at the same time', async () => {
    const folder = path.join(newFolder(), 'e');
    const outcomes = await Promise.allSettled([
      ExperimentFolder.create(folder, RECORD),
      ExperimentFolder.create(folder, RECORD),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const experiment = await ExperimentFolder.open(folder);
    const attempts = await Promise.allSettled([experiment.startAttempt(0, 'a'), experiment.startAttempt(0, 'b')]);
    assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('keeps results with NaN, and counts the newest attempt', async () => {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, RECORD);
    const first = await experiment.startAttempt(0, 'window');
    await first.writeResult({ ...RESULT, state: 'failed', reason: 'killed' });
    const second = await experiment.startAttempt(0, 'window');
    assert.equal(second.number, 2);
    await second.writeResult(RESULT);
    const [run] = (await experiment.overview()).runs;
    assert.deepEqual(run.result, RESULT);
    assert.equal(run.state, 'finished');
  });

  it('tells running, waiting, finished and interrupted runs apart', async () => {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, RECORD);
    assert.deepEqual(await states(folder), ['interrupted', 'interrupted'], 'nobody works on it');
    const attempt = await experiment.startAttempt(0, 'window');
    assert.deepEqual(await states(folder), ['running', 'queued'], 'this process works on it');
    const owner = JSON.parse(readFileSync(attempt.processFile, 'utf8')) as object;
    writeFileSync(attempt.processFile, JSON.stringify({ ...owner, pid: NOBODY }));
    assert.deepEqual(await states(folder), ['interrupted', 'interrupted'], 'its process is gone');
    writeFileSync(attempt.processFile, JSON.stringify({ ...owner, startedAt: '1999-01-01T00:00:00.000Z' }));
    assert.deepEqual(
      await states(folder),
      ['interrupted', 'interrupted'],
      'the process number belongs to somebody else by now',
    );
    await attempt.writeResult(RESULT);
    assert.deepEqual(await states(folder), ['finished', 'interrupted']);
  });

  it('takes growing metrics for a sign of life on a machine it cannot see', async () => {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, RECORD);
    const attempt = await experiment.startAttempt(0, 'window');
    writeFileSync(
      attempt.processFile,
      JSON.stringify({ pid: NOBODY, host: 'elsewhere', startedAt: new Date().toISOString(), window: '' }),
    );
    assert.deepEqual(await states(folder), ['interrupted', 'interrupted']);
    writeFileSync(attempt.metricsFile, '{"step":1}\n');
    assert.deepEqual(await states(folder), ['running', 'queued']);
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(attempt.metricsFile, longAgo, longAgo);
    assert.deepEqual(await states(folder), ['interrupted', 'interrupted']);
  });

  it('skips a torn last line of the metrics, and reads them again once it is whole', async () => {
    const experiment = await ExperimentFolder.create(newFolder(), RECORD);
    assert.equal(await experiment.measurements(0), null);
    const attempt = await experiment.startAttempt(0, 'window');
    assert.deepEqual(await measured(experiment), []);
    writeFileSync(attempt.metricsFile, '{"step":1,"loss":2.5}\n{"step":2,"loss":"Na');
    assert.deepEqual(await measured(experiment), [{ step: 1, loss: 2.5 }]);
    appendFileSync(attempt.metricsFile, 'N"}\n');
    assert.deepEqual(await measured(experiment), [
      { step: 1, loss: 2.5 },
      { step: 2, loss: NaN },
    ]);
  });

  it('puts together what a run measured in the attempts that continue each other, and drops what came after a checkpoint', async () => {
    const experiment = await ExperimentFolder.create(newFolder(), RECORD);
    const write = async (
      continues: { attempt: number; step: number } | null,
      samples: readonly Sample[],
    ): Promise<void> => {
      const { metricsFile } = await experiment.startAttempt(0, 'window', continues);
      writeFileSync(metricsFile, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
    };
    await write(null, [
      { step: 0, loss: 9 },
      { step: 1, loss: 8 },
      { step: 2, loss: 7 },
      { step: 3, loss: 6 },
    ]);
    await write(null, [{ step: 0, loss: 5 }]);
    assert.deepEqual(
      (await measured(experiment)).map(({ loss }) => loss),
      [5],
      'a new beginning',
    );
    // After step 2 the test images were measured, and then the process died: its checkpoint is that of the batch.
    await write({ attempt: 1, step: 2 }, [
      { step: 2, validationLoss: 4 },
      { step: 3, loss: 3 },
      { step: 4, loss: 2 },
      { step: 4, epoch: 2, validationLoss: 2 },
    ]);
    await write({ attempt: 3, step: 4 }, [
      { step: 4, epoch: 2, validationLoss: 1 },
      { step: 5, loss: 1 },
    ]);
    assert.deepEqual(
      (await measured(experiment)).map(({ step, loss, validationLoss }) => [
        step,
        loss ?? null,
        validationLoss ?? null,
      ]),
      [
        [0, 9, null],
        [1, 8, null],
        [2, 7, null],
        [2, null, 4],
        [3, 3, null],
        [4, 2, null],
        [4, null, 1],
        [5, 1, null],
      ],
    );
  });

  it('takes an attempt that says it continues itself or a later one for a beginning', async () => {
    const experiment = await ExperimentFolder.create(newFolder(), RECORD);
    const { metricsFile } = await experiment.startAttempt(0, 'window', { attempt: 1, step: 4 });
    writeFileSync(metricsFile, '{"step":5}\n');
    assert.deepEqual(await measured(experiment), [{ step: 5 }]);
  });

  it('takes a torn result for none', async () => {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, RECORD);
    const attempt = await experiment.startAttempt(0, 'window');
    await attempt.writeResult(RESULT);
    const file = path.join(attempt.folder, 'result.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
    assert.equal(await attempt.result(), null);
    assert.deepEqual(await states(folder), ['running', 'queued']);
  });

  it('leaves no temporary file behind, whether a write succeeds or not', async () => {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, RECORD);
    const attempt = await experiment.startAttempt(0, 'window');
    mkdirSync(path.join(attempt.folder, 'result.json'));
    await assert.rejects(attempt.writeResult(RESULT));
    assert.deepEqual(readdirSync(attempt.folder).sort(), ['process.json', 'result.json']);
  });
});
