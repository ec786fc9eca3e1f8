import assert from 'node:assert/strict';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { variantId } from '../../../src/domain/variant.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import type { GroupSummary } from '../../../src/kinds/sweep/groupSummary.ts';
import type { SweepSummary } from '../../../src/kinds/sweep/summary.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

function run(learningRate: number, score: number | null, state: RunState = 'finished', seed = 1): RunOverview {
  const finished = finishedRun(0, learningRate, [2.3, 2.3], seed);
  const isOver = state !== 'queued' && state !== 'running';
  return { ...finished, state, result: isOver ? { ...finished.result!, state, score } : null };
}

/** The run with a finding that puts the middle of the zone somewhere. */
function withEstimate({ result, ...rest }: RunOverview, rate: number, margin: number): RunOverview {
  const found = { symptom: 'healthy', cause: 'none', estimate: { rate, margin } } as Finding;
  return { ...rest, result: result && { ...result, findings: [found] } };
}

/** The same run by the other engine. */
function byTensorflow({ spec, ...run }: RunOverview): RunOverview {
  const values = { rate: spec!.learningRate, engine: 'tensorflow' } as const;
  return { ...run, variant: variantId(values), spec: { ...spec!, engine: 'tensorflow' } };
}

function summarize(...runs: RunOverview[]): SweepSummary {
  return summarizeSweep(sweepOf(runs.map((each, index) => ({ ...each, index }))));
}

function group(...runs: RunOverview[]): GroupSummary {
  return summarize(...runs).groups[0];
}

const ends = ({ zone }: GroupSummary): number[] | null => zone && [zone.low, zone.best, zone.high];

