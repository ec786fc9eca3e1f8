import assert from 'node:assert/strict';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';
import { finderCases } from '../../bench/finder/cases.ts';
import { fitWeights } from '../../bench/finder/fit.ts';
import { outwardSweep } from '../../bench/finder/outwardSweep.ts';
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

  it('tries rates four a decade until two in a row on either side are outside of the zone', async () => {
    // Good within half a decade around 0.1, worse by 1 a decade beyond; above 3 the run breaks.
    const { initial, scores } = await outwardSweep('Adam', (rate) => {
      const score = Math.max(0, Math.abs(Math.log10(rate / 0.1)) - 0.5);
      return Promise.resolve({ initial: 2, score: rate > 3 ? Infinity : score });
    });
    assert.equal(initial, 2);
    // The sweep begins at 0.0005623, which is usual with Adam, and the zone ends at 0.6.
    const rates = scores.map(([rate]) => rate);
    assert.deepEqual([rates[0], ...rates.slice(-3)], [0.0005623, 0.5623, 1, 1.778]);
    assert.ok(rates.slice(1).every((rate, index) => Math.abs(Math.log10(rate / rates[index]) - 0.25) < 1e-3));
  });

  it('ends a sweep that breaks at its highest rate there', async () => {
    const { scores } = await outwardSweep('SGD', (rate) =>
      Promise.resolve({ initial: 2, score: rate > 0.2 ? Infinity : 0 }),
    );
    assert.deepEqual(scores.slice(-2), [
      [0.3162, null],
      [0.5623, null],
    ]);
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
