import assert from 'node:assert/strict';
import { formatDuration, formatEstimate } from '../../../src/domain/format.ts';

describe('formatDuration', () => {
  it('names two units, and no part that is 0', () => {
    const texts = [0, 4, 60, 200, 299.5, 3600, 7500].map(formatDuration);
    assert.deepEqual(texts, ['0 s', '4 s', '1 min', '3 min 20 s', '5 min', '1 h', '2 h 5 min']);
  });
});

describe('formatEstimate', () => {
  it('tells no seconds from two minutes on', () => {
    assert.deepEqual([40, 119, 339, 7500].map(formatEstimate), ['40 s', '1 min 59 s', '6 min', '2 h 5 min']);
  });
});
