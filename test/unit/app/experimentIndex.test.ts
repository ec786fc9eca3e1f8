import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExperimentIndex } from '../../../src/app/experimentIndex.ts';
import type { ExperimentEntry } from '../../../src/app/experimentIndex.ts';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun } from '../../support/runs.ts';

/** Experiments on disk as far as the index looks at them, and how often each is read. */
class Experiments {
  readonly read: string[] = [];
  readonly index: ExperimentIndex;
  readonly #entries = new Map<string, ExperimentEntry>();

  constructor(private readonly storage: string) {
    this.index = new ExperimentIndex(storage, async (folder) => {
      this.read.push(path.basename(folder));
      return this.#entries.get(folder) ?? { folder, overview: null, problem: 'It is damaged.', isNewer: false };
    });
  }

  put(name: string, createdAt: string, run: RunOverview): void {
    const folder = path.join(this.storage, name);
    mkdirSync(path.join(folder, 'runs', '0'), { recursive: true });
    this.#entries.set(folder, {
      folder,
      overview: { record: { createdAt }, runs: [run] } as unknown as ExperimentOverview,
      problem: null,
    });
  }

  attempt(name: string, number: number): void {
    mkdirSync(path.join(this.storage, name, 'runs', '0', `attempt-${number}`));
  }
}

describe('the index of a storage folder', () => {
  const newFolder = temporaryFolders();
  const plain = finishedRun(0, 0.1, [2, 1]);
  const judged: RunOverview = { ...plain, result: { ...plain.result!, findings: [{} as Finding] } };

  it('is empty where there is no folder', async () => {
    assert.deepEqual(await new ExperimentIndex(path.join(newFolder(), 'none'), () => assert.fail()).list(), []);
  });

  it('lists the newest first, without series, and passes over what is no folder', async () => {
    const storage = newFolder();
    const experiments = new Experiments(storage);
    experiments.put('b', '2026-01-01', judged);
    experiments.put('a', '2026-01-02', judged);
    writeFileSync(path.join(storage, '.DS_Store'), '');
    const entries = await experiments.index.list();
    assert.deepEqual(
      entries.map(({ folder }) => path.basename(folder)),
      ['a', 'b'],
    );
    assert.deepEqual(entries[0].overview?.runs[0].result?.series, []);
  });

  it('reads once what has ended and been judged, and again what gets another attempt', async () => {
    const experiments = new Experiments(newFolder());
    experiments.put('a', '2026-01-01', judged);
    await experiments.index.list();
    await experiments.index.list();
    assert.deepEqual(experiments.read, ['a']);
    experiments.attempt('a', 2);
    await experiments.index.list();
    assert.deepEqual(experiments.read, ['a', 'a']);
  });

  it('reads anew what is under way, not judged yet, or damaged', async () => {
    const storage = newFolder();
    const experiments = new Experiments(storage);
    experiments.put('running', '2026-01-03', { ...plain, state: 'running', result: null });
    experiments.put('unjudged', '2026-01-02', plain);
    mkdirSync(path.join(storage, 'damaged'));
    await experiments.index.list();
    await experiments.index.list();
    assert.deepEqual(experiments.read.sort(), ['damaged', 'damaged', 'running', 'running', 'unjudged', 'unjudged']);
  });
});
