import assert from 'node:assert/strict';
import { curvesOf, shapeCurves } from '../../../src/charts/curves.ts';
import { experiment, INITIAL_LOSS, sevenRates, threeRates } from './samples.ts';
import type { Course } from './samples.ts';

const PLAN = { epochs: 1, stepsPerEpoch: 20_000, classes: 10, published: [] };

describe('shapeCurves', () => {
  it('begins the loss by epoch with the loss before training', () => {
    const first = curvesOf(threeRates()).lossByEpoch.bold.filter(({ x }) => x === 0);
    assert.deepEqual(
      first.map(({ y }) => y),
      [INITIAL_LOSS, INITIAL_LOSS, INITIAL_LOSS],
    );
  });

  it('survives JSON: nothing in it is NaN or infinite', () => {
    const curves = curvesOf(sevenRates());
    assert.deepEqual(JSON.parse(JSON.stringify(curves)), curves);
  });

  it('hands at most 2,000 points a series to the chart', () => {
    const samples = Array.from({ length: 20_000 }, (_, step) => ({ step, loss: 2 + Math.sin(step) }));
    const { raw, bold } = shapeCurves(
      [{ learningRate: 0.1, seed: 1, verdict: null, ended: true, initialLoss: 2.3, epochs: [], samples }],
      PLAN,
    ).lossByStep;
    assert.ok(raw.length > 1000 && raw.length <= 2000, String(raw.length));
    assert.ok(bold.length <= 2000);
  });

  it('draws the median of the seeds bold and every seed thin', () => {
    const { bold, seeds } = curvesOf(sevenRates()).accuracyByEpoch;
    const rate = 0;
    assert.deepEqual(
      bold.filter((point) => point.rate === rate && point.x === 2).map(({ y }) => Number(y.toFixed(2))),
      [0.33],
    );
    assert.deepEqual(
      seeds.filter((point) => point.rate === rate && point.x === 2).map(({ y }) => Number(y.toFixed(2))),
      [0.31, 0.33, 0.35],
    );
  });

  it('draws no thin lines and the measurements behind when every rate has one seed', () => {
    const { lossByStep } = curvesOf(threeRates());
    assert.equal(lossByStep.seeds.length, 0);
    assert.equal(lossByStep.raw.filter(({ rate }) => rate === 0).length, 472);
  });

  it('ends the median where most seeds have diverged, however well the last one does', () => {
    const course = (seed: number, nanAt?: number): Course => ({
      rate: 0.1,
      seed,
      end: 0.1,
      fall: 40,
      accuracy: [0.9, 0.95, 0.96],
      nanAt,
      finding: ['healthy', 'none', ''],
    });
    const { lossByEpoch, lossByStep } = curvesOf(experiment('luck', null, [course(1), course(2, 200), course(3, 250)]));
    assert.deepEqual(
      lossByEpoch.bold.map(({ x }) => x),
      [0, 1],
    );
    assert.ok(lossByStep.bold.at(-1)!.x < 250);
    assert.equal(lossByEpoch.stops[0].text, '0.1: NaN at step 200 (2 of 3 seeds)');
  });

  it('says how far a run went before it became NaN', () => {
    const { stops } = curvesOf(sevenRates()).lossByStep;
    assert.ok(
      stops.some(({ text }) => text === '3: goes to 3e12 at step 39, NaN at step 41 (all 3 seeds)'),
      JSON.stringify(stops),
    );
  });

  it('brings a smoothed line back soon after a spike of 1e12', () => {
    const samples = Array.from({ length: 1001 }, (_, step) => ({ step, loss: step === 100 ? 1e12 : 2 }));
    const plan = { ...PLAN, stepsPerEpoch: 1000 };
    const { bold } = shapeCurves(
      [{ learningRate: 1, seed: 1, verdict: null, ended: true, initialLoss: 2, epochs: [], samples }],
      plan,
    ).lossByStep;
    assert.ok(bold.filter(({ x }) => x > 200).every(({ y }) => y < 2.1));
  });

  it('names the rates that have no accuracy to draw', () => {
    assert.match(curvesOf(sevenRates()).accuracyByEpoch.caption, /before a test: 3\.$/);
    assert.doesNotMatch(curvesOf(threeRates()).accuracyByEpoch.caption, /before a test/);
  });

  it('takes the article’s figures for the rates that were run', () => {
    const { article } = curvesOf(threeRates()).lossByEpoch;
    assert.deepEqual(
      article.filter(({ rate }) => rate === 1).map(({ x, y }) => [x, y]),
      [
        [1, 0.5158],
        [2, 0.1239],
        [3, 0.0872],
      ],
    );
  });

  it('gives a rate no verdict when its seeds disagree', () => {
    const words = curvesOf(sevenRates()).rates.map(({ label, word }) => `${label} ${word}`.trim());
    assert.deepEqual(words, ['1e-5 slow', '1e-4 slow', '0.001 fast', '0.003 fast', '0.01', '0.1 furious', '3 furious']);
  });
});
