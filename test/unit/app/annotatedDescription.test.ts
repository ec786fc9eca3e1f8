import assert from 'node:assert/strict';
import { withAnnotation } from '../../../src/app/annotatedDescription.ts';
import { describe as describeExperiment, summarize } from '../../../src/kinds/kinds.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

describe('the description of an experiment', () => {
  const overview = sweepOf([finishedRun(0, 0.01, line(2.3, 0.1, 40))]);
  const description = describeExperiment(overview, summarize(overview), false);

  it('ends with what the user has added, and is as before without', () => {
    assert.equal(withAnnotation(description, overview.record), description);
    const { amounts } = withAnnotation(description, { starred: true, note: 'the baseline' });
    assert.deepEqual(amounts, [...description.amounts, 'starred', 'note: the baseline']);
  });
});
