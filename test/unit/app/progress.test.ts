import assert from 'node:assert/strict';
import { trainingProgress } from '../../../src/app/progress.ts';
import type { ProgressSource, TrainingProgress } from '../../../src/app/progress.ts';

describe('the progress of a training', () => {
  /** Ten seconds after the start of two runs, of which one has ended. */
  function progressOf(rest: Partial<ProgressSource>, spec: object | null = null): TrainingProgress {
    const [ended, waiting] = [0.5, 0].map((progress) => {
      return { record: { spec }, tracker: { progress, ended: progress > 0 }, result: null };
    });
    const training = { runs: [ended, waiting], changedAt: null } as unknown as ProgressSource['training'];
    const source = { training, trainingSince: 1_000, doneBefore: 0, isCancelling: false, ...rest };
    return trainingProgress(source, 11_000);
  }

  it('leaves as much time as what is done took, by their shares', () => {
    assert.equal(progressOf({}).left, 10);
  });

  it('counts the runs that follow', () => {
    assert.equal(progressOf({ following: { runs: 3, cost: 0.5 } }).left, 20);
    assert.equal(progressOf({ following: { runs: 3, cost: 0.5 }, isCancelling: true }).left, null);
  });

  it('tells a program that starts from runs that wait for workers', () => {
    const phaseOf = (rest: Partial<ProgressSource>, spec: object | null) => progressOf(rest, spec).phase;
    assert.equal(phaseOf({ trainingSince: null }, null), 'starting');
    assert.equal(phaseOf({ trainingSince: null }, {}), 'waiting');
    assert.equal(phaseOf({ trainingSince: null, isCancelling: true }, null), 'cancelling');
    assert.equal(phaseOf({}, null), 'training');
  });
});
