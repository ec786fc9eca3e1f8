import assert from 'node:assert/strict';
import { canResume, statusOf } from '../../../src/domain/experimentStatus.ts';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { finishedRun } from '../../support/runs.ts';

const runs = (states: readonly RunState[], elsewhere = false): RunOverview[] =>
  states.map((state, index) => ({
    ...finishedRun(index, 0.01, [2.3, 1]),
    state,
    elsewhere: elsewhere && state === 'running',
    result: null,
  }));

describe('the status of an experiment', () => {
  const cases: [RunState[], string, boolean][] = [
    [['queued', 'queued'], 'queued', false],
    [['finished', 'queued'], 'running', false],
    [['failed', 'running'], 'running', false],
    [['finished', 'interrupted', 'failed'], 'interrupted', true],
    [['finished', 'failed', 'cancelled'], 'failed', true],
    [['finished', 'cancelled'], 'cancelled', true],
    [['finished', 'pruned'], 'finished', false],
  ];
  for (const [states, status, resumable] of cases) {
    it(`of runs that are ${states.join(', ')} is ${status}${resumable ? ', and it can be resumed' : ''}`, () => {
      assert.equal(statusOf(runs(states)), status);
      assert.equal(canResume(runs(states)), resumable);
    });
  }

  it('is no reason to resume the runs of a program, which would start over', () => {
    assert.equal(canResume(runs(['finished', 'cancelled']).map((run) => ({ ...run, spec: null }))), false);
  });

  it('is elsewhere when another window works on it, whatever else happened', () => {
    const overview = runs(['failed', 'running'], true);
    assert.equal(statusOf(overview), 'elsewhere');
    assert.equal(canResume(overview), false);
  });
});
