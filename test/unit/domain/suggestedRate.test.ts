import assert from 'node:assert/strict';
import { suggestRate } from '../../../src/domain/suggestedRate.ts';
import type { SuggestedRate } from '../../../src/domain/suggestedRate.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';

const outcome = (rate: number, ...scores: number[]): RateOutcome => ({
  rate,
  scores,
  errors: [],
  initialLosses: scores.map(() => 2.3),
});

describe('suggestRate', () => {
  const suggested = (outcomes: readonly RateOutcome[]): SuggestedRate =>
    suggestRate(outcomes, goldilocksZone(outcomes)!)!;
  const noisy = (rate: number, score: number, error: number): RateOutcome => ({
    ...outcome(rate, score),
    errors: [error],
  });

  it('does not stand next to a rate that dies when a safer one is as good', () => {
    // Nine rates a factor 4 apart on the small network: 0.0133 is best, 0.056 dies, and 0.0032 is as good within noise.
    const rates = [5.12e-5, 2.05e-4, 8.2e-4, 3.2e-3, 1.33e-2, 5.6e-2, 0.22, 0.9];
    const scores = [1.3, 0.42, 0.21, 0.116, 0.112, 2.3, 2.31, 2.31];
    const { rate, above } = suggested(rates.map((each, index) => noisy(each, scores[index], 0.01)));
    assert.deepEqual([rate, above], [3.2e-3, 5.6e-2]);
  });

  it('takes the best rate when the others in the zone are clearly worse', () => {
    const outcomes = [noisy(1e-4, 0.4, 0.01), noisy(1e-3, 0.3, 0.01), noisy(1e-2, 0.1, 0.01), noisy(0.1, 2.3, 0.01)];
    assert.equal(suggested(outcomes).rate, 1e-2);
  });

  it('takes the rate in the middle of a zone in which all are equally good', () => {
    const inside = [1e-4, 1e-3, 1e-2].map((rate) => noisy(rate, 0.1, 0.05));
    assert.equal(suggested([noisy(1e-5, 2, 0.05), ...inside, noisy(0.1, 2.3, 0.05)]).rate, 1e-3);
  });

  it('takes the lower of two rates that are about equally far from the ends', () => {
    for (const higher of [0.0099, 0.01, 0.0101]) {
      const inside = [1e-3, higher].map((rate) => noisy(rate, 0.1, 0.05));
      assert.equal(suggested([noisy(1e-4, 2, 0.05), ...inside, noisy(0.1, 2.3, 0.05)]).rate, 1e-3);
    }
  });

  it('keeps away from a rate of the zone at which one seed fails', () => {
    const good = [1e-4, 1e-3, 1e-2].map((rate) => outcome(rate, 0.1, 0.101, 0.102));
    const { rate, above } = suggested([...good, outcome(0.1, 0.102, 0.102, 2.3), outcome(1, 2.3, 2.3, 2.3)]);
    assert.deepEqual([rate, above], [1e-3, 0.1]);
  });

  it('takes a rate that is worse by little for as good, however small the noise of the runs', () => {
    // The zone tolerates 0.33 more than the best; a fifth of that counts for nothing.
    const beside = (score: number): number =>
      suggested([noisy(1e-3, 1.9, 1e-6), noisy(1e-2, score, 1e-6), noisy(0.04, 0.1, 1e-6), noisy(0.16, 2.3, 1e-6)])
        .rate;
    assert.deepEqual([beside(0.16), beside(0.18)], [1e-2, 0.04]);
  });

  it('tells rates apart by their seeds where there are three or more, whatever the noise of the runs', () => {
    const spread = { ...outcome(1e-2, 0.1, 0.3, 0.38), errors: [1e-6, 1e-6, 1e-6] };
    const narrow = { ...outcome(1e-2, 0.299, 0.3, 0.301), errors: [9, 9, 9] };
    const others = [outcome(1e-3, 2, 2, 2), outcome(3e-2, 0.15, 0.151, 0.149), outcome(0.1, Infinity, 2.3, 2.3)];
    assert.equal(suggested([...others, spread]).rate, 1e-2);
    assert.equal(suggested([...others, narrow]).rate, 3e-2);
  });

  it('takes another rate of the zone where a seed failed at the best one, even if it is clearly worse', () => {
    const outcomes = [outcome(1e-4, 2, 2, 2), outcome(1e-3, 0.3, 0.3, 0.3), outcome(1e-2, 0.1, 0.1, 2.3)];
    assert.deepEqual(suggested(outcomes), { rate: 1e-3, above: 1e-2 });
  });

  it('suggests nothing where at each rate of the zone a seed failed', () => {
    const outcomes = [outcome(1e-4, 2, 2, 2), outcome(1e-3, 0.2, 0.2, 1.9), outcome(1e-2, 0.1, 0.1, 2.3)];
    assert.equal(suggestRate(outcomes, goldilocksZone(outcomes)!), null);
  });

  it('knows no higher rate that fails where the highest that was tried is good', () => {
    assert.equal(suggested([outcome(1e-3, 0.1), outcome(1e-2, 0.11)]).above, null);
  });
});
