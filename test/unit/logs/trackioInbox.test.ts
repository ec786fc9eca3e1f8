import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

const WRITER = '00c0ffee00c0ffee';

/** A line as trackio writes it. */
function record(step: number, loss: number, more: object = {}): string {
  const fixed = { v: 1, kind: 'metric', project: 'p', run: 'brave-river-0', run_id: 'ab', config: null, log_id: 'x' };
  return `${JSON.stringify({ ...fixed, metrics: { loss, epoch: 0 }, step, ...more })}\n`;
}

describe("trackio's inbox", () => {
  const newFolder = temporaryFolders();

  function writer(): { folder: string; write: (index: number, text: string) => string } {
    const folder = path.join(newFolder(), 'inbox', WRITER);
    mkdirSync(folder, { recursive: true });
    const write = (index: number, text: string): string => {
      const file = path.join(folder, `${String(index).padStart(8, '0')}.jsonl`);
      writeFileSync(file, text);
      return file;
    };
    return { folder, write };
  }

  it('is one run, with its configuration and steps of its own', async () => {
    const { folder, write } = writer();
    write(0, record(0, 3, { config: { learning_rate: 0.25 } }) + record(1, 2));
    write(1, `${record(2, 1)}{"kind": "system_metric", "metrics": {"loss": 9}}\ntorn`);
    const log = await openLog(path.dirname(folder));
    const { facts, losses, notices } = await readLog(log);
    assert.deepEqual([log.format, log.name, facts.rate], ['trackio', 'brave-river-0', 0.25]);
    assert.deepEqual([losses.samples, losses.last], [3, { step: 2, loss: 1 }]);
    assert.deepEqual(notices, ['1 row could not be read.']);
  });

  it('is followed although its fragments are imported and deleted', async () => {
    const { folder, write } = writer();
    const first = write(0, record(0, 3) + record(1, 2));
    const follower = new LogFollower(await openLog(folder));
    const steps: number[] = [];
    let resets = 0;
    const update = async (): Promise<void> => {
      for await (const event of follower.update()) {
        if (event.type === 'samples') steps.push(...event.samples.map(({ step }: Sample) => step));
        if (event.type === 'reset') resets++;
      }
    };
    await update();
    await update();
    rmSync(first);
    write(1, record(2, 1));
    await update();
    rmSync(folder, { recursive: true });
    await update();
    assert.deepEqual([steps, resets], [[0, 1, 2], 0]);
  });
});
