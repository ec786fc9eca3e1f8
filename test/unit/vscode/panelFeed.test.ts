import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ActiveSweep, ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { ExperimentOverview, ExperimentRecord, RunOverview } from '../../../src/domain/experiment.ts';
import type { RunEvent, Sample } from '../../../src/domain/run.ts';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { MetricsTail } from '../../../src/runs/metricsTail.ts';
import { RunTracker } from '../../../src/runs/runTracker.ts';
import { lossSeries } from '../../../src/vscode/panel/lossSeries.ts';
import { PanelFeed } from '../../../src/vscode/panel/panelFeed.ts';
import { panelRun, trackerFrom } from '../../../src/vscode/panel/panelRun.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { until } from '../../support/processes.ts';
import { threeRates } from '../charts/samples.ts';

const FOLDER = '/experiments/one';
const TEXTS = {
  title: ({ name }: ExperimentRecord) => name,
  waiting: 'waits',
  preparing: 'prepares',
  elsewhere: 'elsewhere',
};

type Update = Extract<PanelMessage, { type: 'update' }>;

/** A sweep in memory whose runs do what a test tells them, and what a page hears of it. */
class Stage extends EventEmitter {
  readonly messages: PanelMessage[] = [];
  readonly runs: { tracker: RunTracker; result: null }[];
  active: ActiveSweep[];
  readonly feed: PanelFeed;

  constructor({ record }: ExperimentOverview = threeRates()) {
    super();
    this.runs = record.specs.map((spec, index) => ({ tracker: new RunTracker(index, spec), result: null }));
    const overview = (): ExperimentOverview => ({
      record,
      runs: this.runs.map(({ tracker }): RunOverview => ({
        index: tracker.index,
        spec: tracker.spec,
        state: tracker.state,
        elsewhere: false,
        result: null,
      })),
    });
    const sweep = { runs: this.runs, experiment: { record, folder: FOLDER }, overview };
    this.active = [
      { sweep, startedAt: Date.now(), trainingSince: Date.now() - 10_000, doneBefore: 0 } as unknown as ActiveSweep,
    ];
    this.feed = new PanelFeed(
      FOLDER,
      this as unknown as ExperimentLibrary,
      TEXTS,
      (message) => this.messages.push(message),
      (error) => assert.fail(error as Error),
    );
  }

  activeIn(folder: string): ActiveSweep | undefined {
    return this.active.find(({ sweep }) => sweep.experiment.folder === folder);
  }

  tell(index: number, event: RunEvent): void {
    this.runs[index].tracker.take(event);
    this.emit('run', FOLDER, this.runs[index], event);
  }

  measure(index: number, ...losses: number[]): void {
    const from = this.runs[index].tracker.samples.length;
    this.tell(index, { type: 'samples', samples: losses.map((loss, at) => ({ step: from + at, loss })) });
  }

  get updates(): Update[] {
    return this.messages.filter((message): message is Update => message.type === 'update');
  }
}

