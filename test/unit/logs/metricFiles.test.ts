import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLogs } from '../../../src/logs/openLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('logs with a file for each metric', () => {
  const newFolder = temporaryFolders();

  function write(files: Readonly<Record<string, string>>): string {
    const store = path.join(newFolder(), 'mlruns');
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(store, name)), { recursive: true });
      writeFileSync(path.join(store, name), text);
    }
    return store;
  }

  async function samplesOf(follower: LogFollower): Promise<Sample[]> {
    const samples: Sample[] = [];
    for await (const event of follower.update()) if (event.type === 'samples') samples.push(...event.samples);
    return samples;
  }

  it('are read from the file store of MLflow, with what its parameters say, and while they grow', async () => {
    const store = write({
      'meta.yaml': 'name: all\n',
      '0/meta.yaml': 'experiment_id: 0\n',
      '0/abc/meta.yaml': "run_id: abc\nrun_name: 'bold-fox-12'\n",
      '0/abc/params/lr': '0.125',
      '0/abc/params/optimizer_name': 'Adam',
      '0/abc/metrics/train/loss': '1700000000000 2.5 0\n1700000001000 nan 1\n1700000002000 0.5',
      '0/abc/metrics/val_loss': '1700000001500 3.5 1\n',
    });
    const [log, ...others] = await openLogs(store);
    assert.deepEqual([log.format, log.name, others.length], ['mlflow', 'bold-fox-12', 0]);
    const follower = new LogFollower(log);
    assert.deepEqual(await samplesOf(follower), [
      { step: 0, loss: 2.5, seconds: 0 },
      { step: 1, loss: NaN, validationLoss: 3.5, seconds: 1 },
    ]);
    assert.deepEqual(await samplesOf(follower), []);
    const file = path.join(store, '0', 'abc', 'metrics', 'train', 'loss');
    appendFileSync(file, ' 2\n');
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    assert.equal((await samplesOf(follower)).at(-1)!.loss, 0.5);
    const { rate, optimizer } = await knownOf(log);
    assert.deepEqual([rate, optimizer], [0.125, 'Adam']);
  });

  it('are read from the folder of DVCLive with the times that it was asked to write', async () => {
    const folder = write({
      'dvclive/metrics.json': '{"loss": 2, "step": 1}',
      'dvclive/plots/metrics/loss.tsv': 'timestamp\tstep\tloss\n1700000000000\t0\t2.5\n1700000001500\t1\t2\n',
    });
    const [log] = await openLogs(folder);
    assert.deepEqual(await samplesOf(new LogFollower(log)), [
      { step: 0, loss: 2.5, seconds: 0 },
      { step: 1, loss: 2, seconds: 1.5 },
    ]);
  });

  it('are read from the folder of DVCLive', async () => {
    const folder = write({
      'dvclive/metrics.json': '{"train": {"loss": 1}, "step": 1}',
      'dvclive/plots/metrics/train/loss.tsv': 'step\tloss\n0\t2.5\n1\tnan\nx\t3\n',
      'dvclive/plots/metrics/lr.tsv': 'step\tlr\n0\t0.125\n',
      'dvclive/plots/images/a.png': '',
    });
    const [log, ...others] = await openLogs(folder);
    assert.deepEqual([log.format, log.name, others.length], ['dvclive', 'mlruns', 0]);
    assert.deepEqual(await samplesOf(new LogFollower(log)), [
      { step: 0, loss: 2.5, rate: 0.125 },
      { step: 1, loss: NaN },
    ]);
    const notices: string[] = [];
    for await (const event of log.events()) if (event.type === 'notice') notices.push(event.text);
    assert.deepEqual(notices, ['1 row could not be read.']);
  });
});

/** What a run is told to be before anything was measured. */
async function knownOf(
  log: Awaited<ReturnType<typeof openLogs>>[number],
): Promise<{ rate: number | null; optimizer: string | null }> {
  for await (const event of log.events()) if (event.type === 'started') return event.facts;
  return assert.fail('it has not started');
}
