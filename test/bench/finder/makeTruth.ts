import { finderCases } from './cases.ts';
import { CaseTrainer } from './training.ts';
import { addTruth, readTruth } from './truth.ts';

/** Far from those of the finders. */
const SEED = 1001;

void main();

/** Trains the sweeps that are not known yet. */
async function main(): Promise<void> {
  const known = await readTruth();
  const trainer = new CaseTrainer();
  for (const each of finderCases().filter(({ index }) => !known.has(index))) {
    const started = performance.now();
    await addTruth(each, SEED, trainer);
    console.log(`${each.index} ${each.choice.name} ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}
