import { groupBy } from '../../../src/charts/groupBy.ts';
import { familyOf } from '../../../src/domain/optimizerFamily.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';

/** A full sweep: each rate that was tried with its score, null for a run that broke. */
export interface OutwardSweep {
  /** The loss that runs had to beat. */
  readonly initial: number;
  readonly scores: readonly (readonly [rate: number, score: number | null])[];
}

/** What a run at one rate amounts to. */
export interface RateResult {
  readonly initial: number;
  /** Infinity for a run that broke. */
  readonly score: number;
}

/** Four rates a decade. */
const PER_DECADE = 4;
/** A side of the sweep ends after so many rates in a row outside of the zone. */
const OUTSIDE = 2;
/** No rate is tried farther from the usual one, in steps of the grid. */
const FARTHEST = 4 * PER_DECADE;

/** Trains at rates from the one that is usual with an optimizer outwards, until two in a row on either side are outside of the zone. */
export async function outwardSweep(
  optimizer: string,
  trainAt: (rate: number) => Promise<RateResult>,
): Promise<OutwardSweep> {
  const scores = new Map<number, number>();
  let initial = NaN;
  const train = async (place: number): Promise<void> => {
    const result = await trainAt(rateAt(place));
    initial = result.initial;
    scores.set(place, result.score);
  };
  const sweep = (): OutwardSweep => ({
    initial: rounded(initial),
    scores: [...scores]
      .sort(([a], [b]) => a - b)
      .map(([place, score]) => [rateAt(place), Number.isFinite(score) ? rounded(score) : null]),
  });
  const { start } = familyOf(optimizer)!;
  const middle = Math.round(PER_DECADE * Math.log10(Math.sqrt(start[0] * start[1])));
  await train(middle);
  const ends = { up: middle, down: middle };
  /** Whether the outermost rates of a side are outside of the zone. */
  const isOver = (side: 'up' | 'down'): boolean => {
    const end = ends[side];
    if (Math.abs(end - middle) >= FARTHEST) return true;
    const zone = goldilocksZone(outcomesOf([sweep()]));
    if (!zone) return side === 'up' && !Number.isFinite(scores.get(end)!);
    const inner = rateAt(side === 'up' ? end - OUTSIDE : end + OUTSIDE);
    return side === 'up' ? inner >= zone.high : inner <= zone.low;
  };
  for (;;) {
    const side = (['up', 'down'] as const).find((each) => !isOver(each));
    if (!side) return sweep();
    ends[side] += side === 'up' ? 1 : -1;
    await train(ends[side]);
  }
}

/** What all sweeps of a case together say of each rate. */
export function outcomesOf(sweeps: readonly OutwardSweep[]): RateOutcome[] {
  const tried = sweeps.flatMap(({ initial, scores }) => scores.map(([rate, score]) => ({ rate, score, initial })));
  return [...groupBy(tried, ({ rate }) => rate)].map(([rate, all]) => ({
    rate,
    scores: all.map(({ score }) => score ?? Infinity),
    errors: [],
    initialLosses: all.map(({ initial }) => initial),
  }));
}

function rateAt(place: number): number {
  return rounded(10 ** (place / PER_DECADE));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
