import assert from 'node:assert/strict';
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EndState, EpochSummary } from '../../../src/domain/run.ts';
import { Attempt } from '../../../src/store/attempt.ts';
import { AttemptRecorder } from '../../../src/training/attemptRecorder.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { until } from '../../support/processes.ts';
import { smallSpec } from '../../support/runs.ts';

const SPEC = smallSpec();
const EPOCH: EpochSummary = {
  epoch: 1,
  step: 1,
  loss: 2,
  accuracy: null,
  validationLoss: null,
  seconds: 1,
  images: 256,
};

describe('AttemptRecorder', () => {
  const newFolder = temporaryFolders();

  async function newAttempt(): Promise<Attempt> {
    const attempt = new Attempt(path.join(newFolder(), 'runs', '0', 'attempt-1'), 1);
    mkdirSync(attempt.folder, { recursive: true });
    await attempt.claim({ window: 'test', runner: 'workers' }, null);
    return attempt;
  }

  it('writes the result with what was measured before and after the checkpoint', async () => {
    const attempt = await newAttempt();
    const recorder = new AttemptRecorder(attempt, SPEC);
    recorder.restore(
      [
        { step: 0, loss: 3 },
        { step: 1, loss: 2 },
      ],
      [EPOCH],
    );
    recorder.onEvent({ type: 'samples', samples: [{ step: 2, loss: 1 }] });
    await recorder.end({ type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    const result = await attempt.result();
    assert.deepEqual([result!.state, result!.reason, result!.epochs], ['cancelled', 'Cancelled.', [EPOCH]]);
    assert.deepEqual([...result!.series.loss!.values], [3, 2, 1]);
  });

  it('updates the heartbeat until the end', async () => {
    const attempt = await newAttempt();
    const beatAt = (): number => statSync(attempt.processFile).mtimeMs;
    const recorder = new AttemptRecorder(attempt, SPEC, 1);
    for (const _ of [1, 2]) {
      utimesSync(attempt.processFile, 1, 1);
      await until('there is a heartbeat', () => beatAt() > 1000);
    }
    await recorder.end({ type: 'ended', state: 'finished' });
  });

  it('deletes the checkpoint of a finished run, and only of such, if the result cannot be written', async () => {
    for (const [state, isKept] of [
      ['finished', false],
      ['cancelled', true],
    ] as [EndState, boolean][]) {
      const attempt = await newAttempt();
      writeFileSync(attempt.checkpointFile, '');
      // A folder in the place of the file makes it unwritable.
      mkdirSync(path.join(attempt.folder, 'result.json', 'not empty'), { recursive: true });
      const recorder = new AttemptRecorder(attempt, SPEC);
      await recorder.end({ type: 'ended', state });
      assert.equal(existsSync(attempt.checkpointFile), isKept, state);
    }
  });
});
