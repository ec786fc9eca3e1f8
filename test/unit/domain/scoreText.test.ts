import assert from 'node:assert/strict';
import { scoreText } from '../../../src/domain/scoreText.ts';
import { scoredCount } from '../../../src/domain/score.ts';

describe('the text about a final loss', () => {
  it('says what is averaged where each step has its loss', () => {
    assert.match(scoreText(true), /last tenth of the run \(at least 20 batches, but at most half the run\)$/);
    assert.deepEqual(
      [1000, 100, 20].map((count) => scoredCount(count, true)),
      [100, 20, 10],
    );
  });

  it('speaks of no batches where losses are those of epochs', () => {
    assert.match(scoreText(false), /last tenth of the run$/);
    assert.equal(scoredCount(20, false), 2);
  });
});
