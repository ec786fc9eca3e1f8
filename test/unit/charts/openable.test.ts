import assert from 'node:assert/strict';
import { isOpenable, openableAt } from '../../../src/charts/openable.ts';
import { modelOf } from '../webview/experiments.ts';
import { curvesFor, figureNamed } from './draw.ts';
import { sevenRates, threeRates } from './samples.ts';

/** So large that no two points are near each other. */
const PLACES = {
  pixelOfX: (rate: number): number => 1e5 * Math.log10(rate),
  pixelOfY: (loss: number): number => -1e6 * loss,
};

describe('what a click opens in a chart that compares runs', () => {
  const map = figureNamed(curvesFor(sevenRates()), 'finalLossByRate');

  it('is the run of the nearest point, and nothing far from all', () => {
    for (const { x, y, variant, run } of map.comparison!.losses) {
      const [left, top] = [PLACES.pixelOfX(x), PLACES.pixelOfY(y)];
      assert.deepEqual(openableAt(map, PLACES, left + 3, top - 3), { variant, run });
      assert.equal(openableAt(map, PLACES, left + 30, top + 30), null);
    }
  });

  it('is the variant whose mark says that its run diverged', () => {
    const diverged = map.clippings.at(-1)!;
    assert.deepEqual(openableAt(map, PLACES, PLACES.pixelOfX(diverged.x), PLACES.pixelOfY(diverged.y)), {
      variant: diverged.variant,
      run: null,
    });
  });

  it('is nothing in a chart of curves', () => {
    const curve = figureNamed(curvesFor(threeRates()), 'lossByStep');
    assert.deepEqual([isOpenable(map), isOpenable(curve)], [true, false]);
    assert.equal(openableAt(curve, PLACES, 0, 0), null);
  });

  it('is shown in the chart of the losses by step', () => {
    assert.equal(modelOf(threeRates()).curveFigure, 'lossByStep');
  });
});
