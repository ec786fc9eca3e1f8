import assert from 'node:assert/strict';
import { EventEmitter, on, once } from 'node:events';
import { rmSync } from 'node:fs';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { FollowedSource } from '../../../src/app/followedTraining.ts';
import { trainingProgress } from '../../../src/app/progress.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { FollowedEvent } from '../../../src/logs/followLogs.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { placesIn } from './sites/placesIn.ts';

const FACTS = { ...NO_FACTS, rate: 0.1, metrics: [{ name: 'loss', source: 'loss' }] } as const;

describe('following the training of another program', () => {
  const newFolder = temporaryFolders();

  /**
   * A library that follows a program which says what the test says.
   * @param again the experiment in which an earlier window has followed it
   */
  async function follow(places?: FollowedSource['places'], again?: string, subject?: 'log' | 'program') {
    const program = new EventEmitter();
    const source: FollowedSource = {
      name: 'train.py',
      place: null,
      ...(places && { places }),
      async *events(signal) {
        try {
          for await (const [event] of on(program, 'event', { signal, close: ['end'] })) yield event as FollowedEvent;
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      },
    };
    const environment = { window: 'here', runner: { name: 'workers' } } as unknown as TrainingEnvironment;
    const library = new ExperimentLibrary(newFolder(), environment);
    const active = await (again === undefined ? library.follow(source, subject) : library.followAgain(source, again));
    const { folder } = active.training.experiment;
    const told: string[] = [];
    library.on('run', (_, run, event) => told.push(`${run.index} ${event.type}`));
    const tell = (id: string, ...events: readonly RunEvent[]): void => {
      for (const event of events) program.emit('event', { id, name: id, event });
    };
    const until = async (count: number): Promise<void> => {
      while (told.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    return { program, library, active, folder, told, tell, until };
  }

  it('adds runs as they appear, and keeps them as an experiment like any other', async () => {
    const { program, active, folder, tell } = await follow();
    tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 1, loss: 2 }] });
    tell('b', { type: 'started', run: 'b', facts: FACTS }, { type: 'samples', samples: [{ step: 1, loss: NaN }] });
    tell('a', { type: 'samples', samples: [{ step: 2, loss: 1 }] });
    program.emit('end');
    await active.ended;
    const { runs, variants } = await (await ExperimentFolder.open(folder)).overview();
    assert.deepEqual(variants.map(({ label }) => label), ['a', 'b']);
    assert.deepEqual(runs.map(({ state, result }) => [state, Array.from(result!.series.loss!.values)]), [
      ['finished', [2, 1]],
      ['finished', [NaN]],
    ]);
    assert.equal(runs[1].result!.findings[0].symptom, 'nan');
  }); // prettier-ignore

  it('forgets what was measured before when the log was rewritten', async () => {
    const { program, active, folder, tell } = await follow();
    tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 5, loss: 9 }] });
    tell('a', { type: 'reset' }, { type: 'samples', samples: [{ step: 1, loss: 2 }] });
    program.emit('end');
    await active.ended;
    const experiment = await ExperimentFolder.open(folder);
    assert.deepEqual((await experiment.samplesUntil(0, { attempt: 1, step: 100 })), [{ step: 1, loss: 2 }]);
    assert.deepEqual(Array.from((await experiment.overview()).runs[0].result!.series.loss!.steps), [1]);
  }); // prettier-ignore

  it('follows a program again from its beginning, in the same runs, when its window was gone', async () => {
    const before = await follow();
    before.tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 0, loss: 3 }] });
    await before.until(2);
    const { program, active, folder, tell } = await follow(undefined, before.folder);
    const began = Date.parse(active.training.experiment.record.createdAt);
    assert.deepEqual([active.startedAt, active.trainingSince], [began, began], 'the time goes on, too');
    const samples = [3, 2, 1].map((loss, step) => ({ step, loss }));
    for (const id of ['a', 'b']) tell(id, { type: 'started', run: id, facts: FACTS }, { type: 'samples', samples });
    program.emit('end');
    await active.ended;
    assert.equal(folder, before.folder);
    const { runs } = await (await ExperimentFolder.open(folder)).overview();
    assert.deepEqual(runs.map(({ state, result }) => [state, Array.from(result!.series.loss!.values)]), [
      ['finished', [3, 2, 1]],
      ['finished', [3, 2, 1]],
    ]);
    before.program.emit('end');
    await before.active.ended;
  }); // prettier-ignore

  it('begins again also before anything was measured', async () => {
    const { program, active, folder, tell } = await follow();
    tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'reset' });
    tell('a', { type: 'samples', samples: [{ step: 0, loss: 2 }] });
    program.emit('end');
    await active.ended;
    const [run] = (await (await ExperimentFolder.open(folder)).overview()).runs;
    assert.deepEqual([run.state, Array.from(run.result!.series.loss!.values)], ['finished', [2]]);
  });

  it('stops when the user cancels it, and keeps what was measured', async () => {
    const { library, active, folder, tell, until } = await follow();
    tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 1, loss: 2 }] });
    await until(2);
    await library.cancel(folder);
    await active.ended;
    const [run] = (await (await ExperimentFolder.open(folder)).overview()).runs;
    assert.deepEqual([run.state, run.result!.reason, run.result!.score], ['finished', 'You stopped following it.', 2]);
    assert.deepEqual(library.active, []);
  });

  it('does not pretend to know how far a program is, and tells when it has been silent', async () => {
    const { program, active, tell, until } = await follow();
    tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 1, loss: 2 }] });
    await until(2);
    const { done, left, silence, phase } = trainingProgress(active, Date.now());
    assert.deepEqual([done, left, silence, phase], [null, null, null, 'training']);
    const later = trainingProgress(active, Date.now() + 90_000).silence!;
    assert.ok(later > 85 && later < 95, String(later));
    program.emit('end');
    await active.ended;
  });

  it('ends as failed, with the reason, when the program cannot be followed any more', async () => {
    const { program, active, folder, tell } = await follow();
    tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 1, loss: 2 }] });
    program.emit('error', new Error('The terminal is gone.'));
    await active.ended;
    const [run] = (await (await ExperimentFolder.open(folder)).overview()).runs;
    assert.deepEqual([run.state, run.result!.reason], ['failed', 'The terminal is gone.']);
  });

  it('says so when its experiment is deleted, not which file could not be written', async () => {
    for (const [subject, outcome] of [
      ['log', 'are no longer followed'],
      ['program', 'were ended'],
    ] as const) {
      const { active, folder, tell, until } = await follow(undefined, undefined, subject);
      tell('a', { type: 'started', run: 'a', facts: FACTS }, { type: 'samples', samples: [{ step: 1, loss: 2 }] });
      await until(2);
      rmSync(folder, { recursive: true });
      tell('a', { type: 'samples', samples: [{ step: 2, loss: 1 }] });
      await assert.rejects(active.ended, {
        message: `The experiment in ${folder} was deleted, so its runs ${outcome}.`,
      });
    }
  });

  const TEXT = 'import torch\noptimizer = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=10.0)\n';
  /** A loss that explodes at once, and no word of the rate. */
  const EXPLODING: readonly RunEvent[] = [
    { type: 'started', run: 'a', facts: { ...FACTS, rate: null } },
    { type: 'samples', samples: [2, 1e6, 1e12, NaN, NaN].map((loss, step) => ({ step, loss })) },
  ];

  it('takes the rate and the optimizer from the number that a run is tied to, where the run tells none', async () => {
    const places = await placesIn({ language: 'python', text: TEXT });
    const { program, active, tell, until } = await follow(Promise.resolve(places));
    await new Promise((resolve) => setImmediate(resolve));
    tell('a', ...EXPLODING);
    await until(2);
    const [{ tracker, record }] = active.training.runs;
    assert.deepEqual([record.site?.text, tracker.facts.rate, tracker.facts.optimizer], ['10.0', 10, 'SGD']);
    const [{ suggestedRate }] = tracker.findings;
    assert.ok(suggestedRate !== null && suggestedRate < 1, String(suggestedRate));
    tell('a', { type: 'facts', facts: { rate: 0.5 } });
    program.emit('end');
    await active.ended;
    assert.deepEqual([record.site?.text, tracker.facts.rate], ['10.0', 0.5]);
    assert.equal(active.training.runs[0].record.site, undefined);
  });

  it('shows losses before the numbers of a program are known, and ties its run when they are', async () => {
    const found = new EventEmitter();
    const places = once(found, 'places').then(([known]) => known as Awaited<ReturnType<typeof placesIn>>);
    const { program, active, told, tell, until } = await follow(places);
    // The program is listened to when the wait for its numbers is over.
    while (program.listenerCount('event') === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    tell('a', ...EXPLODING);
    await until(3);
    const [run] = active.training.runs;
    assert.deepEqual([run.record.site, run.tracker.facts.rate], [undefined, null]);
    const before = told.length;
    found.emit('places', await placesIn({ language: 'python', text: TEXT }));
    await until(before + 1);
    assert.deepEqual([run.record.site?.text, run.tracker.facts.rate], ['10.0', 10]);
    program.emit('end');
    await active.ended;
  });

  /** Follows a program whose places the test finds, until its losses have been told. */
  async function followSlowly() {
    const found = new EventEmitter();
    const places = once(found, 'places').then(([known]) => known as Awaited<ReturnType<typeof placesIn>>);
    const followed = await follow(places);
    while (followed.program.listenerCount('event') === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    followed.tell('a', ...EXPLODING);
    await followed.until(3);
    return { ...followed, find: async () => found.emit('places', await placesIn({ language: 'python', text: TEXT })) };
  }

  it('ties a run that has ended before the numbers of its program are known', async () => {
    const { program, active, tell, find } = await followSlowly();
    tell('a', { type: 'ended', state: 'finished' });
    program.emit('end');
    await new Promise((resolve) => setImmediate(resolve));
    await find();
    await active.ended;
    const [{ record }] = active.training.runs;
    assert.deepEqual([record.site?.text, record.facts.rate], ['10.0', 10]);
  });

  it('waits for no numbers once it is cancelled, and writes none that are found later', async () => {
    const { library, active, folder, find } = await followSlowly();
    await library.cancel(folder);
    await active.ended;
    await find();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(active.training.runs[0].record.site, undefined);
  }).timeout(8_000);
});
