import assert from 'node:assert/strict';
import { experimentMarkdown } from '../../../src/app/experimentMarkdown.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

describe('an experiment as Markdown', () => {
  const runs = [finishedRun(0, 0.01, line(2.3, 0.1, 40)), finishedRun(1, 1e-5, line(2.3, 2.2, 40))];

  it('has a title, the answer and a row for each run', () => {
    const lines = experimentMarkdown(sweepOf(runs)).trimEnd().split('\n');
    assert.match(lines[0], /^\*\*test\*\*: MNIST CNN with Adam/);
    assert.match(lines[2], /^Suggested learning rate: 0\.01/);
    assert.deepEqual(lines.slice(4), [
      '| rate | seed | verdict | final loss |',
      '| --- | --- | --- | --- |',
      '| 1e-5 | 1 | slow | 2.22 |',
      '| 0.01 | 1 | fast | 0.608 |',
    ]);
  });

  it('shows what a file says as text, in its own cell', () => {
    const text = experimentMarkdown(sweepOf(runs, { title: 'a | <b> *c*\nd', note: '[x](javascript:1)' }));
    assert.match(text, /^\*\*a \\\| \\<b\\> \\\*c\\\* d\*\*:/);
    assert.match(text, /\n\\\[x\\\]\(javascript:1\)\n/);
  });
});
