import assert from 'node:assert/strict';
import { formatLimit, limitDomain, readLimit, requireAscending } from '../../../src/charts/axisLimits.ts';
import type { AxisLimits } from '../../../src/charts/axisLimits.ts';
import type { CurveView } from '../../../src/charts/view.ts';
import { curvesAs, draw, figureNamed } from './draw.ts';
import { INITIAL_LOSS, sevenRates, threeRates } from './samples.ts';

const LINEAR = { format: '.4~g', scale: 'linear' } as const;
const LOG = { ...LINEAR, scale: 'log' } as const;
const SHARE = { ...LINEAR, format: '.0%' } as const;

describe('an axis whose ends are chosen', () => {
  it('reads numbers as they are written, and percentages on an axis of shares', () => {
    for (const [text, axis, end] of [
      ['', LOG, null],
      [' 0.5 ', LINEAR, 0.5],
      ['-2', LINEAR, -2],
      ['.5e-3', LOG, 5e-4],
      ['95%', SHARE, 0.95],
      ['0.9', SHARE, 0.9],
    ] as const) {
      assert.equal(readLimit(text, axis), end);
      assert.equal(readLimit(formatLimit(end, axis), axis), end);
    }
  });

  it('says what is wrong with everything else', () => {
    for (const [text, axis, sentence] of [
      ['0,5', LINEAR, /^"0,5" is not a number; write one such as 0\.5 or 1e-3\.$/],
      ['50%', LINEAR, /is not a number/],
      ['Infinity', LINEAR, /is not a number/],
      ['1e999', LINEAR, /is not a number/],
      ['0x10', LINEAR, /is not a number/],
      ['most', SHARE, /^"most" is not a percentage; write one such as 95%\.$/],
      ['95', SHARE, /^Write 95 as a percentage such as 95%/],
      ['0', LOG, /^The axis is logarithmic, so its limits must be greater than 0\.$/],
      ['-1', LOG, /greater than 0/],
    ] as const) {
      assert.throws(() => readLimit(text, axis), { name: 'RangeError', message: sentence });
    }
    assert.throws(() => requireAscending([2, 2]), /^RangeError: The minimum must be less than the maximum\.$/);
    for (const ends of [
      [null, 2],
      [2, null],
      [1, 2],
    ] as const)
      requireAscending(ends);
  });

  it('moves an automatic end that lies beyond a chosen one, and ignores what a logarithmic axis does not have', () => {
    assert.deepEqual(limitDomain([0, 3], [1, null], 'linear'), [1, 3]);
    assert.deepEqual(limitDomain([0, 3], [4, null], 'linear'), [4, 7]);
    assert.deepEqual(limitDomain([1, 3], [null, 0.5], 'linear'), [-1.5, 0.5]);
    assert.deepEqual(limitDomain([1, 100], [1000, null], 'log'), [1000, 100_000]);
    assert.deepEqual(limitDomain([1, 100], [null, 0.5], 'log'), [0.005, 0.5]);
    assert.deepEqual(limitDomain([1, 100], [0, 50], 'log'), [1, 50]);
    assert.deepEqual(limitDomain([1, 100], [5, 2], 'log'), [1, 100]);
  });
});

describe('a figure whose axes are limited', function () {
  this.timeout(20_000);
  const NAME = 'lossByStep';
  const limited = (limits: Partial<AxisLimits>, view: Partial<CurveView> = {}, all = threeRates()) =>
    curvesAs(all, { ...view, limits: { [NAME]: { x: [null, null], y: [null, null], ...limits } } });

  it('ends there, on its own, and says nothing of another end', async () => {
    const curves = limited({ x: [10, 100], y: [0.1, 1] });
    const figure = figureNamed(curves, NAME);
    assert.deepEqual(
      [figure.x.domain, figure.y.domain],
      [
        [10, 100],
        [0.1, 1],
      ],
    );
    assert.doesNotMatch(figure.caption, /The loss axis ends/);
    assert.match(figure.caption, /The axes end where you set them\.$/);
    assert.deepEqual(figureNamed(curves, 'lossByEpoch'), figureNamed(curvesAs(threeRates(), {}), 'lossByEpoch'));
    assert.deepEqual((await draw(curves, NAME)).complaints, []);
  });

  it('draws what lies above the usual end where it reaches higher, and marks what leaves it there', () => {
    const usual = figureNamed(curvesAs(threeRates(), { smoothingWindow: 0 }), NAME);
    const { main, clippings } = figureNamed(limited({ y: [null, 20] }, { smoothingWindow: 0 }), NAME);
    assert.ok(Math.max(...usual.main.map(({ y }) => y)) <= 2 * 1.5 * INITIAL_LOSS);
    assert.ok(Math.max(...main.map(({ y }) => y)) > 20);
    assert.deepEqual(
      clippings.map(({ y, kind }) => [y, kind]),
      [[20, 'beyond']],
    );
    const whole = figureNamed(limited({ y: [null, 60] }, { smoothingWindow: 0 }), NAME);
    assert.deepEqual(whole.clippings, []);
  });

  it('says nothing of lines that only began above its end, and marks at the end those that exploded', () => {
    const { clippings } = figureNamed(limited({ y: [null, 0.5] }), NAME);
    assert.deepEqual(
      clippings.map(({ y, texts }) => [y, texts[0] ?? '']),
      [[0.5, '0.1: rises to 30.7 at step 6']],
    );
  });

  it('says why a limit is not used where the axis is logarithmic', () => {
    const { y, notes } = figureNamed(limited({ y: [0, 1] }, { lossScale: 'log' }), NAME);
    assert.ok(y.domain[0] > 0 && y.domain[1] === 1);
    assert.deepEqual(notes, ['Axis limits of 0 or less are not used, because the axis is logarithmic.']);
  });

  it('is smoothed as before, and turns to a zoom and back', () => {
    const lossScale = 'linear';
    const all = figureNamed(curvesAs(threeRates(), { lossScale }), NAME);
    const { main } = figureNamed(limited({ x: [null, 50] }, { lossScale }), NAME);
    const at = all.main.findIndex(({ x }) => x === 40);
    assert.deepEqual(
      main.find(({ x, variant }) => x === 40 && variant === all.main[at].variant),
      all.main[at],
    );
    const zoom = { x: [20, 30], y: [0.5, 2] } as const;
    const zoomed = figureNamed(limited({ x: [null, 50] }, { zooms: { [NAME]: zoom } }), NAME);
    assert.deepEqual([zoomed.x.domain, zoomed.y.domain], [zoom.x, zoom.y]);
  });

  it('has them in every kind of figure', () => {
    const ends = { x: [0.002, 0.5], y: [0.2, 0.8] } as const;
    const names = ['finalLossByRate', 'lossByEpoch', 'accuracyByEpoch'];
    const limits = Object.fromEntries(names.map((name) => [name, ends]));
    const curves = curvesAs(sevenRates(), { limits });
    for (const name of names) {
      const { x, y, clippings } = figureNamed(curves, name);
      assert.deepEqual([x.domain, y.domain], [ends.x, ends.y]);
      assert.ok(clippings.every((clipping) => clipping.x >= 0.002 && clipping.x <= 0.5));
    }
  });
});
