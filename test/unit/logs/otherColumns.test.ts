import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { jsonl } from '../../../src/logs/jsonl.ts';
import { LiveRun } from '../../../src/logs/liveRun.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

describe('columns that play no role', () => {
  const newFolder = temporaryFolders();
  const jsonLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

  it('are further metrics under their names, of tables and of objects', async () => {
    const table = await readText(newFolder(), 'step,loss,iou,note,seed\n0,3,0.1,begins,7\n1,2,,goes on,7\n');
    assert.deepEqual(table.extras, [{ iou: 0.1, seed: 7 }, { seed: 7 }]);
    const objects = await readText(
      newFolder(),
      jsonLines([
        { step: 0, loss: 3, box: { iou: 0.1 }, tags: ['a'] },
        { step: 1, loss: 2, box: { iou: 'nan' }, seconds: 4 },
      ]),
    );
    assert.deepEqual(objects.extras, [{ 'box/iou': 0.1 }, { 'box/iou': NaN, 'log/seconds': 4 }]);
  });

  it('are told apart where a row is about the data of validation', async () => {
    const { extras, samples } = await readText(
      newFolder(),
      'epoch,split,loss,iou\n1,train,3,0.1\n1,val,4,0.2\n2,train,2,0.3\n',
    );
    assert.deepEqual(extras, [{ iou: 0.1, 'validation/iou': 0.2 }, { iou: 0.3 }]);
    assert.deepEqual(samples[0], { step: 1, loss: 3, validationLoss: 4 });
  });

  it('are a time where that is no date', async () => {
    const rows = [
      { step: 0, loss: 3, time: 0.5 },
      { step: 1, loss: 2, time: 0.25 },
    ];
    const table = 'step,loss,time\n0,3,0.5\n1,2,0.25\n';
    for (const content of [jsonLines(rows), table, table.replace('0.25', '"0.25"')])
      assert.deepEqual((await readText(newFolder(), content)).extras, [{ time: 0.5 }, { time: 0.25 }]);
    const dates = 'step,loss,time\n0,3,1700000000\n1,2,1700000001\n';
    const dated = jsonLines(rows.map((row) => ({ ...row, time: 1.7e9 + row.step })));
    for (const content of [dated, dates, dates.replace(',3,', ',"3",')])
      assert.deepEqual((await readText(newFolder(), content)).extras, [undefined, undefined]);
  });

  it('are those of the loss where an evaluation at its step has them, too, however the log arrives', () => {
    const rows = [
      { step: 10, loss: 3, data_time: 0.5, elapsed: 60 },
      { step: 10, bleu: 7, data_time: 4, elapsed: 90 },
      { step: 20, loss: 2, data_time: 0.25, elapsed: 120 },
    ];
    for (const parts of [[jsonLines(rows)], rows.map((row) => jsonLines([row]))]) {
      const run = new LiveRun('live', jsonl.createReader(), {});
      const events = parts.flatMap((part) => [...run.push(Buffer.from(part)), ...run.flush()]);
      const samples = events.flatMap((event) => (event.type === 'samples' ? event.samples : []));
      const extras = samples
        .map(({ step, extra }) => [step, extra?.data_time])
        .filter(([, value]) => value !== undefined);
      assert.deepEqual(extras, [
        [10, 0.5],
        [20, 0.25],
      ]);
      assert.deepEqual(
        samples.flatMap(({ seconds }) => seconds ?? []),
        [0, 60],
      );
    }
  });

  it('are read up to fifty', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `layer${index}`);
    const { extras } = await readText(newFolder(), `step,loss,${names.join()}\n0,1,${names.map(() => 2).join()}\n`);
    assert.deepEqual(Object.keys(extras[0]!), names.slice(0, 50));
  });

  it('are read up to fifty that hold numbers, in each row', async () => {
    const names = Array.from({ length: 60 }, (_, index) => (index < 5 ? `note${index}` : `layer${index}`));
    const row = names.map((name) => [name, name.startsWith('note') ? 'text' : 2] as const);
    const table = `step,loss,${names.join()}\n${[0, 1].map((step) => `${step},1,${row.map(([, cell]) => cell).join()}\n`).join('')}`;
    const objects = jsonLines([0, 1].map((step) => ({ step, loss: 1, ...Object.fromEntries(row) })));
    for (const text of [table, objects]) {
      const { extras } = await readText(newFolder(), text);
      for (const extra of extras) assert.deepEqual(Object.keys(extra!), names.slice(5, 55));
    }
  });

  it('stand at steps of their own where rows have nothing else, unless they count other steps', async () => {
    const rows = [
      { step: 0, loss: 3 },
      { step: 5, bleu: 10 },
      { step: 10, loss: 2 },
    ];
    const alone = await readText(newFolder(), jsonLines(rows));
    assert.deepEqual(
      alone.samples.map(({ step }, index) => [step, alone.extras[index]]),
      [
        [0, undefined],
        [5, { bleu: 10 }],
        [10, undefined],
      ],
    );
    const other = await readText(newFolder(), jsonLines([rows[0], { step: 5000, bleu: 10 }, rows[2]]));
    assert.deepEqual(other.samples, [
      { step: 0, loss: 3 },
      { step: 10, loss: 2 },
    ]);
    const twice = await readText(newFolder(), jsonLines([rows[0], rows[1], rows[0], rows[2]]));
    assert.deepEqual([twice.samples, twice.notices], [other.samples, []]);
  });

  it('stand at steps of their own above the first loss, if they say where', async () => {
    const rows = [{ seed: 7 }, { step: 5, reward: 1 }, { step: 10, reward: 2 }, { step: 15, reward: 3, loss: 4 }];
    const { samples, extras } = await readText(newFolder(), jsonLines(rows));
    assert.deepEqual(
      samples.map(({ step }, index) => [step, extras[index]]),
      [
        [5, { reward: 1 }],
        [10, { reward: 2 }],
        [15, { reward: 3 }],
      ],
    );
    const validation = await readText(newFolder(), jsonLines([{ step: 5, reward: 1 }, { val_loss: 4 }]));
    assert.deepEqual(validation.samples, [{ step: 0, validationLoss: 4 }]);
    const later = await readText(newFolder(), jsonLines([rows[1], { step: 3, loss: 2 }, { step: 6, loss: 1 }]));
    assert.deepEqual(later.extras, [undefined, undefined]);
  });

  it('stand at steps of their own after a restart, too', async () => {
    const rowsOf = (from: number, to: number): object[] =>
      Array.from({ length: to - from }, (_, index) => from + index).flatMap((at) => [
        { step: at * 10, loss: 3 },
        { step: at * 10 + 5, bleu: at },
      ]);
    const { extras, notices } = await readText(newFolder(), jsonLines([...rowsOf(0, 4), ...rowsOf(2, 5)]));
    assert.deepEqual(
      extras.flatMap((extra) => extra?.bleu ?? []),
      [0, 1, 2, 3, 4],
    );
    assert.equal(notices.length, 1);
  });
});

