import assert from 'node:assert/strict';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { summarizeSweep } from '../../../src/domain/sweepSummary.ts';

const { network, optimizer } = SLOW_FAST_FURIOUS;

function run(learningRate: number, score: number | null, state: RunState = 'finished', seed = 1): RunOverview {
  return {
    index: 0,
    spec: {
      network,
      optimizer,
      learningRate,
      seed,
      dataset: { name: 'MNIST', folder: null, train: 1000, test: 100 },
      batchSize: 64,
      epochs: 3,
      engine: 'wasm',
    },
    state,
    elsewhere: false,
    result:
      state === 'queued' || state === 'running'
        ? null
        : {
            state,
            reason: null,
            engine: null,
            epochs: [],
            imagesPerSecond: null,
            initialLoss: 2.3,
            score,
            findings: [],
            series: [],
          },
  };
}

describe('summarizeSweep', () => {
  it('suggests the best rate of the zone', () => {
    const summary = summarizeSweep([run(0.1, 2.3), run(0.01, 0.09), run(0.0001, 1.0)]);
    assert.deepEqual(summary.zone, { low: 0.01, best: 0.01, high: 0.01 });
    assert.equal(summary.suggestedRate, 0.01);
    assert.equal(summary.edge, null);
    assert.deepEqual(summary.collapsed, []);
  });

  it('lists outcomes by ascending rate with one score a seed', () => {
    const { outcomes } = summarizeSweep([
      run(0.1, Infinity),
      run(0.01, 0.1, 'finished', 1),
      run(0.01, 0.2, 'finished', 2),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => [outcome.learningRate, outcome.scores]),
      [
        [0.01, [0.1, 0.2]],
        [0.1, [Infinity]],
      ],
    );
  });

  it('has no zone, suggestion or edge when nothing learned', () => {
    const { zone, suggestedRate, edge } = summarizeSweep([run(0.1, 2.3), run(1, Infinity)]);
    assert.deepEqual([zone, suggestedRate, edge], [null, null, null]);
  });

  it('says so when the best rate is the lowest or the highest tried', () => {
    assert.equal(summarizeSweep([run(0.01, 0.1), run(0.1, 2)]).edge, 'low');
    assert.equal(summarizeSweep([run(0.001, 0.5), run(0.01, 0.1)]).edge, 'high');
  });

  it('sees no edge in a single rate', () => {
    assert.equal(summarizeSweep([run(0.01, 0.1)]).edge, null);
  });

  it('waits with the edge for rates beyond it that are still under way, but not for failed ones', () => {
    assert.equal(summarizeSweep([run(0.001, 0.5), run(0.01, 0.1), run(0.1, null, 'queued')]).edge, null);
    assert.equal(summarizeSweep([run(0.001, 0.5), run(0.01, 0.1), run(0.1, null, 'failed')]).edge, 'high');
  });

  it('takes a pruned rate as tried and outside the zone', () => {
    const { zone, edge } = summarizeSweep([
      run(0.001, 0.1),
      run(0.003, null, 'pruned'),
      run(0.01, 0.09),
      run(0.1, null, 'pruned'),
    ]);
    assert.deepEqual(zone, { low: 0.01, best: 0.01, high: 0.01 });
    assert.equal(edge, null);
  });

  it('counts the seeds that collapsed beside one that learned', () => {
    const { collapsed } = summarizeSweep([
      run(0.01, 0.1, 'finished', 1),
      run(0.01, 2.302, 'finished', 2),
      run(0.01, Infinity, 'finished', 3),
    ]);
    assert.deepEqual(collapsed, [{ learningRate: 0.01, collapsed: 2, seeds: 3 }]);
  });

  it('does not take slow seeds that differ a little for a collapse', () => {
    assert.deepEqual(summarizeSweep([run(0.0001, 2.0, 'finished', 1), run(0.0001, 2.1, 'finished', 2)]).collapsed, []);
  });
});
