import assert from 'node:assert/strict';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';
import { finderCases } from '../../bench/finder/cases.ts';
import { fitWeights } from '../../bench/finder/fit.ts';
import { readTruth } from '../../bench/finder/truth.ts';
import { zoneEnds } from '../../bench/finder/zoneEnds.ts';

describe('the bench of the finder', () => {
  it('reads the ends of a zone where the score crosses its limit, and at the last sound rate before one that broke', () => {
    const outcomes = [2, 1, 0, 0, Infinity].map((score, index): RateOutcome => ({
      rate: 10 ** index,
      scores: [score],
      errors: [],
      initialLosses: [2.5],
    }));
    // The limit is 0.375, on the way from 0 at 100 to 1 at 10.
    const { low, high } = zoneEnds(outcomes, goldilocksZone(outcomes)!);
    assert.ok(Math.abs(low - (2 - 0.375)) < 1e-9, `${low}`);
    assert.equal(high, 3);
  });

  it('finds the weights that made the examples', () => {
    const shifts = { sgd: -0.5, momentum: -1 };
    const examples = Array.from({ length: 400 }, (_, index) => {
      const kind = index % 2 === 0 ? ('sgd' as const) : ('momentum' as const);
      const evidence = { half: -(index % 7) / 3, rise: (index % 5) / 2, usual: 0, isAdaptive: false, kind };
      return { evidence, middle: 0.2 * evidence.half + 0.4 * evidence.rise + shifts[kind], reach: 0.5 };
    });
    const { half, rise, shift } = fitWeights(examples);
    assert.deepEqual([half, rise, shift.sgd, shift.momentum], [0.2, 0.4, -0.5, -1]);
  });

  it('has the sweep of each case, and holds whole networks and data sets out', async () => {
    const cases = finderCases();
    const truth = await readTruth();
    assert.ok(cases.length >= 200 && cases.every(({ index }) => truth.get(index)?.length === 1));
    const heldOut = cases.filter(({ isHeldOut }) => isHeldOut);
    const isFree = (name: 'network' | 'data', value: string): boolean =>
      cases.some((each) => !each.isHeldOut && each[name] === value);
    assert.ok(heldOut.length > 50);
    assert.ok(heldOut.every(({ network, data }) => !isFree('network', network) || !isFree('data', data)));
  });
});
