import assert from 'node:assert/strict';
import { chapterResult } from '../../../src/app/chapterResult.ts';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

const FAST = finishedRun(0, 0.01, line(2.3, 0.1, 40));
const SLOW = finishedRun(1, 1e-5, line(2.3, 2.2, 40));
const BROKEN = finishedRun(2, 1, [2.3, NaN]);

describe('what a chapter tells of its experiment', () => {
  it('is how each rate did, with its final loss, and the answer', () => {
    const result = chapterResult(createEntry('/a', sweepOf([FAST, SLOW, BROKEN])))!;
    assert.equal(result.isRunning, false);
    assert.deepEqual(result.lines.slice(0, 3), [
      '1e-5: slow. The loss ends at 2.22.',
      '0.01: fast. The loss ends at 0.608.',
      '1: furious. The loss is not finite.',
    ]);
    assert.match(result.lines[3], /^Suggested learning rate: 0\.01\. Goldilocks zone: 0\.01/);
  });

  it('is nothing of a rate that still trains, and no answer yet', () => {
    const running = { ...SLOW, state: 'running', result: null } as const;
    assert.deepEqual(chapterResult(createEntry('/a', sweepOf([running]))), { isRunning: true, lines: [] });
  });

  it('is nothing where the experiment cannot be read', () => {
    assert.equal(chapterResult({ folder: '/a', overview: null, problem: 'gone', isNewer: false }), null);
  });
});