describe('what a page is told', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
    stage.tell(0, { type: 'started', run: 'x', context: { unit: 'step', total: 471 } });
    stage.measure(0, 2.3, 2.2, NaN);
  });
  afterEach(() => stage.feed.close());

  it('is everything at first', async () => {
    await stage.feed.open();
    const [message] = stage.messages;
    assert.equal(message.type, 'hydrate');
    assert.deepEqual(message.losses[0], {
      index: 0,
      replace: true,
      steps: Float64Array.of(0, 1, 2),
      losses: Float64Array.of(2.3, 2.2, NaN),
    });
    assert.deepEqual([message.runs.length, message.runs[0].state, message.actions.cancel], [3, 'running', true]);
    assert.ok(message.progress && message.progress.done > 0);
  });

  it('says before the first step that a sweep gets ready, or waits behind another one', async () => {
    const noteOf = async (active: ActiveSweep[]): Promise<string | null | undefined> => {
      stage.active = active;
      await stage.feed.open();
      const message = stage.messages.at(-1);
      return message?.type === 'hydrate' ? message.progress?.note : undefined;
    };
    const [training] = stage.active;
    const ready = { ...training, trainingSince: null };
    assert.equal(await noteOf([training]), null);
    assert.equal(await noteOf([ready]), 'prepares');
    assert.equal(await noteOf([ready, training]), 'waits');
  });

  it('is then only what is new, many events in one message', async () => {
    await stage.feed.open();
    for (let step = 0; step < 50; step++) stage.measure(0, 1);
    stage.measure(1, 2.3);
    await until('an update comes', () => stage.updates.length > 0);
    assert.equal(stage.updates.length, 1);
    const [{ runs, losses }] = stage.updates;
    assert.deepEqual(
      runs.map(({ index }) => index),
      [0, 1],
    );
    assert.deepEqual(
      losses.map(({ index, replace, steps }) => [index, replace, steps.length]),
      [
        [0, false, 50],
        [1, false, 1],
      ],
    );
    assert.equal(losses[0].steps[0], 3);
  });

  it('has each epoch once', async () => {
    const epoch = { epoch: 1, step: 157, loss: 1, accuracy: 0.9, validationLoss: 1, seconds: 1, images: 10_000 };
    stage.tell(0, { type: 'epoch', epoch });
    await stage.feed.open();
    stage.tell(0, { type: 'epoch', epoch: { ...epoch, epoch: 2 } });
    await until('an update comes', () => stage.updates.length > 0);
    const [{ runs }] = stage.updates;
    assert.deepEqual(
      runs.map(({ keptEpochs, epochs }) => [keptEpochs, epochs.map((one) => one.epoch)]),
      [[1, [2]]],
    );
  });

  it('replaces what was measured before a reset', async () => {
    await stage.feed.open();
    stage.tell(0, { type: 'reset' });
    stage.measure(0, 5);
    await until('an update comes', () => stage.updates.length > 0);
    assert.deepEqual(stage.updates[0].losses, [
      { index: 0, replace: true, steps: Float64Array.of(0), losses: Float64Array.of(5) },
    ]);
  });

  it('loses nothing that is measured while everything is sent', async () => {
    const opening = stage.feed.open();
    stage.measure(0, 1, 1);
    await opening;
    stage.measure(0, 1);
    await until('all has come', () => {
      const sent = [stage.messages[0], ...stage.updates].flatMap((message) =>
        message.type === 'empty' ? [] : message.losses,
      );
      return sent.filter(({ index }) => index === 0).reduce((sum, { steps }) => sum + steps.length, 0) === 6;
    });
  });

  it('is nothing when it has gone, and nothing of another experiment', async () => {
    await stage.feed.open();
    stage.emit('run', '/experiments/other', stage.runs[0], { type: 'checkpoint', step: 1 });
    stage.measure(0, 1);
    stage.feed.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(stage.messages.length, 1);
  });

  it('tells the end from memory, with what can be done then', async () => {
    await stage.feed.open();
    for (const { tracker } of stage.runs)
      stage.tell(tracker.index, { type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    stage.active.length = 0;
    stage.emit('ended', FOLDER, null);
    await until('the end comes', () => stage.updates.at(-1)?.progress === null);
    const { actions, runs } = stage.updates.at(-1)!;
    assert.deepEqual(actions, { cancel: false, resume: true });
    assert.ok(runs.every(({ state }) => state === 'cancelled'));
  });
});

describe('losses for the panel', () => {
  it('are at most 2,000 a run, with what sticks out', () => {
    const samples = Array.from({ length: 50_000 }, (_, step): Sample => ({ step, loss: step === 777 ? 1e12 : 1 }));
    const { steps, losses } = lossSeries(samples);
    assert.ok(steps.length <= 2000 && steps.length === losses.length);
    assert.ok(losses.includes(1e12));
  });

  it('leave out samples without a loss', () => {
    assert.deepEqual(
      lossSeries([
        { step: 1, validationAccuracy: 0.5 },
        { step: 2, loss: 1 },
      ]).steps,
      Float64Array.of(2),
    );
  });
});

describe('a run that somebody else trains', () => {
  const newFolder = temporaryFolders();
  const [{ spec, index }] = threeRates().runs;
  const samples = Array.from({ length: 200 }, (_, step): Sample => ({
    step,
    loss: 2 - step / 200,
    seconds: step / 100,
  }));
  const tested: Sample = { step: 157, epoch: 1, validationLoss: 1.1, validationAccuracy: 0.8, seconds: 1.57 };

  it('has its epochs and its progress from the measurements on disk', () => {
    const all = [...samples.slice(0, 158), tested, ...samples.slice(158)];
    const run = panelRun(
      { index, spec, state: 'running', elsewhere: true, result: null },
      trackerFrom(index, spec, all),
    );
    assert.deepEqual(
      run.epochs.map(({ epoch, step, accuracy, validationLoss }) => [epoch, step, accuracy, validationLoss]),
      [[1, 157, 0.8, 1.1]],
    );
    assert.ok(Math.abs(run.epochs[0].loss - 1.605) < 1e-9);
    assert.deepEqual([run.initialLoss, run.elsewhere], [2, true]);
    assert.ok(Math.abs(run.progress - 199 / 471) < 1e-9);
  });

  it('is followed by reading only what was appended, torn lines and rewritten files included', async () => {
    const tail = new MetricsTail(path.join(newFolder(), 'metrics.jsonl'));
    await tail.read();
    assert.deepEqual(tail.samples, []);
    await appendFile(tail.file, '{"step":0,"loss":2.3}\n{"step":1,"lo');
    await tail.read();
    assert.deepEqual(tail.samples, [{ step: 0, loss: 2.3 }]);
    await appendFile(tail.file, 'ss":"NaN"}\nnonsense\n');
    await tail.read();
    assert.deepEqual(tail.samples, [
      { step: 0, loss: 2.3 },
      { step: 1, loss: NaN },
    ]);
    await writeFile(tail.file, '{"step":7}\n');
    await tail.read();
    assert.deepEqual(tail.samples, [{ step: 7 }]);
  });
});
