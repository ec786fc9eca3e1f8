import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { CLAIM, recordsOf, writeExperiment } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const SWEEP = sweepOf([finishedRun(0, 0.1, [2.3, NaN]), finishedRun(1, 0.01, [2.3, 2, 1])]);
const RESULT = SWEEP.runs[0].result!;
/** A process number that no system gives out. */
const NOBODY = 2 ** 30;

describe('ExperimentFolder', () => {
  const newFolder = temporaryFolders();
  const create = (folder = newFolder()): Promise<ExperimentFolder> =>
    ExperimentFolder.create(folder, SWEEP.record, recordsOf(SWEEP));
  const states = async ({ folder }: ExperimentFolder, takeOver = false): Promise<string[]> =>
    (await (await ExperimentFolder.open(folder)).overview({ takeOver })).runs.map(({ state }) => state);
  const change = (file: string, fields: object): void => {
    const value = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...value, ...fields }));
  };

  describe('when it is created and opened', () => {
    it('makes a missing folder, and opens again with what was asked', async () => {
      const { folder } = await create(path.join(newFolder(), 'deep', 'experiment'));
      const experiment = await ExperimentFolder.open(folder);
      assert.deepEqual(experiment.record, SWEEP.record);
      assert.deepEqual(await experiment.runs(), recordsOf(SWEEP));
    });

    it('exists until it is deleted, also while it cannot be read', async function () {
      if (process.platform === 'win32') this.skip();
      const experiment = await create();
      const { folder } = experiment;
      assert.ok(experiment.exists);
      renameSync(folder, `${folder}-away`);
      assert.ok(!experiment.exists);
      // A link to itself is one of the errors that do not say that there is no such file.
      symlinkSync(folder, folder);
      assert.ok(experiment.exists);
      rmSync(folder);
      renameSync(`${folder}-away`, folder);
      assert.ok(experiment.exists);
    });

    it('gets another title, which changes nothing else, and loses it again', async () => {
      const experiment = await create();
      const { mtimeMs } = statSync(path.join(experiment.folder, 'runs'));
      await experiment.annotate({ title: 'Mine' });
      assert.deepEqual(experiment.record, { ...SWEEP.record, title: 'Mine' });
      assert.deepEqual((await ExperimentFolder.open(experiment.folder)).record, experiment.record);
      assert.ok(statSync(path.join(experiment.folder, 'runs')).mtimeMs > mtimeMs, 'lists read it again');
      await experiment.annotate({ title: undefined });
      assert.deepEqual((await ExperimentFolder.open(experiment.folder)).record, SWEEP.record);
    });

    it('keeps the text of a spec, to which a checkpoint belongs', async () => {
      const [run] = recordsOf(SWEEP);
      const reversed = Object.fromEntries(Object.entries(run.spec!).reverse()) as unknown as typeof run.spec;
      const { folder } = await ExperimentFolder.create(newFolder(), SWEEP.record, [{ ...run, spec: reversed }]);
      const [read] = await (await ExperimentFolder.open(folder)).runs();
      assert.equal(JSON.stringify(read.spec), JSON.stringify(reversed));
    });

    it('is removed again only without runs, and without what lies beside it', async () => {
      const trained = await create();
      await trained.removeIfWithoutRuns();
      assert.deepEqual(await (await ExperimentFolder.open(trained.folder)).runs(), recordsOf(SWEEP));
      const empty = await ExperimentFolder.create(newFolder(), SWEEP.record);
      writeFileSync(path.join(empty.folder, 'thesis.txt'), 'precious');
      await empty.removeIfWithoutRuns();
      assert.deepEqual(readdirSync(empty.folder), ['thesis.txt']);
    });

    it('refuses a folder with something in it, and leaves that alone', async () => {
      const folder = newFolder();
      writeFileSync(path.join(folder, 'thesis.txt'), 'precious');
      await assert.rejects(create(folder), {
        name: 'ExperimentError',
        message: `${folder} is not empty; name a new or empty folder for the experiment.`,
      });
      assert.deepEqual(readdirSync(folder), ['thesis.txt']);
    });

    it('refuses a file in the place of a folder', async () => {
      const file = path.join(newFolder(), 'file');
      writeFileSync(file, '');
      await assert.rejects(create(file), { name: 'ExperimentError', message: /is a file, not a folder/ });
      await assert.rejects(ExperimentFolder.open(file), {
        name: 'ExperimentError',
        message: /is a file, not a folder/,
      });
    });

    it('gives one folder to one of two that want it at the same time', async () => {
      const folder = path.join(newFolder(), 'e');
      const outcomes = await Promise.allSettled([create(folder), create(folder)]);
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const experiment = await ExperimentFolder.open(folder);
      const attempts = await Promise.allSettled([experiment.startAttempt(0, CLAIM), experiment.startAttempt(0, CLAIM)]);
      assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    });
  });

  describe('of a run that appears later', () => {
    it('has the run and its variant in the overview', async () => {
      const experiment = await create();
      const variant = { id: 'rate=7', label: '7', values: { rate: 7 } };
      const [first] = recordsOf(SWEEP);
      const indices = await Promise.all([1, 2].map((seed) => experiment.addRun({ ...first, variant, seed })));
      assert.deepEqual(indices.sort(), [2, 3]);
      const { variants, runs } = await experiment.overview();
      assert.deepEqual(variants.at(-1), variant);
      assert.deepEqual(
        runs.map(({ index, variant: id }) => [index, id]),
        [...SWEEP.runs.map(({ variant: id }, index) => [index, id]), [2, 'rate=7'], [3, 'rate=7']],
      );
    });

    it('leaves nothing behind when it cannot be written', async () => {
      const experiment = await create();
      const [first] = recordsOf(SWEEP);
      const unwritable = { ...first, seed: 1n as unknown as number };
      await assert.rejects(experiment.addRun(unwritable), TypeError);
      assert.deepEqual(readdirSync(path.join(experiment.folder, 'runs')).sort(), ['0', '1']);
    });
  });

  describe('of results', () => {
    it('keeps them with NaN and typed series, and counts the newest attempt', async () => {
      const experiment = await create();
      const first = await experiment.startAttempt(0, CLAIM);
      await first.writeResult({ ...RESULT, state: 'failed', reason: 'killed' });
      const second = await experiment.startAttempt(0, CLAIM);
      assert.equal(second.number, 2);
      await second.writeResult(RESULT);
      const [run] = (await experiment.overview()).runs;
      assert.deepEqual(run.result, RESULT);
      assert.ok(run.result?.series.loss?.values instanceof Float64Array);
      assert.equal(run.state, 'finished');
    });

    it('leaves the series on disk for a list', async () => {
      const { folder } = await writeExperiment(newFolder(), SWEEP);
      rmSync(path.join(folder, 'runs', '0', 'attempt-1', 'series.json'));
      const experiment = await ExperimentFolder.open(folder);
      const { runs } = await experiment.overview({ series: false });
      assert.deepEqual(
        runs.map(({ result }) => result),
        SWEEP.runs.map(({ result }) => ({ ...result, series: {} })),
      );
    });

    it('makes the findings of an older detector anew when the series are read', async () => {
      const experiment = await writeExperiment(newFolder(), SWEEP);
      const file = path.join(experiment.folder, 'runs', '0', 'attempt-1', 'result.json');
      const stale = { ...RESULT.findings[0], symptom: 'plateau', message: 'An older detector said so.' };
      change(file, { detector: 0, findings: [stale] });
      const [{ result }] = (await experiment.overview()).runs;
      assert.deepEqual(result?.findings, RESULT.findings);
      assert.equal(result?.detector, RESULT.detector);
      change(file, { detector: RESULT.detector + 1, findings: [] });
      assert.deepEqual((await experiment.overview()).runs[0].result?.findings, [], 'a newer one knows better');
    });

    it('keeps the reasons of a finding, but those that only a newer detector knows', async () => {
      const reasons = [
        { id: 'noise', value: 0.4, weight: 1.2 },
        { id: 'sawtooth', value: 1, weight: 1 },
      ];
      const experiment = await writeExperiment(newFolder(), SWEEP);
      const file = path.join(experiment.folder, 'runs', '0', 'attempt-1', 'result.json');
      const known = { ...RESULT.findings[0], evidence: {} };
      change(file, { detector: 99, findings: [known, { ...known, reasons }] });
      const findings = (await experiment.overview()).runs[0].result?.findings;
      assert.deepEqual(findings, [known, { ...known, reasons: reasons.slice(0, 1) }]);
    });

    it('leaves out findings that only a newer detector knows', async () => {
      const experiment = await writeExperiment(newFolder(), SWEEP);
      const file = path.join(experiment.folder, 'runs', '1', 'attempt-1', 'result.json');
      change(file, { detector: 99, findings: [{ symptom: 'sawtooth' }] });
      const [, run] = (await experiment.overview()).runs;
      assert.deepEqual([run.state, run.result?.findings], ['finished', []]);
    });

    it('takes a torn or damaged one for none, so that the run can be resumed', async () => {
      const experiment = await create();
      const attempt = await experiment.startAttempt(0, CLAIM);
      await attempt.writeResult(RESULT);
      const file = path.join(attempt.folder, 'result.json');
      const text = readFileSync(file, 'utf8');
      change(attempt.processFile, { pid: NOBODY });
      for (const damage of [
        text.slice(0, 40),
        '',
        'null',
        '{"state":"finished"}',
        text.replace('"finished"', '"done"'),
      ]) {
        writeFileSync(file, damage);
        assert.equal(await attempt.result(), null, damage);
        assert.equal(await attempt.hasResult(), false);
        assert.deepEqual(await states(experiment), ['interrupted', 'interrupted']);
      }
    });

    it('does without damaged series', async () => {
      const experiment = await writeExperiment(newFolder(), SWEEP);
      const file = path.join(experiment.folder, 'runs', '1', 'attempt-1', 'series.json');
      for (const damage of [
        '{"loss":{"steps":[0,1],"values":[2]}}',
        '{"loss":{"steps":[0,1],"values":[2,null]}}',
        '{"loss":{"steps":[1,0],"values":[2,1]}}',
        '{"loss":{"steps":[0],"values":["low"]}}',
        '[',
      ]) {
        writeFileSync(file, damage);
        const [, run] = (await experiment.overview()).runs;
        assert.deepEqual([run.state, run.result?.series], ['finished', {}], damage);
      }
    });

    it('leaves no temporary file behind, whether a write succeeds or not', async () => {
      const experiment = await create();
      const attempt = await experiment.startAttempt(0, CLAIM);
      mkdirSync(path.join(attempt.folder, 'result.json'));
      await assert.rejects(attempt.writeResult(RESULT));
      assert.deepEqual(readdirSync(attempt.folder).sort(), ['process.json', 'result.json', 'series.json']);
    });
  });

  describe('of runs without a result', () => {
    it('tells running, waiting and interrupted ones apart', async () => {
      const experiment = await create();
      assert.deepEqual(await states(experiment), ['interrupted', 'interrupted'], 'nobody works on it');
      const attempt = await experiment.startAttempt(0, CLAIM);
      assert.deepEqual(await states(experiment), ['running', 'queued'], 'this process works on it');
      const owner = readFileSync(attempt.processFile, 'utf8');
      for (const unreadable of [`${owner.slice(0, 50)}`, '{"pid":"1"}', 'null']) {
        writeFileSync(attempt.processFile, unreadable);
        assert.deepEqual(await states(experiment), ['interrupted', 'interrupted'], unreadable);
      }
      rmSync(attempt.processFile);
      assert.deepEqual(await states(experiment), ['interrupted', 'interrupted'], 'it was never claimed');
      writeFileSync(attempt.processFile, owner);
      await attempt.writeResult(RESULT);
      assert.deepEqual(await states(experiment), ['finished', 'interrupted']);
    });

    it('knows whose they are', async () => {
      const experiment = await create();
      await experiment.startAttempt(0, CLAIM);
      const elsewhere = async (window: string): Promise<boolean> =>
        (await experiment.overview({ window })).runs[0].elsewhere;
      assert.deepEqual([await elsewhere(CLAIM.window), await elsewhere('another')], [false, true]);
    });

    it('takes those for interrupted that seem to run elsewhere, when somebody insists', async () => {
      const experiment = await create();
      await experiment.startAttempt(0, CLAIM);
      assert.deepEqual(await states(experiment, true), ['interrupted', 'interrupted']);
      const { runs } = await experiment.overview({ window: CLAIM.window, takeOver: true });
      assert.deepEqual([runs[0].state, runs[0].elsewhere], ['running', false], 'its own are no others');
    });

    it('waits for what a runner has queued that outlives its window', async () => {
      const experiment = await create();
      const attempt = await experiment.startAttempt(0, { ...CLAIM, outlivesWindow: true, state: 'queued', job: '17' });
      change(attempt.processFile, { pid: NOBODY });
      const [run, other] = (await experiment.overview()).runs;
      assert.deepEqual([run.state, run.elsewhere, other.state], ['queued', true, 'queued']);
      const mortal = await experiment.startAttempt(0, { ...CLAIM, state: 'queued' });
      assert.deepEqual(await states(experiment), ['queued', 'queued']);
      change(mortal.processFile, { pid: NOBODY });
      assert.deepEqual(await states(experiment), ['interrupted', 'interrupted']);
    });
  });

  describe('that is prepared for training', () => {
    it('forgets an old request to cancel', async () => {
      const experiment = await create();
      assert.equal(await experiment.isCancelRequested(), false);
      await experiment.requestCancel();
      assert.equal(await experiment.isCancelRequested(), true);
      await experiment.prepareForTraining();
      assert.equal(await experiment.isCancelRequested(), false);
    });

    it('deletes what lists have cached', async () => {
      const experiment = await create();
      writeFileSync(path.join(experiment.folder, 'overview.cache'), '');
      await experiment.prepareForTraining();
      assert.deepEqual(readdirSync(experiment.folder).sort(), ['experiment.json', 'runs']);
    });

    it('deletes what killed writers have left, and nothing that somebody may be writing', async () => {
      const experiment = await create();
      const dead = await experiment.startAttempt(0, CLAIM);
      change(dead.processFile, { pid: NOBODY });
      const alive = await experiment.startAttempt(1, CLAIM);
      const runs = path.join(experiment.folder, 'runs');
      const old = [
        path.join(dead.folder, 'checkpoint.bin.1.tmp'),
        path.join(alive.folder, 'checkpoint.bin.2.tmp'),
        path.join(experiment.folder, 'experiment.json.3.tmp'),
        path.join(runs, '0', 'run.json.4.tmp'),
      ];
      for (const file of [...old, path.join(dead.folder, 'checkpoint.bin'), path.join(runs, '1', 'run.json.5.tmp')])
        writeFileSync(file, '');
      mkdirSync(path.join(runs, '6.tmp'));
      writeFileSync(path.join(runs, '6.tmp', 'run.json'), '');
      const longAgo = new Date('2026-01-01');
      for (const file of [...old, path.join(runs, '6.tmp')]) utimesSync(file, longAgo, longAgo);
      await experiment.prepareForTraining();
      assert.deepEqual(readdirSync(experiment.folder).sort(), ['experiment.json', 'runs']);
      assert.deepEqual(readdirSync(runs).sort(), ['0', '1']);
      assert.deepEqual(readdirSync(path.join(runs, '0')).sort(), ['attempt-1', 'run.json']);
      assert.deepEqual(readdirSync(path.join(runs, '1')).sort(), ['attempt-1', 'run.json', 'run.json.5.tmp']);
      assert.deepEqual(readdirSync(dead.folder).sort(), ['checkpoint.bin', 'process.json']);
      assert.deepEqual(readdirSync(alive.folder).sort(), ['checkpoint.bin.2.tmp', 'process.json']);
    });
  });
});
