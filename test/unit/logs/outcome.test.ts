import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EndedEvent, RunEvent } from '../../../src/domain/runEvent.ts';
import { followLogs } from '../../../src/logs/followLogs.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLog, openLogs } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

const LOSSES = 'step 1 loss 3\nstep 2 loss 2\n';
const TRACEBACK = `Traceback (most recent call last):
  File "train.py", line 7, in <module>
    loss.backward()
torch.OutOfMemoryError: CUDA out of memory.
`;

/** Folders of these files, with "/" in their names. */
function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, ...name.split('/'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

describe('how a training ended, by its log', () => {
  const newFolder = temporaryFolders();

  async function endOf(place: string): Promise<Partial<EndedEvent>> {
    const { state, reason } = (await readLog(await openLog(place))).tracker.ended!;
    return { state, ...(reason === undefined ? {} : { reason }) };
  }
  const endOfText = (text: string): Promise<Partial<EndedEvent>> =>
    endOf(path.join(write(newFolder(), { 'train.log': text }), 'train.log'));

  it('is a crash where a traceback is the last that was printed', async () =>
    assert.deepEqual(await endOfText(LOSSES + TRACEBACK), {
      state: 'failed',
      reason: 'torch.OutOfMemoryError: CUDA out of memory.',
    }));

  it('is that of any rank that torchrun started', async () => {
    const lines = TRACEBACK.trimEnd().split('\n');
    const { state } = await endOfText(`${LOSSES}${lines.map((line) => `[rank1]: ${line}`).join('\n')}\nbye\n`);
    assert.equal(state, 'failed');
  });

  it('is a crash also where the traceback begins behind a progress bar and its exception names a loss', async () => {
    const text = `${LOSSES} 67%|##6   | 2/3 [00:01<00:00, 2.0it/s, loss=2]${TRACEBACK.replace(/torch.*/, 'ValueError: loss: nan')}`;
    assert.deepEqual(await endOfText(text), { state: 'failed', reason: 'ValueError: loss: nan' });
  });

  it('is a crash whatever numbers stand in the lines of the program that the traceback shows', async () => {
    const text = LOSSES + TRACEBACK.replace('loss.backward()', 'step(epoch=1, lr=0.5, loss=7)');
    const { facts, losses, tracker } = await readLog(
      await openLog(path.join(write(newFolder(), { 'train.log': text }), 'train.log')),
    );
    assert.deepEqual([tracker.ended?.state, facts.rate, losses.last?.loss], ['failed', null, 2]);
  });

  it('is that the user stopped it', async () => {
    const text = TRACEBACK.replace(/torch.*/, 'KeyboardInterrupt');
    assert.deepEqual(await endOfText(LOSSES + text), { state: 'cancelled', reason: 'KeyboardInterrupt' });
  });

  it('is no crash where the training went on after a traceback, or none was printed', async () => {
    assert.deepEqual(await endOfText(`${LOSSES}${TRACEBACK}step 3 loss 1\n`), { state: 'finished' });
    assert.deepEqual(await endOfText(`${LOSSES}ValueError: only a word\n`), { state: 'finished' });
  });

  for (const [status, state] of [['1', 'finished'], ['3', 'finished'], ['4', 'failed'], ['5', 'cancelled']] as const) {
    it(`is "${state}" where MLflow says ${status}`, async () => {
      const store = write(newFolder(), {
        'run/meta.yaml': `run_name: night\nstatus: ${status}\n`,
        'run/metrics/loss': '1700000000000 2 1\n1700000000001 1 2\n',
      });
      assert.equal((await endOf(store)).state, state);
    });
  } // prettier-ignore

  it('is told while the log is followed, once it is silent', async () => {
    const folder = write(newFolder(), { 'train.log': LOSSES + TRACEBACK });
    const events: RunEvent[] = [];
    for await (const { event } of followLogs(folder, { endSilence: 100 }, new AbortController().signal))
      events.push(event);
    assert.deepEqual(events.at(-1), {
      type: 'ended',
      state: 'failed',
      reason: 'torch.OutOfMemoryError: CUDA out of memory.',
    });
  });

  it("is learned from MLflow's database although no row was added since", async () => {
    const file = path.join(newFolder(), 'mlflow.db');
    const ended = readFileSync('test/fixtures/logs/sqlite/mlflow.db', 'latin1');
    writeFileSync(file, ended.replaceAll('FAILED', 'QUEUED'), 'latin1');
    const followers = (await openLogs(file)).map((log) => new LogFollower(log));
    const outcomes = async (): Promise<unknown[]> => {
      for (const follower of followers) for await (const _ of follower.update());
      return followers.map(({ outcome }) => outcome?.state ?? null);
    };
    assert.deepEqual(await outcomes(), [null, null]);
    writeFileSync(file, ended, 'latin1');
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    assert.deepEqual(await outcomes(), ['failed', null]);
  });

  it('is learned from MLflow although no metric has changed since', async () => {
    const store = write(newFolder(), { 'meta.yaml': 'status: 1\n', 'metrics/loss': '1 2 1\n2 1 2\n' });
    const follower = new LogFollower(await openLog(store));
    const update = async (): Promise<void> => {
      for await (const _ of follower.update());
    };
    await update();
    assert.equal(follower.outcome, null);
    write(store, { 'meta.yaml': 'status: 3\n' });
    await update();
    assert.deepEqual(follower.outcome, { state: 'finished' });
  });
});
