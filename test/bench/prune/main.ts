import { formatOptimizer } from '../../../src/domain/optimizer.ts';
import { serializeSchedule } from '../../../src/domain/scheduleText.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { curvesOf } from './curves.ts';
import { pruneSweep } from './randomSweep.ts';
import { simulate } from './simulation.ts';
import type { Pruned } from './simulation.ts';

const SWEEPS = 640;
/** One worker, the two of a small machine, and as many as there are rates. */
const WORKERS = [1, 2, 7];
/** The rule was made looking at these only: see docs/benchmarks.md before making another one. */
const isLookedAt = (index: number): boolean => index < 240 && index % 2 === 0;

void main();

async function main(): Promise<void> {
  const [sweeps = SWEEPS] = process.argv
    .slice(2)
    .filter((text) => /^\d+$/.test(text))
    .map(Number);
  const parts = process.argv.includes('--dev') ? [true] : [true, false];
  const isVerbose = process.argv.includes('--verbose');
  for (const part of parts) {
    const indices = Array.from({ length: sweeps }, (_, index) => index).filter((index) => isLookedAt(index) === part);
    const trained = [];
    for (const index of indices) trained.push({ index, choice: pruneSweep(index), curves: await curvesOf(index) });
    console.log(`${indices.length} sweeps ${part ? 'looked at' : 'held out'}:`);
    for (const workers of WORKERS) {
      const outcomes = trained.map(({ index, choice, curves }) => ({
        index,
        choice,
        pruned: simulate(choice, curves, workers),
      }));
      console.log(
        summaryLine(
          workers,
          outcomes.map(({ pruned }) => pruned),
        ),
      );
      for (const { index, choice, pruned } of outcomes) {
        if (pruned.lostFromZone.length > 0 || (isVerbose && workers === 2))
          console.log(sweepLine(index, choice, pruned));
      }
    }
  }
}

function summaryLine(workers: number, pruned: readonly Pruned[]): string {
  const mean = (of: (each: Pruned) => number): number =>
    pruned.reduce((sum, each) => sum + of(each), 0) / pruned.length;
  const count = (of: (each: Pruned) => boolean): number => pruned.filter(of).length;
  return [
    `  ${workers} at a time: winner lost ${count(({ lostWinner }) => lostWinner)}`,
    `another rate of the zone lost ${count(({ lostWinner, lostFromZone }) => !lostWinner && lostFromZone.length > 0)}`,
    `${mean(({ stopped }) => stopped.length).toFixed(2)} of 7 runs stopped`,
    `${(100 * mean(({ saved }) => saved)).toFixed(1)} % of the steps saved`,
  ].join(', ');
}

function sweepLine(index: number, choice: SweepChoice, { stopped, lostFromZone, scores, saved }: Pruned): string {
  const { optimizer, schedule, learningRates } = choice;
  return [
    `    ${index}. ${formatOptimizer(optimizer)}, ${schedule ? serializeSchedule(schedule) : 'constant'}, ${totalSteps(choice)} steps:`,
    learningRates.map((rate, place) => `${rate}:${scores[place].toFixed(2)}`).join(' '),
    `stopped ${stopped.join(' ')}; of the zone ${lostFromZone.join(' ') || 'none'}; saved ${(100 * saved).toFixed(0)} %`,
  ].join(' ');
}
