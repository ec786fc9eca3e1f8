import assert from 'node:assert/strict';
import { goldilocksZone, verdictAt } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';

const outcome = (rate: number, ...scores: number[]): RateOutcome => ({
  rate,
  scores,
  errors: [],
  initialLosses: scores.map(() => 2.3),
});

/** The rates of the zone. */
function ends(outcomes: readonly RateOutcome[]): [low: number, best: number, high: number] | null {
  const zone = goldilocksZone(outcomes);
  return zone && [zone.low, zone.best, zone.high];
}

describe('goldilocksZone', () => {
  it('spans the contiguous rates whose score is at most best + 0.15 (initial − best)', () => {
    const zone = goldilocksZone([
      outcome(1e-4, 0.9),
      outcome(1e-3, 0.42),
      outcome(1e-2, 0.1),
      outcome(3e-2, 0.44),
      outcome(0.1, 0.2),
    ])!;
    assert.deepEqual([zone.low, zone.best, zone.high], [1e-3, 1e-2, 1e-2]);
    assert.ok(Math.abs(zone.limit - 0.43) < 1e-12, `${zone.limit}`);
    assert.deepEqual([zone.initial, zone.bestScore], [2.3, 0.1]);
  });

  it('does not depend on the order of the rates', () => {
    assert.deepEqual(ends([outcome(0.1, 2.3), outcome(1e-4, 0.3), outcome(0.01, 0.2)]), [1e-4, 0.01, 0.01]);
  });

  it('goes by the median over the seeds, so that one collapsed seed does not decide', () => {
    assert.equal(ends([outcome(0.01, 0.1, 2.3, 0.1), outcome(0.001, 0.2, 0.2, 0.2)])?.[1], 0.01);
    assert.equal(ends([outcome(0.01, Infinity, 2.3, 0.1), outcome(0.001, 0.2, 0.2, 0.2)])?.[1], 0.001);
  });

  it('does not exist when nothing was learned, nothing finished, or everything broke', () => {
    assert.equal(ends([outcome(1e-7, 2.29), outcome(1e-6, 2.28)]), null);
    assert.equal(ends([]), null);
    assert.equal(ends([outcome(1, Infinity)]), null);
    assert.equal(ends([outcome(1)]), null);
  });
});

describe('verdictAt', () => {
  it('is slow below the zone, fast from its low to its high end, and furious above', () => {
    const zone = goldilocksZone([outcome(1e-3, 2.3), outcome(1e-2, 0.1), outcome(0.1, 0.1), outcome(1, 2.3)])!;
    assert.deepEqual(
      [9e-3, 1e-2, 0.05, 0.1, 0.11].map((rate) => verdictAt(rate, zone)),
      ['slow', 'fast', 'fast', 'fast', 'furious'],
    );
  });
});
