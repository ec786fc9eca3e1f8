import assert from 'node:assert/strict';
import { EventEmitter, on } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { ExperimentLibrary } from '../../../../src/app/experimentLibrary.ts';
import { locateSite } from '../../../../src/app/sites/locateSite.ts';
import { SiteResults } from '../../../../src/app/sites/siteResults.ts';
import type { TrainingEnvironment } from '../../../../src/app/training.ts';
import type { RunEvent } from '../../../../src/domain/runEvent.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import type { FollowedEvent } from '../../../../src/logs/followLogs.ts';
import { temporaryFolders } from '../../../support/folders.ts';
import { placesIn } from './placesIn.ts';

const PROGRAM = `import torch
optimizer = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=3.0)
`;
const FILE = { folder: '/project', path: 'train.py' };
const ENVIRONMENT = { window: 'here', runner: { name: 'workers' } } as unknown as TrainingEnvironment;

function failOn(error: unknown): void {
  throw error;
}

describe('what runs have shown about the numbers of a file', () => {
  const newFolder = temporaryFolders();

  /** Follows a run of the program that logs its rate late and ends in NaN. */
  async function follow(library: ExperimentLibrary, rate: number) {
    const program = new EventEmitter();
    const active = await library.follow({
      name: 'python train.py',
      place: null,
      places: placesIn(PROGRAM),
      async *events(signal) {
        for await (const [event] of on(program, 'event', { signal, close: ['end'] })) yield event as FollowedEvent;
      },
    });
    while (program.listenerCount('event') === 0) await new Promise((resolve) => setImmediate(resolve));
    const events: readonly RunEvent[] = [
      { type: 'started', run: 'a', facts: { ...NO_FACTS, rate: 99, metrics: [{ name: 'loss', source: 'loss' }] } },
      { type: 'samples', samples: [{ step: 1, loss: 2 }] },
      { type: 'facts', facts: { rate } },
      { type: 'samples', samples: [{ step: 2, loss: NaN }] },
    ];
    for (const event of events) program.emit('event', { id: 'a', name: 'a', event });
    const end = async (): Promise<void> => {
      program.emit('end');
      await active.ended;
    };
    const tell = (event: RunEvent): void => void program.emit('event', { id: 'a', name: 'a', event });
    return { end, tell };
  }

  async function shown(results: SiteResults): Promise<ReadonlyArray<readonly unknown[]>> {
    return (await results.of(FILE)).map(({ program, site, findings }) => [program, site.text, findings.at(0)?.symptom]);
  }

  it('is known while a program is followed, as soon as its rate is, and told to who listens', async () => {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    const results = new SiteResults(library, failOn);
    const found = new Promise<void>((resolve) => {
      results.on('changed', () => {
        void shown(results).then((all) => JSON.stringify(all).includes('"nan"') && resolve());
      });
    });
    const { end } = await follow(library, 3);
    await found;
    assert.deepEqual(await shown(results), [['python train.py', '3.0', 'nan']]);
    await end();
  });

  it('is told once while a program prints on after its loss broke', async () => {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    const results = new SiteResults(library, failOn);
    const { end, tell } = await follow(library, 3);
    const tracker = () => library.active[0].training.runs.at(0)?.tracker;
    while (tracker()?.findings[0]?.symptom !== 'nan') await new Promise(setImmediate);
    let told = 0;
    results.on('changed', () => told++);
    const { toStep, cause } = tracker()!.findings[0];
    tell({ type: 'samples', samples: [{ step: toStep + 1, loss: NaN }] });
    while (tracker()?.findings[0]?.toStep !== toStep + 1) await new Promise(setImmediate);
    assert.deepEqual([told, tracker()?.findings[0]?.cause], [0, cause]);
    await end();
  });

  it('is told also when a run turns out to have another rate than that number', async () => {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    const results = new SiteResults(library, failOn);
    const toldWith = (symptoms: readonly string[]) =>
      new Promise<void>((resolve) => {
        results.on('changed', () => {
          void shown(results).then((all) => {
            const told = all.map((result) => (result as unknown[]).at(-1));
            if (isDeepStrictEqual(told, symptoms)) resolve();
          });
        });
      });
    const tied = toldWith(['nan']);
    const { end, tell } = await follow(library, 3);
    await tied;
    const left = toldWith([]);
    tell({ type: 'facts', facts: { rate: 99 } });
    await left;
    await end();
  });

  it('is kept with the experiment, and read again by another window', async () => {
    const folder = newFolder();
    await (await follow(new ExperimentLibrary(folder, ENVIRONMENT), 3)).end();
    const results = new SiteResults(new ExperimentLibrary(folder, ENVIRONMENT), failOn);
    assert.deepEqual(await shown(results), [['python train.py', '3.0', 'nan']]);
    assert.deepEqual(await results.of({ ...FILE, path: 'other.py' }), []);
  });

  it('goes with the file to its new name, also in another window, and back', async () => {
    const folder = newFolder();
    const library = new ExperimentLibrary(folder, ENVIRONMENT);
    await (await follow(library, 3)).end();
    const results = new SiteResults(library, failOn);
    const moved = { folder: '/project', path: 'src/fit.py' };
    const rename = async (from: string, to: string): Promise<void> =>
      results.move((file) => (file.path === from ? { folder: '/project', path: to } : null));
    await rename('train.py', 'src/fit.py');
    for (const each of [results, new SiteResults(new ExperimentLibrary(folder, ENVIRONMENT), failOn)]) {
      assert.deepEqual(await shown(each), []);
      const [{ site }] = await each.of(moved);
      assert.ok(locateSite(site, await placesIn(PROGRAM, 'src/fit.py')));
    }
    await rename('src/fit.py', 'train.py');
    assert.deepEqual(await shown(results), [['python train.py', '3.0', 'nan']]);
  });

  it('goes with the file also while a run is followed, once that has ended', async () => {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    const results = new SiteResults(library, failOn);
    const { end } = await follow(library, 3);
    await results.of(FILE);
    while (!library.active[0].training.runs.some(({ record }) => record.site)) await new Promise(setImmediate);
    const moving = results.move((file) => (file.path === 'train.py' ? { ...FILE, path: 'fit.py' } : null));
    await end();
    await moving;
    assert.equal((await results.of({ ...FILE, path: 'fit.py' })).length, 1);
  });

  it('is nothing where the rate of the run stands nowhere in the program', async () => {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    const results = new SiteResults(library, failOn);
    await (await follow(library, 7)).end();
    assert.deepEqual(await shown(results), []);
  });
});
