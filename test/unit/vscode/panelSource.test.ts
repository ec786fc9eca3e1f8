import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import { WorkerRunner } from '../../../src/runs/workerRunner.ts';
import { SeriesRecorder } from '../../../src/domain/seriesRecorder.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { StoredSource } from '../../../src/vscode/panel/panelSource.ts';
import type { PanelSnapshot } from '../../../src/vscode/panel/panelSource.ts';
import { CLAIM, recordsOf } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const SWEEP = sweepOf([finishedRun(0, 0.1, [2.3, 2, 1]), finishedRun(1, 0.01, [2.3, 1, 0.1])]);
/** This window only reads. */
const noPool = (): never => assert.fail('this window does not train');
const TEXTS = {
  waiting: '',
  preparing: '',
  firstLoss: '',
  following: '',
  silent: () => '',
  cancelling: '',
  elsewhere: 'elsewhere',
};

describe('an experiment on disk, for the panel', () => {
  const newFolder = temporaryFolders();

  async function open(
    runs = recordsOf(SWEEP),
    record = SWEEP.record,
  ): Promise<{ experiment: ExperimentFolder; source: StoredSource }> {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, record, runs);
    const environment = { window: 'here', runner: new WorkerRunner(noPool, '') } as unknown as TrainingEnvironment;
    const library = new ExperimentLibrary(newFolder(), environment);
    return { experiment, source: await StoredSource.open(folder, library, TEXTS) };
  }

  const measure = (file: string, steps: readonly number[], loss: number): void =>
    appendFileSync(file, steps.map((step) => `{"step":${step},"loss":${loss}}\n`).join(''));
  const losses = ({ runs: [{ buckets }] }: PanelSnapshot): [number, number][] => {
    const measured = buckets('loss');
    return measured ? [...measured.lastSteps].map((step, index) => [step, measured.means[index]]) : [];
  };

  it('has what a run measured in all its attempts, and says when another one has taken over', async () => {
    const { experiment, source } = await open();
    assert.deepEqual(losses(await source.snapshot()), []);

    const first = await experiment.startAttempt(0, { ...CLAIM, window: 'elsewhere' });
    measure(first.metricsFile, [0, 1, 2, 3], 9);
    const before = await source.snapshot();
    assert.deepEqual(losses(before), [
      [0, 9],
      [1, 9],
      [2, 9],
      [3, 9],
    ]);

    const second = await experiment.startAttempt(0, { ...CLAIM, window: 'elsewhere' }, { attempt: 1, step: 2 });
    measure(second.metricsFile, [3, 4], 5);
    const after = await source.snapshot();
    assert.deepEqual(losses(after), [
      [0, 9],
      [1, 9],
      [2, 9],
      [3, 5],
      [4, 5],
    ]);
    assert.notEqual(after.runs[0].origin, before.runs[0].origin, 'so that what was sent before is replaced');
    assert.equal(after.runs[0].run.progress, 0.5);
    measure(second.metricsFile, [5], 5);
    const grown = await source.snapshot();
    assert.deepEqual([grown.runs[0].origin, losses(grown).length], [after.runs[0].origin, 6]);
  });

  it('can be cancelled while it is trained elsewhere, and says so', async () => {
    const { experiment, source } = await open();
    assert.deepEqual((await source.snapshot()).actions, { cancel: false, resume: true, runAgain: true });
    await experiment.startAttempt(0, { ...CLAIM, window: 'elsewhere' });
    const { actions, progress, elsewhere } = await source.snapshot();
    assert.deepEqual(actions, { cancel: true, resume: false, runAgain: false });
    assert.deepEqual([progress?.note, elsewhere], ['elsewhere', true]);
  });

  it('offers neither to resume nor to run again what a program has trained', async () => {
    const { source } = await open(recordsOf(SWEEP), { ...SWEEP.record, subject: 'program' });
    assert.deepEqual((await source.snapshot()).actions, { cancel: false, resume: false, runAgain: false });
  });

  it('has the result of a run that has ended, and what its kind makes of it', async () => {
    const { experiment, source } = await open();
    for (const { index, result } of SWEEP.runs)
      await (await experiment.startAttempt(index, CLAIM)).writeResult(result!);
    const { runs, summary, description, figures } = await source.snapshot();
    assert.deepEqual(
      runs.map(({ run, buckets }) => [run.state, run.progress, buckets('loss')?.count]),
      [
        ['finished', 1, 3],
        ['finished', 1, 3],
      ],
    );
    assert.equal(summary.kind, 'sweep');
    assert.equal(description.answer.value, '0.01');
    assert.ok(figures.length > 0);
  });

  it('opens a long run from its pyramid, and shows each step where the reader looks closely', async () => {
    const { experiment, source } = await open();
    const samples = Array.from({ length: 100_000 }, (_, step) => ({ step, loss: step === 77_777 ? 9 : 1 }));
    const recorder = new SeriesRecorder();
    recorder.addSamples(samples);
    const attempt = await experiment.startAttempt(0, CLAIM);
    await attempt.writeResult(SWEEP.runs[0].result!, recorder.allBuckets());
    appendFileSync(attempt.metricsFile, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
    const loss = (await source.snapshot()).runs[0].buckets('loss')!;
    assert.deepEqual([loss.count, loss.means.length <= 1000, Math.max(...loss.highs)], [100_000, true, 9]);
    const part = async (first: number, last: number) =>
      (await source.part(0, { metrics: ['loss'], steps: [first, last], points: 500, maxBytes: 100_000 })).loss;
    const wide = await part(20_000, 90_000);
    assert.ok(wide.means.length >= 250 && wide.size > 1 && Math.max(...wide.highs) === 9);
    const narrow = await part(77_700, 77_800);
    assert.deepEqual([narrow.size, narrow.count, narrow.highs[77]], [1, 101, 9]);
  });

  it('takes in runs that are added later', async () => {
    const [first, second] = recordsOf(SWEEP);
    const { experiment, source } = await open([first]);
    assert.equal((await source.snapshot()).runs.length, 1);
    await experiment.addRun(second);
    const { runs, variants } = await source.snapshot();
    assert.deepEqual(
      runs.map(({ run }) => run.variant),
      [first.variant.id, second.variant.id],
    );
    assert.equal(variants.length, 2);
  });
});
