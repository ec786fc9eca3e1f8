import assert from 'node:assert/strict';
import { trainingProgress } from '../../../src/app/progress.ts';
import type { ProgressSource } from '../../../src/app/progress.ts';

describe('the time that is left', () => {
  /** A training of two runs, of which one has ended after ten seconds. */
  function leftOf(rest: Partial<ProgressSource>): number | null {
    const [ended, waiting] = [0.5, 0].map((progress) => ({ tracker: { progress, ended: progress > 0 }, result: null }));
    const training = { runs: [ended, waiting], changedAt: null } as unknown as ProgressSource['training'];
    const source = { training, trainingSince: 1_000, doneBefore: 0, isCancelling: false, ...rest };
    return trainingProgress(source, 11_000).left;
  }

  it('is as long as what is done took, by their shares', () => {
    assert.equal(leftOf({}), 10);
  });

  it('counts the runs that follow', () => {
    assert.equal(leftOf({ following: { runs: 3, cost: 0.5 } }), 20);
    assert.equal(leftOf({ following: { runs: 3, cost: 0.5 }, isCancelling: true }), null);
  });
});
