import assert from 'node:assert/strict';
import { shapeCurves } from '../../../src/charts/curves.ts';
import type { Figure } from '../../../src/charts/figure.ts';
import { curvesFor, figureNamed } from './draw.ts';
import { curveRunOf, definitionOf } from './inputs.ts';
import { experiment, INITIAL_LOSS, sevenRates, threeRates } from './samples.ts';
import type { Course } from './samples.ts';

/** The loss by step of a single run. */
function lossByStep(losses: readonly number[]): Figure {
  const variants = [{ id: 'only', label: '0.1', values: { rate: 0.1 } }];
  const run = curveRunOf('only', losses, { initialLoss: losses[0] });
  return shapeCurves({ variants, runs: [run], definitions: [definitionOf()] }).figures[0];
}

describe('shapeCurves', () => {
  it('begins the loss by epoch with the loss before training', () => {
    const first = figureNamed(curvesFor(threeRates()), 'lossByEpoch').main.filter(({ x }) => x === 0);
    assert.deepEqual(
      first.map(({ y }) => y),
      [INITIAL_LOSS, INITIAL_LOSS, INITIAL_LOSS],
    );
  });

  it('survives JSON: nothing in it is NaN or infinite', () => {
    const curves = curvesFor(sevenRates());
    assert.deepEqual(JSON.parse(JSON.stringify(curves)), curves);
  });

  it('hands at most 2,000 points a series to the chart', () => {
    const { raw, main } = lossByStep(Array.from({ length: 20_000 }, (_, step) => 2 + Math.sin(step)));
    assert.ok(raw.length > 1000 && raw.length <= 2000, String(raw.length));
    assert.ok(main.length <= 2000);
  });

  it('draws the median of the seeds bold and every seed thin', () => {
    const { main, seeds } = figureNamed(curvesFor(sevenRates()), 'accuracyByEpoch');
    const first = 0;
    assert.deepEqual(
      main.filter((point) => point.variant === first && point.x === 2).map(({ y }) => Number(y.toFixed(2))),
      [0.33],
    );
    assert.deepEqual(
      seeds.filter((point) => point.variant === first && point.x === 2).map(({ y }) => Number(y.toFixed(2))),
      [0.31, 0.33, 0.35],
    );
  });

  it('draws no thin lines and the measurements behind when every rate has one seed', () => {
    const { seeds, raw } = figureNamed(curvesFor(threeRates()), 'lossByStep');
    assert.equal(seeds.length, 0);
    assert.equal(raw.filter(({ variant }) => variant === 0).length, 472);
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
    const curves = curvesFor(experiment('luck', null, [course(1), course(2, 200), course(3, 250)]));
    const byEpoch = figureNamed(curves, 'lossByEpoch');
    assert.deepEqual(
      byEpoch.main.map(({ x }) => x),
      [0, 1],
    );
    assert.ok(figureNamed(curves, 'lossByStep').main.at(-1)!.x < 250);
    assert.equal(byEpoch.clippings[0].texts[0], '0.1: NaN at step 200 (2 of 3 seeds)');
  });

  it('says how far a run went before it became NaN', () => {
    const { clippings } = figureNamed(curvesFor(sevenRates()), 'lossByStep');
    assert.ok(
      clippings.some(({ texts: [text] }) => text === '3: rises to 3e12 at step 39, NaN at step 41 (all 3 seeds)'),
      JSON.stringify(clippings),
    );
  });

  it('brings a smoothed line back soon after a spike of 1e12', () => {
    const { main } = lossByStep(Array.from({ length: 1001 }, (_, step) => (step === 100 ? 1e12 : 2)));
    assert.ok(main.filter(({ x }) => x > 200).every(({ y }) => y < 2.1));
  });

  it('names the rates that have no accuracy to draw', () => {
    assert.match(figureNamed(curvesFor(sevenRates()), 'accuracyByEpoch').caption, /before the first test: 3\.$/);
    assert.doesNotMatch(figureNamed(curvesFor(threeRates()), 'accuracyByEpoch').caption, /before a test/);
  });

  it('takes the article’s figures for the rates that were run, and names it', () => {
    const { published, caption } = figureNamed(curvesFor(threeRates()), 'lossByEpoch');
    assert.match(
      caption,
      /Hollow circles: the values from the article “Slow, Fast, or Furious\? A Deep Dive into Learning Rates in Deep Learning”\./,
    );
    assert.deepEqual(
      published.filter(({ variant }) => variant === 1).map(({ x, y }) => [x, y]),
      [
        [1, 0.5158],
        [2, 0.1239],
        [3, 0.0872],
      ],
    );
  });

  it('gives a variant no verdict when its seeds disagree', () => {
    const words = curvesFor(sevenRates()).variants.map(({ label, verdictText: word }) => `${label} ${word}`.trim());
    assert.deepEqual(words, ['1e-5 slow', '1e-4 slow', '0.001 fast', '0.003 fast', '0.01', '0.1 furious', '3 furious']);
  });
});
