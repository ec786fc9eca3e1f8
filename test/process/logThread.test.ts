import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LogThread } from '../../src/app/logThread/logThread.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';

const PROGRAM = path.resolve('dist', 'logs.js');

describe('the thread that reads logs', () => {
  const newFolder = temporaryFolders();
  const thread = new LogThread(PROGRAM, undefined);
  const rowsFrom = (first: number, count: number): string =>
    Array.from({ length: count }, (_, index) => `${first + index},${2 / (first + index + 1)}\n`).join('');
  const writeLog = (rows: number): string => {
    const file = path.join(newFolder(), 'run.csv');
    writeFileSync(file, `step,loss\n${rowsFrom(0, rows)}`);
    return file;
  };
  const never = (): AbortSignal => new AbortController().signal;

  it('reads a log into an experiment', async () => {
    const folder = await thread.import(writeLog(5000), newFolder(), {}, never());
    const [run] = (await (await ExperimentFolder.open(folder)).overview()).runs;
    assert.equal(run.state, 'finished');
    assert.equal(run.facts.total, 5000);
  });

  it('says why a file is no log', async () => {
    const file = path.join(newFolder(), 'run.csv');
    writeFileSync(file, 'name,town\nEve,Rome\n');
    await assert.rejects(thread.import(file, newFolder(), {}, never()), /This text has no training output/);
  });

  it('leaves nothing of what is cancelled', async () => {
    const storage = newFolder();
    const cancelled = new AbortController();
    const importing = thread.import(writeLog(400_000), storage, {}, cancelled.signal);
    while (readdirSync(storage).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    cancelled.abort(new Error('enough'));
    await assert.rejects(importing, /enough/);
    assert.deepEqual(readdirSync(storage), []);
  });

  it('says that it has crashed', async () => {
    const program = path.join(newFolder(), 'program.js');
    writeFileSync(program, 'throw new Error("out of luck")');
    await assert.rejects(new LogThread(program, undefined).import('x', 'y', {}, never()), /Reading this log failed: out of luck/);
    writeFileSync(program, 'process.exit(1)');
    await assert.rejects(new LogThread(program, undefined).import('x', 'y', {}, never()), /stopped unexpectedly/);
  }); // prettier-ignore

  it('tells all samples of a log, in small parts, and those that are added, until it is stopped', async () => {
    const file = writeLog(5000);
    const stopped = new AbortController();
    const samples: Sample[] = [];
    let largest = 0;
    for await (const { event } of thread.follow(file, {}, stopped.signal)) {
      if (event.type !== 'samples') continue;
      samples.push(...event.samples);
      largest = Math.max(largest, event.samples.length);
      if (samples.length === 5000) appendFileSync(file, rowsFrom(5000, 10));
      if (samples.length === 5010) stopped.abort();
    }
    assert.deepEqual(samples.map(({ step }) => step), Array.from({ length: 5010 }, (_, step) => step));
    assert.equal(largest, 2000);
  }); // prettier-ignore
});
