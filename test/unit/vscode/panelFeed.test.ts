import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ActiveTraining, ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { MetricsTail } from '../../../src/store/metricsTail.ts';
import { PanelFeed } from '../../../src/vscode/panel/panelFeed.ts';
import { panelRun } from '../../../src/vscode/panel/panelRun.ts';
import { RunFollower } from '../../../src/vscode/panel/runFollower.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { until } from '../../support/processes.ts';
import { findingOf, threeRates } from '../charts/samples.ts';

const FOLDER = '/experiments/one';
const TEXTS = {
  waiting: 'waits',
  preparing: 'prepares',
  firstLoss: 'no loss yet',
  following: 'follows',
  silent: (seconds: number) => `silent for ${seconds}`,
  cancelling: 'cancelling',
  elsewhere: 'elsewhere',
};

type Update = Extract<PanelMessage, { type: 'update' }>;

/** A training in memory whose runs do what a test tells them, and what a page hears of it. */
class FakeTraining extends EventEmitter {
  readonly messages: PanelMessage[] = [];
  readonly runs: {
    readonly index: number;
    readonly record: RunOverview;
    readonly tracker: RunTracker;
    readonly result: null;
  }[];
  active: ActiveTraining[];
  readonly feed: PanelFeed;
  readonly #overview: ExperimentOverview;

