import assert from 'node:assert/strict';
import { liveFinding } from '../../../src/app/liveFinding.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { summarize } from '../../../src/kinds/kinds.ts';
import { findingOf, threeRates } from '../charts/samples.ts';

const WARNING = findingOf(['oscillating', 'rate-too-high', 'The loss swings.']);
const ERROR = findingOf(['diverging', 'rate-too-high', 'The loss rises.']);
const HEALTHY = findingOf(['healthy', 'none', 'The loss went down.']);

/** What is found while the three runs of a sweep are in these states, with these findings of each. */
function found(states: readonly RunState[], findings: readonly (readonly Finding[])[]): [run: number, Finding] | null {
  const overview = threeRates();
  const runs = overview.runs.map((run, index) => ({ ...run, state: states[index], result: null }));
  const training = runs.map(({ facts, state, index }) => {
    const tracker = new RunTracker({ facts, spec: null });
    if (state === 'running') tracker.apply({ type: 'started', run: String(index), facts });
    for (const finding of findings[index]) tracker.apply({ type: 'finding', id: finding.symptom, finding });
    return { tracker, result: state === 'finished' ? overview.runs[index].result : null };
  });
  const live = liveFinding({ runs }, training, summarize({ ...overview, runs }));
  return live && [live.run.index, live.finding];
}

describe('what is wrong with a training', () => {
  it('is the error of a run that trains, before any warning', () => {
    assert.deepEqual(found(['running', 'running', 'queued'], [[WARNING], [ERROR], []]), [1, ERROR]);
    assert.deepEqual(found(['running', 'running', 'queued'], [[HEALTHY], [WARNING], []]), [1, WARNING]);
  });

  it('is nothing while all is well, or only with runs that have ended', () => {
    assert.equal(found(['running', 'queued', 'queued'], [[HEALTHY], [], []]), null);
    assert.equal(found(['finished', 'running', 'queued'], [[ERROR], [], []]), null);
  });
});
