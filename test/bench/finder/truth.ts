import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { groupBy } from '../../../src/charts/groupBy.ts';
import { guessingLoss, lossToBeat } from '../../../src/domain/guessing.ts';
import { familyOf } from '../../../src/domain/optimizerFamily.ts';
import { scoreOf } from '../../../src/domain/score.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';
import { specOf } from '../../../src/kinds/sweep/choice.ts';
import type { FinderCase } from './cases.ts';
import type { CaseTrainer } from './training.ts';

/** The full sweep of a case with one seed: each rate that was tried with its score, null for a run that broke. */
export interface CaseSweep {
  readonly index: number;
  readonly seed: number;
  /** The loss that runs had to beat. */
  readonly initial: number;
  readonly scores: readonly (readonly [rate: number, score: number | null])[];
}

const FILE = path.join(__dirname, 'truth.jsonl');
/** Four rates a decade. */
const PER_DECADE = 4;
/** A side of the sweep ends after so many rates in a row outside of the zone. */
const OUTSIDE = 2;
/** No rate is tried farther from the usual one, in steps of the grid. */
const FARTHEST = 4 * PER_DECADE;

/** The sweeps that are known of each case, by its index. */
export async function readTruth(): Promise<ReadonlyMap<number, readonly CaseSweep[]>> {
  const text = await readFile(FILE, 'utf8').catch(() => '');
  const sweeps = text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as CaseSweep)));
  return groupBy(sweeps, ({ index }) => index);
}

/** Trains the sweep of a case from the usual rate outwards and adds it to the file. */
export async function addTruth(each: FinderCase, seed: number, trainer: CaseTrainer): Promise<void> {
  const scores = new Map<number, number>();
  let initial = NaN;
  const trainAt = async (place: number): Promise<void> => {
    const spec = specOf(each.choice, rateAt(place), seed, 'wasm');
    const run = await trainer.train(each.data, spec);
    initial = lossToBeat(run.initial, guessingLoss(spec.network));
    scores.set(place, scoreOf(Float64Array.from(run.losses), true));
  };
  const sweep = (): CaseSweep => ({
    index: each.index,
    seed,
    initial: rounded(initial),
    scores: [...scores]
      .sort(([a], [b]) => a - b)
      .map(([place, score]) => [rateAt(place), Number.isFinite(score) ? rounded(score) : null]),
  });
  const { start } = familyOf(each.choice.optimizer.name)!;
  const middle = Math.round(PER_DECADE * Math.log10(Math.sqrt(start[0] * start[1])));
  await trainAt(middle);
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
    if (!side) break;
    ends[side] += side === 'up' ? 1 : -1;
    await trainAt(ends[side]);
  }
  await appendFile(FILE, `${JSON.stringify(sweep())}\n`);
}

/** What all sweeps of a case together say of each rate. */
export function outcomesOf(sweeps: readonly CaseSweep[]): RateOutcome[] {
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