  /**
   * @param planned how many of the three runs are there at first
   * @param changedAt when another program wrote last, if one is followed
   */
  constructor(planned = 3, changedAt: number | null = null) {
    super();
    this.#overview = threeRates();
    this.runs = [];
    while (this.runs.length < planned) this.addRun();
    const overview = (): ExperimentOverview => ({
      ...this.#overview,
      variants: this.#overview.variants.filter(({ id }) =>
        this.runs.some(({ index }) => this.#overview.runs[index].variant === id),
      ),
      runs: this.runs.map(({ index, tracker }): RunOverview => {
        return { ...this.#overview.runs[index], facts: tracker.facts, state: tracker.state, result: null };
      }),
    });
    const { record } = this.#overview;
    const training = {
      runs: this.runs,
      changedAt,
      experiment: { record, folder: FOLDER, attempt: async () => null },
      overview,
    };
    this.active = [
      {
        training,
        startedAt: Date.now(),
        trainingSince: Date.now() - 10_000,
        doneBefore: 0,
        isCancelling: false,
        stopProgram: null,
      } as unknown as ActiveTraining,
    ];
    this.feed = new PanelFeed(
      FOLDER,
      this as unknown as ExperimentLibrary,
      TEXTS,
      (message) => this.messages.push(message),
      (error) => assert.fail(error as Error),
    );
  }

  addRun(): void {
    const index = this.runs.length;
    const record = this.#overview.runs[index];
    this.runs.push({ index, record, tracker: new RunTracker(record), result: null });
  }

  activeIn(folder: string): ActiveTraining | undefined {
    return this.active.find(({ training }) => training.experiment.folder === folder);
  }

  tell(index: number, event: RunEvent): void {
    this.runs[index].tracker.apply(event);
    this.emit('run', FOLDER, this.runs[index], event);
  }

  start(index: number): void {
    this.tell(index, { type: 'started', run: 'x', facts: this.#overview.runs[index].facts });
  }

  measure(index: number, ...losses: number[]): void {
    const from = this.runs[index].tracker.series('loss').steps.length;
    this.tell(index, { type: 'samples', samples: losses.map((loss, at) => ({ step: from + at, loss })) });
  }

  get updates(): Update[] {
    return this.messages.filter((message): message is Update => message.type === 'update');
  }
}

describe('what a page is told', () => {
  let training: FakeTraining;
  beforeEach(() => {
    training = new FakeTraining();
    training.start(0);
    training.measure(0, 2.3, 2.2, NaN);
  });
  afterEach(() => training.feed.close());

  it('is everything at first', async () => {
    await training.feed.open();
    const [message] = training.messages;
    assert.equal(message.type, 'hydrate');
    assert.deepEqual(message.series, [
      {
        index: 0,
        metric: 'loss',
        kept: 0,
        steps: Float64Array.of(0, 1, 2),
        values: Float64Array.of(2.3, 2.2, NaN),
      },
    ]);
    assert.deepEqual([message.runs.length, message.runs[0].state, message.actions.cancel], [3, 'running', true]);
    assert.ok(message.progress && message.progress.done! > 0);
  });

  it('says of the training of another program whether it is waited for, followed, or has fallen silent', async () => {
    const noteOf = async (changedAt: number, trainingSince: number | null): Promise<string | null | undefined> => {
      const followed = new FakeTraining(3, changedAt);
      followed.active = [{ ...followed.active[0], trainingSince }];
      await followed.feed.open();
      const message = followed.messages.at(-1);
      followed.feed.close();
      assert.ok(message?.type === 'hydrate');
      assert.equal(message.progress?.left, null);
      return message.progress?.note;
    };
    assert.equal(await noteOf(Date.now(), null), 'no loss yet');
    assert.equal(await noteOf(Date.now(), Date.now()), 'follows');
    assert.match((await noteOf(Date.now() - 90_000, Date.now()))!, /^silent for 9\d/);
  });

  it('says before the first step that an experiment gets ready, or waits for another one', async () => {
    const noteOf = async (active: ActiveTraining[]): Promise<string | null | undefined> => {
      training.active = active;
      await training.feed.open();
      const message = training.messages.at(-1);
      return message?.type === 'hydrate' ? message.progress?.note : undefined;
    };
    const [active] = training.active;
    const ready = { ...active, trainingSince: null };
    assert.equal(await noteOf([active]), null);
    assert.equal(await noteOf([ready]), 'prepares');
    assert.equal(await noteOf([ready, active]), 'waits');
  });

  it('is at once that an experiment is being cancelled, although its runs still train', async () => {
    await training.feed.open();
    const [active] = training.active;
    Object.assign(active, { isCancelling: true });
    training.emit('cancelling', FOLDER);
    await until('an update comes', () => training.updates.length > 0);
    const [{ progress, actions }] = training.updates;
    assert.equal(progress?.note, 'cancelling');
    assert.equal(progress.left, null);
    assert.equal(actions?.cancel, false);
  });

  it('is then only what is new, many events in one message', async () => {
    await training.feed.open();
    for (let step = 0; step < 50; step++) training.measure(0, 1);
    training.measure(1, 2.3);
    await until('an update comes', () => training.updates.length > 0);
    assert.equal(training.updates.length, 1);
    const [{ runs, series }] = training.updates;
    assert.deepEqual(
      runs.map(({ index }) => index),
      [0, 1],
    );
    assert.deepEqual(
      series.map(({ index, kept, steps }) => [index, kept, steps.length]),
      [
        [0, 3, 50],
        [1, 0, 1],
      ],
    );
    assert.equal(series[0].steps[0], 3);
  });

  it('is a part of a figure in all its detail, when the page asks for it', async () => {
    training.measure(0, ...Array.from({ length: 9000 }, (_, step) => step));
    await training.feed.open();
    const [hydrate] = training.messages;
    assert.ok(hydrate.type === 'hydrate' && hydrate.series[0].steps.length <= 2000);
    await training.feed.sendDetail({ figure: 'lossByStep', steps: [5000, 5100] }, 500);
    const detail = training.messages.at(-1)!;
    assert.ok(detail.type === 'detail');
    assert.deepEqual([detail.figure, detail.series.length, detail.series[0].steps.length], ['lossByStep', 1, 101]);
  });

  it('is no part that another one has taken the place of, and none of a figure that there is not', async () => {
    training.measure(0, ...Array.from({ length: 9000 }, (_, step) => step));
    await training.feed.open();
    const first = training.feed.sendDetail({ figure: 'lossByStep', steps: [0, 100] }, 500);
    await Promise.all([first, training.feed.sendDetail({ figure: 'lossByStep', steps: [200, 300] }, 500)]);
    await training.feed.sendDetail({ figure: 'another', steps: [0, 1] }, 500);
    const details = training.messages.filter((message) => message.type === 'detail');
    assert.deepEqual(
      details.map(({ steps }) => steps),
      [[200, 300]],
    );
  });

  it('has the line of any metric once the page wants a chart of it, and no longer than that', async () => {
    const samples = [1, 2, 3].map((step) => ({ step, loss: 1, extra: { 'entropy/mean loss': 5 * step } }));
    training.tell(0, { type: 'samples', samples });
    await training.feed.open();
    const [hydrate] = training.messages;
    assert.ok(hydrate.type === 'hydrate');
    assert.deepEqual(hydrate.metrics, ['entropy/mean loss']);
    assert.deepEqual(new Set(hydrate.series.map(({ metric }) => metric)), new Set(['loss']));
    training.feed.drawMetrics(['entropy/mean loss', 'unheard of']);
    await until('an update comes', () => training.updates.length > 0);
    const [{ figures, series }] = training.updates;
    const added = figures?.at(-1);
    assert.deepEqual([added?.title, added?.lines[0].metric], ['entropy/mean loss', 'entropy/mean loss']);
    assert.match(added!.name, /^[\w-]+$/);
    assert.deepEqual(
      series.map(({ metric, steps, values }) => [metric, [...steps], [...values]]),
      [['entropy/mean loss', [1, 2, 3], [5, 10, 15]]],
    );
    training.feed.drawMetrics([]);
    await until('another comes', () => training.updates.length > 1);
    assert.equal(training.updates[1].figures?.length, figures!.length - 1);
  });

  it('has each epoch once', async () => {
    const epoch = { epoch: 1, step: 157, loss: 1, accuracy: 0.9, validationLoss: 1, seconds: 1, images: 10_000 };
    training.tell(0, { type: 'epoch', epoch });
    await training.feed.open();
    training.tell(0, { type: 'epoch', epoch: { ...epoch, epoch: 2 } });
    await until('an update comes', () => training.updates.length > 0);
    const [{ runs }] = training.updates;
    assert.deepEqual(
      runs.map(({ keptEpochs, epochs }) => [keptEpochs, epochs.map((one) => one.epoch)]),
      [[1, [2]]],
    );
  });

  it('replaces what was measured before a reset', async () => {
    await training.feed.open();
    training.tell(0, { type: 'reset' });
    training.measure(0, 5);
    await until('an update comes', () => training.updates.length > 0);
    assert.deepEqual(training.updates[0].series, [
      { index: 0, metric: 'loss', kept: 0, steps: Float64Array.of(0), values: Float64Array.of(5) },
    ]);
  });

  it('loses nothing that is measured while everything is sent', async () => {
    const opening = training.feed.open();
    training.measure(0, 1, 1);
    await opening;
    training.measure(0, 1);
    await until('all has come', () => {
      const sent = [training.messages[0], ...training.updates].flatMap((message) =>
        'series' in message ? message.series : [],
      );
      return sent.filter(({ index }) => index === 0).reduce((sum, { steps }) => sum + steps.length, 0) === 6;
    });
  });

  it('is nothing when it has gone, and nothing of another experiment', async () => {
    await training.feed.open();
    training.emit('run', '/experiments/other', training.runs[0], { type: 'checkpoint', step: 1 });
    training.measure(0, 1);
    training.feed.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(training.messages.length, 1);
  });

  it('tells the end from memory, with what can be done then', async () => {
    await training.feed.open();
    for (const { index } of training.runs)
      training.tell(index, { type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    training.active.length = 0;
    training.emit('ended', FOLDER, null);
    await until('the end comes', () => training.updates.at(-1)?.progress === null);
    const { actions, runs } = training.updates.at(-1)!;
    assert.deepEqual(actions, { cancel: false, resume: true, runAgain: true });
    assert.ok(runs.every(({ state }) => state === 'cancelled'));
  });

  it('leaves out the parts that have not changed', async () => {
    await training.feed.open();
    training.measure(1, 2.3, 2.2);
    await until('an update comes', () => training.updates.length > 0);
    const [update] = training.updates;
    for (const part of ['variants', 'summary', 'description', 'figures', 'actions'] as const) {
      assert.ok(!(part in update), part);
    }
    assert.ok(update.progress && update.progress.done! > 0);
  });

  it('has no metric that no figure draws', async () => {
    training.tell(0, { type: 'samples', samples: [{ step: 3, loss: 1, gradientNorm: 5, seconds: 1 }] });
    await training.feed.open();
    const [message] = training.messages;
    assert.ok(message.type === 'hydrate');
    assert.deepEqual(
      message.series.map(({ metric }) => metric),
      ['loss', 'seconds'],
    );
  });

  it('has its own copy of what a run goes on measuring', async () => {
    await training.feed.open();
    const [message] = training.messages;
    assert.ok(message.type === 'hydrate');
    assert.equal(message.series[0].values.buffer.byteLength, 3 * Float64Array.BYTES_PER_ELEMENT);
  });

  it('tells of runs and variants that appear later', async () => {
    training.feed.close();
    training = new FakeTraining(1);
    training.start(0);
    await training.feed.open();
    training.addRun();
    training.start(1);
    training.measure(1, 2.3, 2.2);
    await until('an update comes', () => training.updates.length > 0);
    const [{ variants, runs, series }] = training.updates;
    assert.equal(variants?.length, 2);
    assert.deepEqual(
      runs.map(({ index, state }) => [index, state]),
      [[1, 'running']],
    );
    assert.deepEqual(
      series.map(({ index, steps }) => [index, steps.length]),
      [[1, 2]],
    );
  });

  it('tells of findings while a run goes on', async () => {
    await training.feed.open();
    const finding = findingOf(['exploding', 'rate-too-high', 'The loss explodes.']);
    training.tell(0, { type: 'finding', id: 'exploding', finding });
    await until('an update comes', () => training.updates.length > 0);
    assert.ok(training.updates[0].runs[0].findings.some(({ message }) => message === finding.message));
  });
});

describe('a run that is trained elsewhere', () => {
  const newFolder = temporaryFolders();
  const [{ spec, facts, index, variant, seed }] = threeRates().runs;
  const overview: RunOverview = {
    index,
    variant,
    seed,
    facts,
    spec,
    state: 'running',
    elsewhere: true,
    result: null,
  };
  const samples = Array.from({ length: 200 }, (_, step): Sample => ({
    step,
    loss: 2 - step / 200,
    seconds: step / 100,
  }));
  const tested: Sample = { step: 157, epoch: 1, validationLoss: 1.1, validationAccuracy: 0.8, seconds: 1.57 };
  const lines = (...some: readonly Sample[]): string => some.map((sample) => `${JSON.stringify(sample)}\n`).join('');

  it('has its epochs and its progress from the measurements on disk', async () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const follower = new RunFollower(overview, new MetricsTail(file));
    await writeFile(file, lines(...samples.slice(0, 100)));
    await follower.update();
    assert.deepEqual(panelRun(overview, follower.tracker).epochs, []);
    await appendFile(file, lines(...samples.slice(100, 158), tested, ...samples.slice(158)));
    await follower.update();
    const run = panelRun(overview, follower.tracker);
    assert.deepEqual(
      run.epochs.map(({ epoch, step, accuracy, validationLoss }) => [epoch, step, accuracy, validationLoss]),
      [[1, 157, 0.8, 1.1]],
    );
    // The last batch of the epoch has 16 images and counts for as many.
    const batches = samples.slice(1, 158).map(({ loss }, batch) => loss! * (batch < 156 ? 64 : 16));
    const mean = batches.reduce((sum, loss) => sum + loss, 0) / 10_000;
    assert.ok(Math.abs(run.epochs[0].loss - mean) < 1e-9, `${run.epochs[0].loss} and ${mean}`);
    assert.deepEqual([run.initialLoss, run.elsewhere, run.newestStep], [2, true, 199]);
    assert.ok(Math.abs(run.progress! - 199 / 471) < 1e-9);
  });

  it('starts over when its measurements are rewritten', async () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const follower = new RunFollower(overview, new MetricsTail(file));
    await writeFile(file, lines(...samples));
    await follower.update();
    const { origin } = follower;
    await appendFile(file, lines({ step: 200, loss: 1 }));
    await follower.update();
    assert.equal(follower.origin, origin);
    await writeFile(file, lines(samples[0], samples[1]));
    await follower.update();
    assert.notEqual(follower.origin, origin);
    assert.deepEqual(follower.tracker.series('loss').steps, Float64Array.of(0, 1));
  });
});
