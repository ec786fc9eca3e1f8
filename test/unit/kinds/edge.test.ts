import assert from 'node:assert/strict';
import { curvesOf } from '../../../src/charts/curves.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { edge } from '../../../src/kinds/edge.ts';
import { edgeChoice } from '../../../src/kinds/edge/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { CHOICE, measuredEdge } from './measuredEdges.ts';

describe('a measurement of the edge', () => {
  it('trains each rate once, with one seed and the points and images that are asked for', () => {
    const sweep = { ...presetChoice(SLOW_FAST_FURIOUS), seeds: 3, prune: true } as const;
    const { runs } = edge.plan(edgeChoice(sweep, { points: 4, images: 50 }));
    assert.deepEqual(
      runs.map(({ seed, spec }) => [seed, spec!.seed, spec!.learningRate, spec!.edge]),
      sweep.learningRates.map((rate) => [1, 1, rate, { points: 4, images: 50 }]),
    );
  });

  it('trains a single run of a sweep again, with its rate and seed', () => {
    const { runs } = edge.plan(edgeChoice(presetChoice(SLOW_FAST_FURIOUS), {}, { learningRate: 0.01, seed: 3 }));
    assert.deepEqual(
      runs.map(({ seed, spec }) => [seed, spec!.seed, spec!.learningRate]),
      [[3, 3, 0.01]],
    );
  });

  it('measures on no more images than there are', () => {
    const sweep = presetChoice(SLOW_FAST_FURIOUS);
    const { images } = edgeChoice({ ...sweep, dataset: { ...sweep.dataset, train: 20 } });
    assert.equal(images, 20);
  });

  it('refuses what has no edge that is known', () => {
    assert.throws(
      () => edge.plan({ ...CHOICE, optimizer: DEFAULT_OPTIMIZERS.lion }),
      /sgd, .* and rmsprop, not for lion/,
    );
    assert.throws(() => edge.plan({ ...CHOICE, groupRates: { output: 0.1 } }), /one rate/);
    assert.throws(() => edge.plan({ ...CHOICE, learningRates: [] }), /at least one/);
  });

  it('says which rates were above their limits, and since when', () => {
    const experiment = measuredEdge();
    const { answer, outcome, notes } = edge.describe(experiment, edge.summarize(experiment), false);
    assert.deepEqual(
      [answer.value, outcome, ...notes],
      [
        '0.05',
        'lowest limit 0.05',
        '0.01 was below its limit at every point measured.',
        '0.1 was above its limit at 1 of 3 points, first at step 100 (limit 0.05).',
        '3 was above its limit at all points measured.',
      ],
    );
  });

  it('says nothing before a run has ended', () => {
    const experiment = measuredEdge(false);
    const { answer, outcome } = edge.describe(experiment, edge.summarize(experiment), true);
    assert.deepEqual([answer.value, outcome], [null, null]);
  });

  it('draws each limit and the rate in use at the points that were measured', () => {
    const experiment = measuredEdge();
    const summary = edge.summarize(experiment);
    const [limits] = curvesOf(experiment, summary, edge.figures(experiment, summary)).figures;
    const line = (variant: number, index: number): number[][] =>
      limits.main.filter((point) => point.variant === variant && point.line === index).map(({ x, y }) => [x, y]);
    assert.deepEqual(line(0, 0), [
      [0, 2],
      [100, 0.05],
      [471, 0.2],
    ]);
    assert.deepEqual(line(2, 1), [
      [0, 3],
      [100, 3],
      [471, 3],
    ]);
    assert.equal(limits.y.scale, 'log');
  });

  it('names the command that measures the same', () => {
    const experiment = measuredEdge();
    const { command } = edge.describe(experiment, edge.summarize(experiment), false);
    assert.equal(
      command,
      'goldilocks edge --rates 0.01,0.1,3 --optimizer sgd --batch 64 --train 10000 --epochs 3 --seed 1 --points 10 --images 128',
    );
  });
});
