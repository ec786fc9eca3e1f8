import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mock } from 'node:test';
import type { Sample } from '../../../src/domain/sample.ts';
import { followLogs } from '../../../src/logs/followLogs.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLogs } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { columnNames } from '../../../src/logs/sqlite/columnNames.ts';
import { Database } from '../../../src/logs/sqlite/database.ts';
import type { RunReader, RunRows } from '../../../src/logs/sqlite/databaseRows.ts';
import { mlflowRuns } from '../../../src/logs/sqlite/mlflowRuns.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { withRoles } from './files.ts';

/** Written by SQLite itself with the tables of MLflow and trackio, see test/fixtures/make/databases.py. */
const FIXTURES = path.resolve('test/fixtures/logs/sqlite');

describe('databases of MLflow and trackio', () => {
  const newFolder = temporaryFolders();

  /** Copies a database and its write-ahead log, and replaces what is there. */
  function place(name: string, target: string): string {
    for (const suffix of ['', '-wal']) {
      rmSync(target + suffix, { force: true });
      const source = path.join(FIXTURES, name + suffix);
      if (existsSync(source)) copyFileSync(source, target + suffix);
    }
    return target;
  }

  async function take(follower: LogFollower): Promise<{ samples: Sample[]; resets: number }> {
    const samples: Sample[] = [];
    let resets = 0;
    for await (const event of follower.update()) {
      if (event.type === 'samples') samples.push(...event.samples);
      if (event.type === 'reset') resets++;
    }
    return { samples: withRoles(samples), resets };
  }

  it('give each run of MLflow that has a loss, with its parameters, by steps, and what is not finite as what it is', async () => {
    const logs = await openLogs(path.join(FIXTURES, 'mlflow.db'));
    assert.deepEqual(logs.map(({ format, name }) => [format, name]), [['mlflow', 'bold-fox-12'], ['mlflow', 'calm-owl-3']]);
    const { samples } = await take(new LogFollower(logs[0]));
    assert.equal(samples.length, 200);
    assert.deepEqual(samples.slice(2, 6), [
      { step: 2, loss: 2 / 3, rate: 0.125 },
      { step: 3, loss: NaN, rate: 0.125 },
      { step: 4, loss: Infinity, rate: 0.125 },
      { step: 5, loss: 2 / 6, rate: 0.125 },
    ]);
    assert.deepEqual(samples.at(-1), { step: 199, loss: 2 / 200, rate: 0.125 });
    const [fox, owl] = await Promise.all(logs.map((log) => readLog(log)));
    assert.deepEqual([fox.facts.rate, fox.facts.optimizer, owl.facts.rate], [0.125, 'Adam', 0.5]);
    assert.deepEqual([owl.losses.samples, owl.losses.last], [200, { step: 199, loss: 1 }]);
  }); // prettier-ignore

  it('give the runs of MLflow whose loss has a name of its own', async () => {
    const file = place('mlflow.db', path.join(newFolder(), 'mlflow.db'));
    writeFileSync(file, readFileSync(file, 'latin1').replaceAll('loss', 'rmse'), 'latin1');
    const [owl, ...others] = await openLogs(file);
    assert.equal(others.length, 0, 'train/rmse is a measure');
    const { losses } = await readLog(owl);
    assert.deepEqual([losses.samples, losses.last], [200, { step: 199, loss: 1 }]);
  });

  it('give the runs of trackio with what is committed in the log beside them, and long rows', async () => {
    const [log, ...others] = await openLogs(path.join(FIXTURES, 'trackio.db'));
    assert.deepEqual([log.format, log.name, others.length], ['trackio', 'brave-river-0', 0]);
    const { facts, losses } = await readLog(log);
    assert.deepEqual([facts.rate, losses.samples, losses.nonFinite, losses.last?.loss], [0.25, 60, 1, 1 / 60]);
  });

  it('are read up to the last commit', async () => {
    assert.notDeepEqual(...pair('trackio.db-wal', 'trackioUncommitted.db-wal'));
    const [log] = await openLogs(path.join(FIXTURES, 'trackioUncommitted.db'));
    assert.equal((await readLog(log)).losses.samples, 60);
  });

  function pair(first: string, second: string): [Buffer, Buffer] {
    return [readFileSync(path.join(FIXTURES, first)), readFileSync(path.join(FIXTURES, second))];
  }

  it('are followed while they grow, also when the log has been moved into the database', async () => {
    const file = place('trackio.db', path.join(newFolder(), 'project.db'));
    const [log] = await openLogs(file);
    const follower = new LogFollower(log);
    assert.equal((await take(follower)).samples.length, 60);
    assert.equal((await take(follower)).samples.length, 0);
    place('trackioLater.db', file);
    const { samples, resets } = await take(follower);
    assert.deepEqual([samples.length, samples[0].step, samples.at(-1)!.step, resets], [40, 60, 99, 0]);
    assert.deepEqual((await openLogs(file)).map(({ name }) => name), ['brave-river-0', 'calm-lake-1']);
  }); // prettier-ignore

  it('are followed as the same runs when one is given another name', async () => {
    const file = place('mlflow.db', path.join(newFolder(), 'mlflow.db'));
    const ids = new Set<string>();
    // Runs are looked for again after three seconds.
    for await (const { id, event } of followLogs(file, { endSilence: 3500 }, new AbortController().signal)) {
      ids.add(id);
      const named = readFileSync(file, 'latin1');
      if (event.type === 'started') writeFileSync(file, named.replaceAll('bold-fox-12', 'slow-fox-12'), 'latin1');
    }
    assert.equal(ids.size, 2);
    assert.deepEqual((await openLogs(file)).map(({ name }) => name), ['slow-fox-12', 'calm-owl-3']);
  }); // prettier-ignore

  it('are asked for new rows by runs that have none, and for how they ended while they have not', async () => {
    const tables: string[] = [];
    const read = (last: number, reader: RunReader): Promise<RunRows> =>
      Database.read(path.join(FIXTURES, 'mlflow.db'), (database) => {
        const watched = {
          change: `${last}`,
          rows: (name, columns, span) => (tables.push(name), database.rows(name, columns, span)),
        } satisfies Partial<Database> as Partial<Database> as Database;
        return reader.read(watched, watched.rows('metrics', mlflowRuns.columns, [{ after: last, until: Infinity }]));
      });
    const [ended, running] = ['a1', 'b2'].map(mlflowRuns.newReaders());
    assert.equal((await read(0, ended)).rows.length, 200);
    assert.ok(tables.splice(0).includes('params'));
    // The last rows are of other runs.
    assert.equal((await read(600, ended)).rows.length, 0);
    assert.deepEqual(tables.splice(0), ['metrics']);
    assert.equal((await read(600, running)).rows.length, 0);
    assert.deepEqual(tables, ['metrics', 'runs']);
  });

  it('deal their rows to the runs in one pass', async () => {
    const logs = await openLogs(path.join(FIXTURES, 'mlflow.db'));
    const rows = mock.method(Database.prototype, 'rows');
    for (const log of logs) assert.ok((await readLog(log)).losses.samples > 0);
    const { calls } = rows.mock;
    rows.mock.restore();
    const spans = calls.filter(({ arguments: [table] }) => table === 'metrics').map((call) => call.arguments[2]);
    assert.ok(spans.length >= logs.length);
    for (const span of spans) assert.deepEqual(span, [{ after: 602, until: Infinity }]);
    assert.equal(calls.filter(({ arguments: [table] }) => table === 'params').length, 1);
  });

  it('that were made anew are read anew', async () => {
    const file = place('trackioLater.db', path.join(newFolder(), 'project.db'));
    const [log] = await openLogs(file);
    const follower = new LogFollower(log);
    assert.equal((await take(follower)).samples.length, 100);
    place('trackioUtf16.db', file);
    const { samples, resets } = await take(follower);
    assert.deepEqual([samples.length, resets], [30, 1]);
  });

  it('are found in a folder, and neither changed nor locked', async () => {
    const folder = newFolder();
    place('trackio.db', path.join(folder, 'project.db'));
    const before = readdirSync(folder).map((name) => readFileSync(path.join(folder, name)));
    const logs = await openLogs(folder);
    for (const log of logs) await readLog(log);
    assert.equal(logs.length, 1);
    assert.deepEqual(readdirSync(folder).map((name) => readFileSync(path.join(folder, name))), before);
  }); // prettier-ignore

  it('with texts in UTF-16 are read', async () => {
    const [log] = await openLogs(path.join(FIXTURES, 'trackioUtf16.db'));
    assert.equal((await readLog(log)).losses.samples, 30);
  });

  it('say what is wrong with them', async () => {
    await assert.rejects(openLogs(path.join(FIXTURES, 'other.db')), /no runs of MLflow or trackio/);
    const file = place('trackio.db', path.join(newFolder(), 'project.db'));
    writeFileSync(`${file}-journal`, Buffer.from('d9d505f920a163d7', 'hex'));
    await assert.rejects(openLogs(file), /is in the middle of a change/);
    rmSync(`${file}-journal`);
    writeFileSync(file, readFileSync(file).subarray(0, 600));
    rmSync(`${file}-wal`);
    await assert.rejects(openLogs(file), /is damaged/);
  });

  it('end, whatever is in them', async () => {
    const file = path.join(newFolder(), 'project.db');
    const whole = readFileSync(path.join(FIXTURES, 'trackioLater.db'));
    let seed = 11;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    let readable = 0;
    for (let round = 0; round < 100; round++) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change < 5; change++) bytes[random(bytes.length)] = random(256);
      writeFileSync(file, bytes);
      try {
        for (const log of await openLogs(file)) {
          for await (const rows of log.openRows().read()) readable += rows.length;
        }
      } catch (error) {
        assert.equal((error as Error).name, 'LogError', String((error as Error).stack));
      }
    }
    assert.ok(readable > 0);
  });

  it('have the columns that their statements name, in order', () => {
    const sql = `CREATE TABLE "a,b" ( -- the first, and only
      "key" VARCHAR(250) NOT NULL DEFAULT ',', [a b] DECIMAL(10, 2), 'x''y', \`z\` CHECK (z IN (1, 2)),
      -- a comment, in between
      plain, CONSTRAINT pk PRIMARY KEY ("key", plain), FOREIGN KEY (plain) REFERENCES other (id)) STRICT`;
    assert.deepEqual(columnNames(sql), ['key', 'a b', "x''y", 'z', 'plain']);
  });
});
