import { totalSteps } from '../../../src/domain/steps.ts';
import { describeNetwork } from '../../../src/kinds/builtIn.ts';
import type { PlannedRun } from '../../../src/kinds/kind.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { planSweep } from '../../../src/kinds/sweep/plan.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import type { GroupSummary } from '../../../src/kinds/sweep/groupSummary.ts';
import { randomNumbers } from '../../support/engine.ts';
import { LEAST_STEPS, randomSweep } from './randomSweep.ts';
import { Trainer } from './trainer.ts';

const SWEEPS = 200;
/** How often a rate is tried again, each time with a seed that nothing else has. */
const TRIALS = 5;
/** Every sweep begins with a seed of its own: the order of the images that it decides is luck that all runs of a seed share. */
const SEEDS_PER_SWEEP = 10;

/** With fewer steps a score averages fewer than twenty batches. */
const SHORT = 200;

/** How many of the trials of a sweep kept its limit. */
interface Trials {
  readonly steps: number;
  readonly suggested: number;
  readonly best: number;
  readonly isMoved: boolean;
}

void main();

async function main(): Promise<void> {
  const [sweeps = SWEEPS, first = 1, leastSteps = LEAST_STEPS] = process.argv.slice(2).map(Number);
  const random = randomNumbers(first);
  const trainer = new Trainer();
  const started = performance.now();
  const landed: Trials[] = [];
  let without = 0;
  const misses: string[] = [];

  try {
    for (let count = 0; count < sweeps; count++) {
      const choice = randomSweep(random, leastSteps);
      const seeds = first * 100_000 + count * SEEDS_PER_SWEEP;
      const group = await train(trainer, choice, seeds);
      if (!group.zone || !group.suggestion) {
        without++;
        continue;
      }
      const { zone, suggestion } = group;
      const suggested = await scoresAgain(trainer, choice, suggestion.rate, seeds);
      const best = suggestion.rate === zone.best ? suggested : await scoresAgain(trainer, choice, zone.best, seeds);
      const isLanded = (score: number): boolean => score <= zone.limit;
      landed.push({
        steps: totalSteps(choice),
        suggested: suggested.filter(isLanded).length,
        best: best.filter(isLanded).length,
        isMoved: suggestion.rate !== zone.best,
      });
      const missed = suggested.filter((score) => !(score <= zone.limit));
      if (missed.length > 0) misses.push(missLine(count, choice, group, missed));
    }
  } finally {
    trainer.dispose();
  }

  console.log(`${sweeps} sweeps from ${first} on, ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  const moved = landed.filter(({ isMoved }) => isMoved).length;
  console.log(`${without} had no zone; in ${moved} another rate than the best was suggested.`);
  console.log('In the zone with a new seed:');
  report('all', landed);
  report(
    `fewer than ${SHORT} steps`,
    landed.filter(({ steps }) => steps < SHORT),
  );
  report(
    `at least ${SHORT} steps`,
    landed.filter(({ steps }) => steps >= SHORT),
  );
  if (misses.length > 0) console.log(['Misses:', ...misses].join('\n'));
}

function report(what: string, trials: readonly Trials[]): void {
  if (trials.length === 0) return;
  const of = TRIALS * trials.length;
  const percent = (part: number): string => `${((100 * part) / of).toFixed(2)} % (${part} of ${of})`;
  const sum = (rate: 'suggested' | 'best'): number => trials.reduce((total, trial) => total + trial[rate], 0);
  console.log(`  ${what}: the suggested rate ${percent(sum('suggested'))}, the best rate ${percent(sum('best'))}`);
}

/** @param seeds the seed before the first one of the sweep */
async function train(trainer: Trainer, choice: SweepChoice, seeds: number): Promise<GroupSummary> {
  const { runs, variants } = planSweep(choice);
  const trained = await Promise.all(runs.map((run, index) => trainer.train(withSeed(run, seeds + run.seed!), index)));
  return summarizeSweep({ variants, runs: trained }).groups[0];
}

/** The scores of a rate with seeds that the sweep did not have. */
async function scoresAgain(trainer: Trainer, choice: SweepChoice, rate: number, seeds: number): Promise<number[]> {
  const [run] = planSweep({ ...choice, learningRates: [rate], seeds: 1 }).runs;
  const trials = Array.from({ length: TRIALS }, (_, trial) =>
    trainer.train(withSeed(run, seeds + SEEDS_PER_SWEEP - TRIALS + trial), trial),
  );
  return (await Promise.all(trials)).map(({ result }) => result!.score ?? Infinity);
}

function withSeed(run: PlannedRun, seed: number): PlannedRun {
  return { ...run, seed, spec: { ...run.spec!, seed } };
}

function missLine(
  count: number,
  choice: SweepChoice,
  { zone, suggestion, outcomes }: GroupSummary,
  missed: number[],
): string {
  const { low, best, high, limit } = zone!;
  const scores = outcomes.map(({ rate, scores: all }) => `${rate}:${all.map((score) => score.toFixed(3)).join('/')}`);
  return [
    `${count}. ${describeNetwork(choice)}, ${choice.dataset.train} images, ${choice.epochs} epochs, ${choice.seeds} seeds:`,
    `suggested ${suggestion!.rate}, zone ${low} ${best} ${high}, limit ${limit.toFixed(3)},`,
    `new ${missed.map((score) => score.toFixed(3)).join(' ')}; ${scores.join(' ')}`,
  ].join(' ');
}