describe('summarizeSweep', () => {
  it('suggests the best rate of the zone', () => {
    const summary = summarize(run(0.1, 2.3), run(0.01, 0.09), run(0.0001, 1.0));
    assert.deepEqual(ends(summary.groups[0]), [0.01, 0.01, 0.01]);
    assert.equal(summary.suggestedRate, 0.01);
    assert.equal(summary.groups[0].edge, null);
    assert.deepEqual(summary.collapsed, []);
  });

  it('calls what lies in the zone fast, below it slow and above it furious', () => {
    const { verdicts, groups } = summarize(
      run(0.1, 0.386),
      run(0.01, 0.1),
      run(0.001, 0.386),
      run(1e-4, 1),
      run(1, 2.4),
    );
    assert.deepEqual(Object.values(verdicts), ['slow', 'fast', 'fast', 'fast', 'furious']);
    assert.deepEqual(ends(groups[0]), [0.001, 0.01, 0.1]);
  });

  it('suggests the same rate for all variants of a group', () => {
    const { suggestedRates } = summarize(run(0.1, 2.3), run(0.01, 0.09), run(0.0001, 1.0));
    assert.deepEqual(Object.values(suggestedRates), [0.01, 0.01, 0.01]);
  });

  it('suggests what the curves show together where no rate learned', () => {
    const { suggestedRates, groups } = summarize(
      withEstimate(run(1, 2.3), 0.01, 1),
      withEstimate(run(0.5, 2.3), 0.1, 1),
    );
    assert.equal(groups[0].estimate!.rate.toPrecision(4), (10 ** -1.5).toPrecision(4));
    assert.deepEqual(Object.values(suggestedRates), [0.03, 0.03]);
  });

  it('suggests what the curves show beyond the best rate where that is the outermost', () => {
    const low = withEstimate(run(0.0001, 2), 0.05, 0.5);
    const beyond = summarize(low, withEstimate(run(0.001, 1), 0.05, 0.5));
    assert.deepEqual([beyond.groups[0].edge, ...Object.values(beyond.suggestedRates)], ['high', 0.05, 0.05]);
    const within = summarize(low, withEstimate(run(0.001, 1), 0.000001, 0.1));
    assert.deepEqual(Object.values(within.suggestedRates), [0.001, 0.001]);
  });

  it('does not ask the curves where rates on both sides of the best were tried, nor about runs that did not finish', () => {
    const runs = [run(0.1, 2.3), run(0.01, 0.09), run(0.0001, 1)].map((each) => withEstimate(each, 5, 0.1));
    assert.equal(group(...runs).estimate, null);
    const unfinished = [run(1, 2.3, 'cancelled'), run(0.1, 2.3, 'failed')].map((each) => withEstimate(each, 5, 0.1));
    assert.equal(group(...unfinished).estimate, null);
  });

  it('has a zone for each engine', () => {
    const [wasm, tensorflow] = [
      [run(0.1, 2.3), run(0.01, 0.09), run(0.001, 1)],
      [run(0.1, 2.3), run(0.01, 2.3), run(0.001, 0.1)].map(byTensorflow),
    ];
    const summary = summarize(...wasm, ...tensorflow);
    assert.deepEqual(summary.groups.map(ends), [
      [0.01, 0.01, 0.01],
      [0.001, 0.001, 0.001],
    ]);
    assert.equal(summary.verdicts[wasm[1].variant], 'fast');
    assert.equal(summary.verdicts[tensorflow[1].variant], 'furious');
    assert.deepEqual(
      [wasm[0], tensorflow[0]].map(({ variant }) => summary.suggestedRates[variant]),
      [0.01, 0.001],
    );
  });

  it('lists outcomes by ascending rate with one score a seed', () => {
    const { outcomes } = group(run(0.1, Infinity), run(0.01, 0.1, 'finished', 1), run(0.01, 0.2, 'finished', 2));
    assert.deepEqual(
      outcomes.map(({ rate, scores }) => [rate, scores]),
      [
        [0.01, [0.1, 0.2]],
        [0.1, [Infinity]],
      ],
    );
  });

  it('has no zone, word or edge when nothing learned', () => {
    const { groups, verdicts, suggestedRate } = summarize(run(0.1, 2.3), run(1, Infinity));
    assert.deepEqual([groups[0].zone, groups[0].edge, suggestedRate], [null, null, null]);
    assert.deepEqual(verdicts, {});
  });

  it('says so when the best rate is the lowest or the highest tried', () => {
    assert.equal(group(run(0.01, 0.1), run(0.1, 2)).edge, 'low');
    assert.equal(group(run(0.001, 0.5), run(0.01, 0.1)).edge, 'high');
  });

  it('sees no edge in a single rate', () => assert.equal(group(run(0.01, 0.1)).edge, null));

  it('waits with the edge for rates beyond it that are still under way, but not for failed ones', () => {
    assert.equal(group(run(0.001, 0.5), run(0.01, 0.1), run(0.1, null, 'queued')).edge, null);
    assert.equal(group(run(0.001, 0.5), run(0.01, 0.1), run(0.1, null, 'failed')).edge, 'high');
  });

  it('takes a pruned rate as tried and outside the zone', () => {
    const pruned = group(run(0.001, 0.1), run(0.003, null, 'pruned'), run(0.01, 0.09), run(0.1, null, 'pruned'));
    assert.deepEqual(ends(pruned), [0.01, 0.01, 0.01]);
    assert.equal(pruned.edge, null);
  });

  it('does not take a pruned seed for one that learned nothing', () => {
    const { collapsed } = summarize(run(0.01, 0.1), run(0.01, null, 'pruned', 2), run(0.1, 0.2));
    assert.deepEqual(collapsed, []);
  });

  it('counts the seeds that collapsed beside one that learned', () => {
    const runs = [run(0.01, 0.1, 'finished', 1), run(0.01, 2.302, 'finished', 2), run(0.01, Infinity, 'finished', 3)];
    assert.deepEqual(summarize(...runs).collapsed, [
      { variant: runs[0].variant, label: '0.01', collapsed: 2, seeds: 3 },
    ]);
  });

  it('does not take slow seeds that differ a little for a collapse', () => {
    assert.deepEqual(summarize(run(0.0001, 2.0, 'finished', 1), run(0.0001, 2.1, 'finished', 2)).collapsed, []);
  });

  it('does not take the way down to guessing for learning', () => {
    const squared = (losses: readonly number[]): RunOverview =>
      finishedRun(0, 0.01, losses, 1, { network: { ...run(1, 1).spec!.network, loss: 'squared' } });
    assert.equal(group(squared([0.11, ...Array<number>(99).fill(0.0901)])).zone, null);
    assert.equal(group(squared([0.11, ...Array<number>(99).fill(0.01)])).zone?.best, 0.01);
  });
});
