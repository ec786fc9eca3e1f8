import assert from 'node:assert/strict';
import path from 'node:path';
import type { ExperimentRecord } from '../../../src/domain/experiment.ts';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { OpenedFolders } from '../../../src/app/experimentLibrary.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import { WorkerRunner } from '../../../src/runs/workerRunner.ts';
import { writeExperiment } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

const SWEEP = sweepOf([finishedRun(0, 0.1, [2.3, NaN]), finishedRun(1, 0.01, line(2.3, 0.1, 40))]);
/** This window only reads. */
const noPool = (): never => assert.fail('this window does not train');

describe('the library of experiments', () => {
  const newFolder = temporaryFolders();

  /** A library, an experiment in its storage folder and one elsewhere, and what it tells. */
  async function library() {
    const opened: OpenedFolders & { folders: readonly string[] } = {
      folders: [],
      replace: async (folders) => void (opened.folders = folders),
    };
    const environment = { window: 'here', runner: new WorkerRunner(noPool, '') } as unknown as TrainingEnvironment;
    const created = new ExperimentLibrary(newFolder(), environment, opened);
    const [own, elsewhere] = [path.join(created.storage, 'own'), path.join(newFolder(), 'elsewhere')];
    for (const folder of [own, elsewhere]) await writeExperiment(folder, SWEEP);
    const told: string[] = [];
    created.on('listingChanged', (folder) => told.push(`listed ${path.basename(folder)}`));
    created.on('annotated', (folder) => told.push(`annotated ${path.basename(folder)}`));
    const listed = async (): Promise<string[]> => (await created.list()).map(({ folder }) => folder).sort();
    return { library: created, opened, own, elsewhere, told, listed };
  }

  it('lists a folder that was opened from elsewhere until it is removed from the list', async () => {
    const { library: one, opened, own, elsewhere, told, listed } = await library();
    await one.listOpened(own);
    await one.listOpened(elsewhere);
    await one.listOpened(elsewhere);
    assert.deepEqual(opened.folders, [elsewhere]);
    assert.deepEqual([one.isOpened(own), one.isOpened(elsewhere)], [false, true]);
    assert.deepEqual(await listed(), [own, elsewhere].sort());
    await one.unlistOpened(elsewhere);
    assert.deepEqual(await listed(), [own]);
    assert.deepEqual(told, ['listed elsewhere', 'listed elsewhere']);
    assert.equal((await one.entry(elsewhere)).problem, null, 'the folder stays');
  });

  it('forgets an opened folder with the experiment that it deletes', async () => {
    const { library: one, opened, own, elsewhere, listed } = await library();
    await one.listOpened(elsewhere);
    await one.delete(elsewhere);
    assert.deepEqual([opened.folders, await listed()], [[], [own]]);
  });

  it('renames an experiment, in lists that have read it too', async () => {
    const { library: one, own, told } = await library();
    const titles = async (): Promise<(string | undefined)[]> =>
      (await one.list()).map((entry) => (entry.problem === null ? entry.description.title : undefined));
    const before = await titles();
    await one.annotate(own, { title: 'Mine' });
    assert.deepEqual(await titles(), ['Mine']);
    await one.annotate(own, { title: undefined });
    assert.deepEqual(await titles(), before);
    assert.deepEqual(told, ['annotated own', 'annotated own']);
  });

  it('stars an experiment and keeps a note with it, each without touching the rest', async () => {
    const { library: one, own } = await library();
    const record = async (): Promise<ExperimentRecord | undefined> => (await one.entry(own)).overview?.record;
    const before = await record();
    await one.annotate(own, { starred: true });
    await one.annotate(own, { note: 'before the clipping' });
    assert.deepEqual(await record(), { ...before, starred: true, note: 'before the clipping' });
    await one.annotate(own, { starred: undefined });
    assert.deepEqual(await record(), { ...before, note: 'before the clipping' });
    await one.annotate(own, { note: undefined });
    assert.deepEqual(await record(), before);
  });
});
