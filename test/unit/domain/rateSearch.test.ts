import assert from 'node:assert/strict';
import { nextSearchRate } from '../../../src/domain/rateSearch.ts';
import type { TriedRate } from '../../../src/domain/rateSearch.ts';
import { TOLERANCE } from '../../../src/domain/zone.ts';

const INITIAL = 2.3;
const LOWEST = 0.1;
const tried = (rate: number, score: number, estimate: number | null = null): TriedRate => ({
  rate,
  score,
  estimate: estimate === null ? null : { rate: estimate, margin: 0.5 },
});

/** A program whose loss is lowest at a rate, rises slowly below it and breaks half a decade above it. */
function landscape(best: number): (rate: number) => number {
  return (rate) => {
    const decades = Math.log10(rate / best);
    if (decades > 0.5) return Infinity;
    return LOWEST + (INITIAL - LOWEST) * Math.min(1, (decades / 2) ** 2);
  };
}

/** Searches from a rate with so many runs at most; `estimateOf` says what a curve shows. */
function search(
  scoreOf: (rate: number) => number,
  from: number,
  maxRuns: number,
  estimateOf: (rate: number) => number | null,
) {
  const runs: TriedRate[] = [];
  for (let rate: number | null = from; rate !== null && runs.length < maxRuns; rate = nextSearchRate(runs))
    runs.push(tried(rate, scoreOf(rate), estimateOf(rate)));
  return runs;
}

const isInZone = (score: number): boolean => score <= LOWEST + TOLERANCE * (INITIAL - LOWEST);
const bestOf = (runs: readonly TriedRate[]): number => Math.min(...runs.map(({ score }) => score));
const STARTS = Array.from({ length: 25 }, (_, index) => 10 ** (-6 + index / 4));

describe('the search for a rate', () => {
  it('reaches the zone within four runs from anywhere, where the curves show about where it is', () => {
    for (const best of [1e-4, 1e-3, 0.03, 0.5])
      for (const from of STARTS)
        for (const error of [-0.4, 0, 0.4]) {
          const runs = search(landscape(best), from, 4, () => best * 10 ** error);
          assert.ok(isInZone(bestOf(runs)), `${best} from ${from}: ${runs.map(({ rate }) => rate).join(', ')}`);
        }
  });

  it('finds it in the end where the curves show nothing', () => {
    for (const best of [1e-3, 0.03])
      for (const from of STARTS) {
        const runs = search(landscape(best), from, 12, () => null);
        assert.ok(isInZone(bestOf(runs)), `${best} from ${from}: ${runs.map(({ rate }) => rate).join(', ')}`);
      }
  });

  it('ends when the best rate stands between near ones that are worse', () => {
    assert.equal(nextSearchRate([tried(0.01, 0.5), tried(0.03, 0.1), tried(0.1, Infinity)]), null);
    assert.ok(search(landscape(0.03), 0.03, 20, () => 0.03).length < 6);
  });

  it('goes down where all rates broke, and up where the highest is the best', () => {
    assert.equal(nextSearchRate([tried(1, Infinity)]), 0.1);
    assert.equal(nextSearchRate([tried(0.01, 0.5), tried(0.03, 0.1)]), 0.09);
    assert.equal(nextSearchRate([tried(0.01, 0.1), tried(0.03, 0.5)]), 0.0033);
  });

  it('does not follow a curve upwards from a rate that broke', () => {
    assert.equal(nextSearchRate([tried(1, Infinity, 10)]), 0.1);
  });

  it('tries the middle of a wide gap beside the best rate', () => {
    assert.equal(nextSearchRate([tried(0.0001, 2), tried(0.01, 0.1), tried(0.03, 0.5)]), 0.001);
  });
});
