import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import { followLogs, pauseAfter } from '../../../src/logs/followLogs.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

/** What a view would show after these events. */
function samplesAfter(events: readonly RunEvent[], earlier: readonly Sample[] = []): Sample[] {
  let samples = [...earlier];
  for (const event of events) {
    if (event.type === 'reset') samples = [];
    if (event.type === 'samples') samples.push(...event.samples);
  }
  return samples;
}

async function updated(follower: LogFollower): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of follower.update()) events.push(event);
  return events;
}

describe('following a log', () => {
  const newFolder = temporaryFolders();

  async function follow(content: string): Promise<{ file: string; follower: LogFollower }> {
    const file = path.join(newFolder(), 'log.csv');
    writeFileSync(file, content);
    return { file, follower: new LogFollower(await openLog(file)) };
  }

  it('tells each row at once, what is added to its step later, and nothing twice', async () => {
    const { file, follower } = await follow('step,loss,val_loss\n1,3,\n');
    assert.deepEqual(samplesAfter(await updated(follower)), [{ step: 1, loss: 3 }]);
    assert.deepEqual(await updated(follower), []);
    appendFileSync(file, '1,,4\n2,2');
    assert.deepEqual(samplesAfter(await updated(follower)), [{ step: 1, validationLoss: 4 }]);
    appendFileSync(file, '.5,\n');
    assert.deepEqual(samplesAfter(await updated(follower)), [{ step: 2, loss: 2.5 }]);
  });

  it('tells everything anew when the log is rewritten, and keeps what it told until there is something else', async () => {
    const { file, follower } = await follow('step,loss\n1,3\n2,2\n');
    let samples = samplesAfter(await updated(follower));
    writeFileSync(file, '');
    samples = samplesAfter(await updated(follower), samples);
    assert.deepEqual(samples.map(({ step }) => step), [1, 2]);
    writeFileSync(file, 'step,loss,lr\n7,1,0.1\n');
    samples = samplesAfter(await updated(follower), samples);
    assert.deepEqual(samples, [{ step: 7, loss: 1, rate: 0.1 }]);
  }); // prettier-ignore

  it('goes on in a new file when the log is renamed because it is full', async () => {
    const { file, follower } = await follow('step,loss\n1,3\n');
    let samples = samplesAfter(await updated(follower));
    appendFileSync(file, '2,2\n');
    renameSync(file, `${file}.1`);
    writeFileSync(file, '3,1\n');
    samples = samplesAfter(await updated(follower), samples);
    appendFileSync(file, '4,0.5\n');
    samples = samplesAfter(await updated(follower), samples);
    assert.deepEqual(samples.map(({ step, loss }) => [step, loss]), [[1, 3], [2, 2], [3, 1], [4, 0.5]]);
  }); // prettier-ignore

  it('shows the newest attempt when training starts over', async () => {
    const { file, follower } = await follow('step,loss\n1,3\n2,2\n3,1\n');
    const samples = samplesAfter(await updated(follower));
    appendFileSync(file, '2,9\n');
    assert.deepEqual(samplesAfter(await updated(follower), samples), [
      { step: 1, loss: 3 },
      { step: 2, loss: 9 },
    ]);
  });

  it('waits for a folder, finds new logs in it, and ends when all have been silent', async () => {
    const folder = path.join(newFolder(), 'runs');
    const names: string[] = [];
    const ended: RunEvent[] = [];
    const followed = followLogs(folder, { endSilence: 4000 }, new AbortController().signal);
    mkdirSync(path.join(folder, 'a'), { recursive: true });
    writeFileSync(path.join(folder, 'a', 'metrics.csv'), 'step,loss\n1,3\n');
    for await (const { name, event } of followed) {
      if (event.type === 'started') names.push(name);
      if (event.type === 'ended') ended.push(event);
      if (names.length === 1 && event.type === 'samples') {
        mkdirSync(path.join(folder, 'b'), { recursive: true });
        writeFileSync(path.join(folder, 'b', 'metrics.csv'), 'step,loss\n1,2\n');
      }
    }
    assert.deepEqual(names, ['a/metrics.csv', 'b/metrics.csv']);
    assert.deepEqual(ended.map((event) => event.type === 'ended' && event.state), ['finished', 'finished']);
  }); // prettier-ignore

  it('looks for new logs the more seldom, the longer that takes', () => {
    assert.equal(pauseAfter(0), pauseAfter(100));
    for (const duration of [200, 2000, 20_000]) assert.ok(duration / pauseAfter(duration) <= 0.1, `${duration} ms`);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const followed = followLogs(newFolder(), {}, controller.signal);
    const next = followed.next();
    controller.abort();
    assert.equal((await next).done, true);
  });
});
