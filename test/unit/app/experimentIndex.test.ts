import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import type { ExperimentEntry } from '../../../src/app/experimentEntry.ts';
import { ExperimentIndex } from '../../../src/app/experimentIndex.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { CLAIM, recordsOf, writeExperiment } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const RUNS = [finishedRun(0, 0.1, [2.3, NaN]), finishedRun(1, 0.01, [2.3, 2, 1])];
const LONG_AGO = new Date('2026-01-01');

/** A storage folder, lists of it by windows, and which experiments these read in full. */
class Storage {
  read: string[] = [];
  readonly active = new Map<string, ExperimentOverview>();

  constructor(readonly folder: string) {}

  /** The index of a new window. */
  index(): ExperimentIndex {
    return new ExperimentIndex(this.folder, {
      isActive: (folder) => this.active.has(folder),
      read: async (folder): Promise<ExperimentEntry> => {
        this.read.push(path.basename(folder));
        const overview = this.active.get(folder);
        if (overview) return createEntry(folder, overview);
        try {
          return createEntry(folder, await (await ExperimentFolder.open(folder)).overview({ window: 'other' }));
        } catch (error) {
          return { folder, overview: null, problem: (error as Error).message, isNewer: false };
        }
      },
    });
  }

  /** What a new window lists; its caches are written. */
  async listAnew(): Promise<ExperimentEntry[]> {
    const index = this.index();
    const entries = await index.list();
    await index.cached();
    return entries;
  }

