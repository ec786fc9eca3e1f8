import assert from 'node:assert/strict';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { schedulesChoice, DEFAULT_SCHEDULES } from '../../../src/kinds/schedules/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { trained } from '../../support/comparisons.ts';
import { curvesFor, draw } from './draw.ts';

describe('the loss and the rate of schedules', function () {
  this.timeout(20_000);

  it('stand above each other: the same step is at the same place in both', async () => {
    const choice = schedulesChoice({ ...presetChoice(SLOW_FAST_FURIOUS), seeds: 2 }, DEFAULT_SCHEDULES, 0.1);
    const curves = curvesFor(trained('schedules', choice, ({ schedule, seed }) => schedule!.name.length / 20 + seed));
    const places = await Promise.all(
      ['lossByStep', 'rateByStep'].map(async (name) => {
        const { view, complaints } = await draw(curves, name);
        assert.deepEqual(complaints, []);
        const [left] = view.origin();
        return [left, view.signal('width') as number];
      }),
    );
    assert.deepEqual(places[1], places[0]);
  });
});
