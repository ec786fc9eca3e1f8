import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RatePoint } from '../../../src/domain/finder/medianCurve.ts';
import { rangeTest } from '../../../src/kinds/rangeTest.ts';
import { DEFAULT_REPEATS, rangeTestChoice } from '../../../src/kinds/rangeTest/choice.ts';
import type { FinderCase } from './cases.ts';
import type { CaseTrainer } from './training.ts';

/** The repeats of a case's range test; a loss that broke is null. */
type Kept = readonly (readonly (readonly [rate: number, loss: number | null])[])[];

const FOLDER = path.resolve('.cache', 'finder', 'repeats');

/** The repeats of a case's range test as the command line plans them, from the cache or trained now. */
export async function repeatsOf(each: FinderCase, trainer: CaseTrainer): Promise<readonly (readonly RatePoint[])[]> {
  const file = path.join(FOLDER, `${each.index}.json`);
  const text = await readFile(file, 'utf8').catch(() => null);
  const kept = text === null ? await trainRepeats(each, trainer) : (JSON.parse(text) as Kept);
  if (text === null) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(file, JSON.stringify(kept));
  }
  return kept.map((points) => points.map(([rate, loss]) => [rate, loss ?? NaN] as const));
}

async function trainRepeats({ data, choice }: FinderCase, trainer: CaseTrainer): Promise<Kept> {
  const { runs } = rangeTest.plan(rangeTestChoice({ ...choice, seeds: DEFAULT_REPEATS }));
  const repeats = [];
  for (const { spec } of runs) {
    const { losses, rates } = await trainer.train(data, spec!);
    repeats.push(losses.map((loss, step) => [rates[step], Number.isFinite(loss) ? loss : null] as const));
  }
  return repeats;
}
