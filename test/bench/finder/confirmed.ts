import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { guessingLoss, lossToBeat } from '../../../src/domain/guessing.ts';
import { scoreError, scoreOf } from '../../../src/domain/score.ts';
import { suggestRate } from '../../../src/domain/suggestedRate.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';
import { confirmation } from '../../../src/kinds/confirmation.ts';
import { confirmationChoice } from '../../../src/kinds/confirmation/choice.ts';
import { DEFAULT_REPEATS, rangeTestChoice } from '../../../src/kinds/rangeTest/choice.ts';
import type { FinderCase } from './cases.ts';
import type { CaseTrainer } from './training.ts';

/** What a confirmation says. */
export interface Confirmed {
  /** Null where none of its runs learned. */
  readonly rate: number | null;
  /** Of all its runs, none of which is stopped early here. */
  readonly steps: number;
}

/** A run of a confirmation; score and error are null where they are not finite. */
interface Kept {
  readonly rate: number;
  readonly initial: number;
  readonly score: number | null;
  readonly error: number | null;
  readonly steps: number;
}

const FOLDER = path.resolve('.cache', 'finder', 'confirmations');

/** The confirmation of a rate that the finder suggests for a case, its runs from the cache or trained now. */
export async function confirmRate(each: FinderCase, rate: number, trainer: CaseTrainer): Promise<Confirmed> {
  const file = path.join(FOLDER, `${each.index} at ${rate}.json`);
  const text = await readFile(file, 'utf8').catch(() => null);
  const kept = text === null ? await trainRuns(each, rate, trainer) : (JSON.parse(text) as Kept[]);
  if (text === null) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(file, JSON.stringify(kept));
  }
  const outcomes = kept.map(({ rate, initial, score, error }): RateOutcome => ({
    rate,
    scores: [score ?? Infinity],
    errors: error === null ? [] : [error],
    initialLosses: [initial],
  }));
  const zone = goldilocksZone(outcomes);
  return {
    rate: zone && (suggestRate(outcomes, zone, rate)?.rate ?? null),
    steps: kept.reduce((sum, { steps }) => sum + steps, 0),
  };
}

async function trainRuns({ data, choice }: FinderCase, rate: number, trainer: CaseTrainer): Promise<Kept[]> {
  const test = rangeTestChoice({ ...choice, seeds: DEFAULT_REPEATS });
  const kept: Kept[] = [];
  for (const { spec } of confirmation.plan(confirmationChoice(test, rate)).runs) {
    const { initial, losses } = await trainer.train(data, spec!);
    const measured = Float64Array.from(losses);
    const score = scoreOf(measured, true);
    kept.push({
      rate: spec!.learningRate,
      initial: lossToBeat(initial, guessingLoss(spec!.network)),
      score: Number.isFinite(score) ? score : null,
      error: scoreError(measured, true),
      steps: losses.length,
    });
  }
  return kept;
}
