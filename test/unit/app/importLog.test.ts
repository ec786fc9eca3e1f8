import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importLog } from '../../../src/app/importLog.ts';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import { LogError } from '../../../src/logs/logError.ts';
import { stampOfPlace } from '../../../src/logs/placeStamp.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../../support/folders.ts';

const HOUR = 3600;

describe('importing a log', () => {
  const newFolder = temporaryFolders();
  const writeLog = (folder: string, text: string, age = HOUR): string => {
    const file = path.join(folder, 'run.csv');
    writeFileSync(file, text);
    const time = Date.now() / 1000 - age;
    utimesSync(file, time, time);
    return file;
  };
  const ROWS = Array.from({ length: 3000 }, (_, step) => `${step},${2 / (step + 1)},${step % 100 === 99 ? 1 : ''},0.1`);
  const TEXT = `step,loss,val_loss,lr\n${ROWS.join('\n')}\n`;

  it('reads a log anew where other columns are to be read', async () => {
    const storage = path.join(newFolder(), 'storage');
    const file = writeLog(newFolder(), TEXT);
    const first = await importLog(file, storage);
    const second = await importLog(file, storage, { anew: true, columns: { loss: 'lr' } });
    assert.notEqual(second, first);
    assert.equal(await importLog(file, storage), second);
    const { runs } = await (await ExperimentFolder.open(second)).overview();
    assert.deepEqual(runs[0].facts.metrics.find(({ name }) => name === 'loss')?.source, 'lr');
  });

  it('makes an experiment like any other', async () => {
    const storage = path.join(newFolder(), 'storage');
    const file = writeLog(newFolder(), TEXT);
    const folder = await importLog(file, storage, { optimizer: 'adam' });
    assert.equal(path.dirname(folder), storage);
    const experiment = await ExperimentFolder.open(folder);
    const { kind, name, subject, source, choice, runner } = experiment.record;
    assert.deepEqual(
      { kind, name, subject, source, choice, runner },
      { kind: 'training', name: 'run.csv', subject: 'log', source: file, choice: null, runner: null },
    );
    const overview = await experiment.overview();
    const [run] = overview.runs;
    assert.deepEqual(
      [run.state, run.elsewhere, run.facts.optimizer, run.facts.rate, run.facts.total],
      ['finished', false, 'adam', 0.1, 3000],
    );
    assert.ok(run.result!.series.loss!.steps.length <= 2000);
    const entry = createEntry(folder, overview);
    assert.equal(entry.problem, null);
    assert.equal(entry.description?.title, 'run.csv');
  });

  it('keeps every sample', async () => {
    const folder = await importLog(writeLog(newFolder(), TEXT), newFolder());
    const tail = await (await ExperimentFolder.open(folder)).metricsTail(0);
    await tail!.read();
    assert.equal(tail!.samples.length, 3000);
    assert.deepEqual(tail!.samples[99], { step: 99, loss: 0.02, rate: 0.1, validationLoss: 1 });
  });

  it('keeps losses that are not finite, and the finding', async () => {
    const folder = await importLog(writeLog(newFolder(), 'step,loss\n1,2\n2,nan\n'), newFolder());
    const experiment = await ExperimentFolder.open(folder);
    const [{ result }] = (await experiment.overview()).runs;
    assert.deepEqual(
      result!.findings.map(({ code, fromStep }) => [code, fromStep]),
      [['nan', 2]],
    );
    const tail = await experiment.metricsTail(0);
    await tail!.read();
    assert.deepEqual(tail!.samples[1], { step: 2, loss: NaN });
  });

  it('opens the same experiment again while the log has not changed', async () => {
    const [storage, folder] = [newFolder(), newFolder()];
    const file = writeLog(folder, TEXT);
    const first = await importLog(file, storage);
    assert.equal(await importLog(file, storage), first);
    writeLog(folder, `${TEXT}3000,0.0001,,0.1\n`, -HOUR);
    const second = await importLog(file, storage);
    assert.notEqual(second, first);
    assert.ok(existsSync(first));
  });

  it('does not open logs that have the size and the time that they had when they were read', async () => {
    const [storage, folder] = [newFolder(), newFolder()];
    const file = writeLog(folder, TEXT);
    const first = await importLog(folder, storage);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, '\0'.repeat(TEXT.length));
    utimesSync(file, atime, mtime);
    assert.equal(await importLog(folder, storage), first);
    writeFileSync(path.join(storage, 'logs.json'), '{');
    await assert.rejects(importLog(folder, storage), LogError);
  });

  it('reads a folder again to which a log was added, or whose experiment is gone', async () => {
    const [storage, folder] = [newFolder(), newFolder()];
    writeLog(folder, TEXT);
    const first = await importLog(folder, storage);
    rmSync(first, { recursive: true });
    const second = await importLog(folder, storage);
    assert.notEqual(second, first);
    mkdirSync(path.join(folder, 'later'));
    writeLog(path.join(folder, 'later'), TEXT);
    const { runs } = await (await ExperimentFolder.open(await importLog(folder, storage))).overview();
    assert.equal(runs.length, 2);
  });

  it('sees what a database has only in its write-ahead log', async () => {
    const file = writeLog(newFolder(), TEXT);
    const before = await stampOfPlace(file);
    assert.notEqual(before, null);
    writeFileSync(`${file}-wal`, 'x');
    assert.equal(await stampOfPlace(file), null, 'written just now');
    utimesSync(`${file}-wal`, 1, 1);
    assert.notEqual(await stampOfPlace(file), before);
  });

  it('does not take a log of the same name for it', async () => {
    const storage = newFolder();
    const first = await importLog(writeLog(newFolder(), TEXT), storage);
    assert.notEqual(await importLog(writeLog(newFolder(), TEXT), storage), first);
  });

  it('leaves nothing behind when the file is no log', async () => {
    const storage = path.join(newFolder(), 'storage');
    await assert.rejects(importLog(writeLog(newFolder(), 'a,b\n1,2\n'), storage), LogError);
    assert.ok(!existsSync(storage));
  });

  it('is cancelled also while nothing of it is a loss', async () => {
    const storage = path.join(newFolder(), 'storage');
    const file = writeLog(newFolder(), 'waiting for the first epoch\n'.repeat(100_000));
    await assert.rejects(importLog(file, storage, {}, AbortSignal.abort(new Error('enough'))), /enough/);
    assert.ok(!existsSync(storage));
  });

  it('leaves nothing behind when it is cancelled between two measurements', async () => {
    const storage = path.join(newFolder(), 'storage');
    const cancelled = new AbortController();
    const importing = importLog(writeLog(newFolder(), TEXT.repeat(100)), storage, {}, cancelled.signal);
    while (!existsSync(storage)) await new Promise((resolve) => setImmediate(resolve));
    cancelled.abort(new Error('enough'));
    await assert.rejects(importing, /enough/);
    assert.deepEqual(readdirSync(storage), []);
  });

  it('makes one experiment of all logs in a folder, and passes over those without a loss', async () => {
    const [storage, folder] = [newFolder(), newFolder()];
    for (const [name, text] of [['a', 'step,loss,lr\n1,2,0.1\n'], ['b', 'step,loss,lr\n1,3,0.2\n'], ['c', 'step,time\n1,3\n']]) {
      mkdirSync(path.join(folder, name));
      writeLog(path.join(folder, name), text);
    }
    const experiment = await ExperimentFolder.open(await importLog(folder, storage));
    assert.equal(experiment.record.name, path.basename(folder));
    const { runs, variants } = await experiment.overview();
    assert.deepEqual(variants.map(({ values }) => values.rate), [0.1, 0.2]);
    assert.deepEqual(runs.map(({ facts }) => facts.rate), [0.1, 0.2]);
    assert.equal(await importLog(folder, storage), experiment.folder);
  }); // prettier-ignore
});