  at(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  async put(name: string, createdAt = '2026-01-01T00:00:00.000Z'): Promise<ExperimentFolder> {
    const experiment = await writeExperiment(this.at(name), sweepOf(RUNS, { createdAt }));
    this.age(name);
    return experiment;
  }

  /** As if nothing had happened to the experiment for long. */
  age(name: string): void {
    for (const folder of [this.at(name), this.at(name, 'runs')]) {
      if (existsSync(folder)) utimesSync(folder, LONG_AGO, LONG_AGO);
    }
  }

  /** Names of the experiments that were read in full since the last call. */
  takeRead(): string[] {
    const read = this.read.sort();
    this.read = [];
    return read;
  }
}

const namesOf = (entries: readonly ExperimentEntry[]): string[] => entries.map(({ folder }) => path.basename(folder));
const statesOf = (entries: readonly ExperimentEntry[]): string[] =>
  entries.flatMap(({ overview }) => overview?.runs.map(({ state }) => state) ?? ['damaged']);

describe('the index of a storage folder', () => {
  const newFolder = temporaryFolders();

  it('is empty where there is no folder', async () => {
    assert.deepEqual(await new Storage(path.join(newFolder(), 'none')).index().list(), []);
  });

  it('lists the newest first, without series, and passes over what is no folder', async () => {
    const storage = new Storage(newFolder());
    await storage.put('b', '2026-01-01T00:00:00.000Z');
    await storage.put('a', '2026-01-02T00:00:00.000Z');
    writeFileSync(storage.at('.DS_Store'), '');
    const entries = await storage.index().list();
    assert.deepEqual(namesOf(entries), ['a', 'b']);
    assert.deepEqual(entries[0].overview?.runs[0].result?.series, {});
  });

  it('reads what has ended once, in all windows together, and says the same of it', async () => {
    const storage = new Storage(newFolder());
    await storage.put('a');
    const index = storage.index();
    const first = await index.list();
    await index.cached();
    const second = await index.list();
    const other = await storage.index().list();
    assert.deepEqual(storage.takeRead(), ['a']);
    assert.deepEqual(second, first);
    const [{ overview, problem }] = other;
    assert.deepEqual([overview, problem], [first[0].overview, null]);
    assert.equal(overview?.runs[0].result?.score, Infinity);
    const [{ description }] = other as Extract<ExperimentEntry, { problem: null }>[];
    assert.deepEqual(description, (first[0] as (typeof other)[0] & { description: unknown }).description);
  });

  it('writes caches after it has listed', async () => {
    const storage = new Storage(newFolder());
    await storage.put('a');
    const index = storage.index();
    await index.list();
    assert.equal(existsSync(storage.at('a', 'overview.cache')), false);
    await index.cached();
    assert.equal(existsSync(storage.at('a', 'overview.cache')), true);
  });

  it('reads again what gets another attempt, run or result', async () => {
    const storage = new Storage(newFolder());
    const experiment = await storage.put('a');
    const index = storage.index();
    await index.list();
    storage.takeRead();
    const attempt = await experiment.startAttempt(0, CLAIM);
    assert.deepEqual(statesOf(await index.list()), ['running', 'finished']);
    storage.age('a');
    await attempt.writeResult({ ...RUNS[0].result!, state: 'cancelled' });
    assert.deepEqual(statesOf(await index.list()), ['cancelled', 'finished']);
    storage.age('a');
    await experiment.addRun(recordsOf(sweepOf(RUNS))[0]);
    assert.deepEqual(statesOf(await index.list()), ['cancelled', 'finished', 'interrupted']);
    assert.deepEqual(storage.takeRead(), ['a', 'a', 'a']);
  });

  it('sees a change that came within the same tick of the clock as the one before', async () => {
    const storage = new Storage(newFolder());
    const experiment = await storage.put('a');
    const now = new Date();
    utimesSync(storage.at('a', 'runs'), now, now);
    const index = storage.index();
    await index.list();
    const attempt = await experiment.startAttempt(0, CLAIM);
    utimesSync(storage.at('a', 'runs'), now, now);
    assert.deepEqual(statesOf(await index.list()), ['running', 'finished']);
    await attempt.writeResult(RUNS[0].result!);
  });

  it('sees a change that came while it was reading', async () => {
    const storage = new Storage(newFolder());
    const experiment = await storage.put('a');
    const reader = {
      isActive: () => false,
      read: async (folder: string): Promise<ExperimentEntry> => {
        const overview = await experiment.overview();
        if (storage.takeRead().length === 0) {
          await experiment.startAttempt(0, CLAIM);
          const aMinuteAgo = new Date(Date.now() - 60_000);
          utimesSync(storage.at('a', 'runs'), aMinuteAgo, aMinuteAgo);
        }
        storage.read.push('a');
        return createEntry(folder, overview);
      },
    };
    const index = new ExperimentIndex(storage.folder, reader);
    assert.deepEqual(statesOf(await index.list()), ['finished', 'finished']);
    assert.deepEqual(statesOf(await index.list()), ['running', 'finished']);
  });

  it('looks again at what seemed dead when it gives a sign of life', async () => {
    const storage = new Storage(newFolder());
    const experiment = await storage.put('a');
    const attempt = await experiment.startAttempt(0, CLAIM);
    const owner = JSON.parse(readFileSync(attempt.processFile, 'utf8')) as object;
    writeFileSync(attempt.processFile, JSON.stringify({ ...owner, host: 'a laptop' }));
    utimesSync(attempt.processFile, LONG_AGO, LONG_AGO);
    storage.age('a');
    const index = storage.index();
    assert.deepEqual(statesOf(await index.list()), ['interrupted', 'finished']);
    const { now } = Date;
    try {
      Date.now = () => now() + 120_000;
      await attempt.writeHeartbeat();
    } finally {
      Date.now = now;
    }
    assert.deepEqual(statesOf(await index.list()), ['running', 'finished']);
  });

  it('reads anew what is under way, and what this window is about to train', async () => {
    const storage = new Storage(newFolder());
    const experiment = await storage.put('elsewhere');
    await experiment.startAttempt(0, CLAIM);
    await storage.put('here');
    storage.age('elsewhere');
    const index = storage.index();
    await index.list();
    storage.active.set(storage.at('here'), sweepOf(RUNS.map((run) => ({ ...run, state: 'queued', result: null }))));
    storage.takeRead();
    assert.deepEqual(statesOf(await index.list()).sort(), ['finished', 'queued', 'queued', 'running']);
    assert.deepEqual(storage.takeRead(), ['elsewhere', 'here']);
  });

  it('lists the others beside one that is damaged, and reads that one anew', async () => {
    const storage = new Storage(newFolder());
    await storage.put('whole');
    await storage.put('damaged');
    const file = storage.at('damaged', 'experiment.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, 99));
    mkdirSync(storage.at('unfinished', 'runs'), { recursive: true });
    mkdirSync(storage.at('empty'));
    for (const name of ['damaged', 'unfinished', 'empty']) storage.age(name);
    const index = storage.index();
    const entries = await index.list();
    assert.deepEqual(namesOf(entries).sort(), ['damaged', 'empty', 'unfinished', 'whole']);
    assert.equal(entries.filter(({ problem }) => problem !== null).length, 3);
    writeFileSync(file, text);
    assert.deepEqual((await index.list()).filter(({ problem }) => problem !== null).length, 2);
  });

  it('has a sentence for records that contradict each other, and for a kind that is unknown', async () => {
    const storage = new Storage(newFolder());
    await storage.put('whole');
    for (const [name, change] of [
      ['unknown', { kind: 'horoscope' }],
      ['contradictory', { choice: { learningRates: 7 } }],
    ] as const) {
      await writeExperiment(storage.at(name), sweepOf(RUNS, change));
      storage.age(name);
    }
    const entries = await storage.index().list();
    assert.match(entries.find(({ folder }) => folder === storage.at('unknown'))?.problem ?? '', /horoscope/);
    assert.equal(entries.length, 3);
  });

  it('leaves out an experiment that is just being created', async () => {
    const storage = new Storage(newFolder());
    mkdirSync(storage.at('new', 'runs'), { recursive: true });
    assert.deepEqual(await storage.index().list(), []);
  });

  it('forgets what is gone, and reads what came in its place', async () => {
    const storage = new Storage(newFolder());
    await storage.put('a');
    const index = storage.index();
    await index.list();
    rmSync(storage.at('a'), { recursive: true });
    assert.deepEqual(await index.list(), []);
    await storage.put('a', '2026-02-02T00:00:00.000Z');
    assert.equal((await index.list())[0].overview?.record.createdAt, '2026-02-02T00:00:00.000Z');
  });

  it('does without a damaged cache, and without one', async () => {
    const storage = new Storage(newFolder());
    await storage.put('a');
    const [expected] = await storage.listAnew();
    const cache = storage.at('a', 'overview.cache');
    const whole = readFileSync(cache);
    for (const damage of [Buffer.alloc(0), whole.subarray(0, 100), Buffer.from(whole).fill(0, 40, 41)]) {
      writeFileSync(cache, damage);
      storage.takeRead();
      assert.deepEqual(await storage.listAnew(), [expected]);
      assert.deepEqual(storage.takeRead(), ['a']);
    }
    rmSync(cache);
    mkdirSync(cache);
    assert.deepEqual(await storage.listAnew(), [expected]);
  });
});
