import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { groupBy } from '../../../src/charts/groupBy.ts';
import { guessingLoss, lossToBeat } from '../../../src/domain/guessing.ts';
import { scoreOf } from '../../../src/domain/score.ts';
import { specOf } from '../../../src/kinds/sweep/choice.ts';
import type { FinderCase } from './cases.ts';
import { outwardSweep } from './outwardSweep.ts';
import type { OutwardSweep } from './outwardSweep.ts';
import type { CaseTrainer } from './training.ts';

/** The full sweep of a case with one seed. */
export interface CaseSweep extends OutwardSweep {
  readonly index: number;
  readonly seed: number;
}

const FILE = path.join(__dirname, 'truth.jsonl');

/** The sweeps that are known of each case, by its index. */
export async function readTruth(): Promise<ReadonlyMap<number, readonly CaseSweep[]>> {
  const text = await readFile(FILE, 'utf8').catch(() => '');
  const sweeps = text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as CaseSweep)));
  return groupBy(sweeps, ({ index }) => index);
}

/** Trains the sweep of a case and adds it to the file. */
export async function addTruth({ index, choice, data }: FinderCase, seed: number, trainer: CaseTrainer): Promise<void> {
  const sweep = await outwardSweep(choice.optimizer.name, async (rate) => {
    const spec = specOf(choice, rate, seed, 'wasm');
    const { initial, losses } = await trainer.train(data, spec);
    return {
      initial: lossToBeat(initial, guessingLoss(spec.network)),
      score: scoreOf(Float64Array.from(losses), true),
    };
  });
  await appendFile(FILE, `${JSON.stringify({ index, seed, ...sweep })}\n`);
}