describe('the time of rows', () => {
  const newFolder = temporaryFolders();
  async function secondsOf(content: string): Promise<(number | undefined)[]> {
    const file = path.join(newFolder(), 'log.csv');
    writeFileSync(file, content);
    let samples: Sample[] = [];
    for await (const event of (await openLog(file)).events()) {
      if (event.type === 'reset') samples = [];
      if (event.type === 'samples') samples.push(...event.samples);
    }
    return samples.map(({ seconds }) => seconds);
  }

  it('is counted from the first, in seconds, milliseconds and dates', async () => {
    assert.deepEqual(await secondsOf('step,loss,wall_time\n0,3,1700000000.5\n1,2,1700000002\n'), [0, 1.5]);
    assert.deepEqual(await secondsOf('step,loss,timestamp\n0,3,1700000000500\n1,2,1700000002000\n'), [0, 1.5]);
    assert.deepEqual(
      await secondsOf('step,loss,time\n0,3,2026-11-29 10:00:00\n1,2,2026-11-29 10:01:00.25\n'),
      [0, 60.25],
    );
    assert.deepEqual(await secondsOf('step,loss,elapsed\n0,3,12\n1,2,24\n'), [0, 12]);
    assert.deepEqual(await secondsOf('step;loss;elapsed\n0;3;1,5\n1;2;2,25\n'), [0, 0.75]);
    assert.deepEqual(await secondsOf('step,loss,timestamp\n0,3,1700000000500000\n1,2,1700000002000000\n'), [0, 1.5]);
    assert.deepEqual(
      await secondsOf('step,loss,timestamp\n0,3,1700000000500000000\n1,2,1700000002000000000\n'),
      [0, 1.5],
    );
  });

  it('is read as Python writes dates and durations', async () => {
    const dates = '0,3,"2026-11-29 10:00:00,250"\n1,2,"2026-11-29 10:00:01,500"\n';
    assert.deepEqual(await secondsOf(`step,loss,timestamp\n${dates}`), [0, 1.25]);
    const slashes = '0,3,2026/11/29 10:00:00\n1,2,2026/11/29 10:01:00\n';
    assert.deepEqual(await secondsOf(`step,loss,timestamp\n${slashes}`), [0, 60]);
    const zones = '0,3,2026-11-29T10:00:00.5+00:00\n1,2,2026-11-29T10:00:01Z\n';
    assert.deepEqual(await secondsOf(`step,loss,timestamp\n${zones}`), [0, 0.5]);
    const durations = '0,3,0:00:59.5\n1,2,0:01:00\n2,1,"1 day, 0:00:00"\n';
    assert.deepEqual(await secondsOf(`step,loss,elapsed_time\n${durations}`), [0, 0.5, 86_340.5]);
  });

  it('is unknown where its cell is empty', async () => {
    const rows = '0,"3",\n1,"2",1700000000\n2,"1",\n3,"0.5",1700000004\n';
    assert.deepEqual(await secondsOf(`step,loss,timestamp\n${rows}`), [undefined, 0, undefined, 4]);
  });

  it('is none where a column says how long each step took', async () => {
    assert.deepEqual(await secondsOf('step,loss,time\n0,3,0.5\n1,2,0.75\n'), [undefined, undefined]);
    const durations = Array.from({ length: 60 }, (_, step) => `${step},1,${1 + (step % 2)}\n`).join('');
    const seconds = await secondsOf(`step,loss,elapsed\n${durations}`);
    assert.ok(seconds.every((each) => each === undefined));
    const epochs = [10, 10.2, 10.4, 10.1, 10.3, 10, 10.2].map((duration, epoch) => `${epoch},1,${duration}\n`).join('');
    assert.ok((await secondsOf(`epoch,loss,elapsed\n${epochs}`)).every((each) => each === undefined));
  });

  it('may go back once, and now and then in a long log', async () => {
    assert.deepEqual(await secondsOf('step,loss,elapsed\n0,3,5\n1,3,7\n2,3,6\n3,3,8\n'), [0, 2, undefined, 3]);
    const rows = Array.from({ length: 60 }, (_, step) => `${step},1,${step % 20 === 19 ? 0 : step}\n`).join('');
    const seconds = await secondsOf(`step,loss,elapsed\n${rows}`);
    assert.equal(seconds.filter((each) => each === undefined).length, 3);
  });

  it('goes on where a training from a checkpoint counts it anew', async () => {
    const rows = [[0, 10], [1, 12], [2, 14], [3, 16], [2, 1], [3, 3], [4, 5]].map(([step, time]) => `${step},3,${time}\n`);
    assert.deepEqual(await secondsOf(`step,loss,elapsed\n${rows.join('')}`), [0, 2, 2, 4, 6]);
    assert.deepEqual(await secondsOf(`step,loss,elapsed\n${rows.slice(0, 4).join('')}2,3,20\n3,3,22\n`), [0, 2, 10, 12]);
  }); // prettier-ignore

  it('begins anew with another training', async () => {
    const training = Array.from({ length: 20 }, (_, step) => `${step},3,${10 + step}\n`).join('');
    const seconds = await secondsOf(`step,loss,elapsed\n${training}${training}`);
    assert.deepEqual(seconds, [...Array(20).keys()]);
  });

  it('is that of their arrival where output says none', () => {
    let now = 100;
    const run = new LiveRun('live', jsonl.createReader(), {}, () => now);
    const events: RunEvent[] = run.push(Buffer.from('{"step": 0, "loss": 3}\n'));
    now = 102.5;
    events.push(...run.push(Buffer.from('{"step": 1, "loss": 2}\n')), ...run.end());
    const samples = events.flatMap((event) => (event.type === 'samples' ? event.samples : []));
    assert.deepEqual(
      samples.map(({ seconds }) => seconds),
      [0, 2.5],
    );
  });
});
