import { guessingLoss, lossToBeat } from '../../../src/domain/guessing.ts';
import { BinnedLosses, PRUNING_BINS, runsToPrune, schedulePace } from '../../../src/domain/pruning.ts';
import { scoreOf } from '../../../src/domain/score.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { outwards } from '../../../src/kinds/sweep/plan.ts';
import type { Curve } from './curves.ts';

/** What pruning would have done to a sweep. */
export interface Pruned {
  /** The rates whose runs were stopped, in that order. */
  readonly stopped: readonly number[];
  /** Whether one of them was the best. */
  readonly lostWinner: boolean;
  /** Those of them that are in the zone of the whole sweep. */
  readonly lostFromZone: readonly number[];
  /** Share of all steps that were not trained. */
  readonly saved: number;
  readonly scores: readonly number[];
}

interface SimulatedRun {
  readonly rate: number;
  readonly curve: Curve;
  readonly losses: BinnedLosses;
  isRunning: boolean;
  isPruned: boolean;
  done: number;
}

/**
 * Plays a sweep whose curves are known with so many workers, which train at the same speed, and stops what the rule stops.
 * @param curves by the rates of the choice
 */
export function simulate(choice: SweepChoice, curves: readonly Curve[], workers: number): Pruned {
  const total = totalSteps(choice);
  const { learningRates } = choice;
  const initial = lossToBeat(curves[0][0]!, guessingLoss(choice.network));
  const pace = schedulePace(choice.schedule, total);
  const runs = outwards(learningRates).map((rate): SimulatedRun => {
    const curve = curves[learningRates.indexOf(rate)];
    return { rate, curve, losses: new BinnedLosses(total), isRunning: false, isPruned: false, done: 0 };
  });
  const stopped: number[] = [];
  const waiting = [...runs];
  const stride = total / PRUNING_BINS;
  for (let training: SimulatedRun[] = []; ;) {
    training = training.filter(({ isRunning }) => isRunning);
    for (const next of waiting.splice(0, workers - training.length))
      training.push(Object.assign(next, { isRunning: true }));
    if (training.length === 0) break;
    for (const run of training) advance(run, Math.ceil((run.losses.filled + 1) * stride));
    for (const { run } of runsToPrune(runs, pace, initial)) {
      Object.assign(run, { isRunning: false, isPruned: true });
      stopped.push(run.rate);
    }
  }
  const scores = curves.map((curve) =>
    scoreOf(
      Float64Array.from(curve.slice(1), (loss) => loss ?? NaN),
      true,
    ),
  );
  const zone = goldilocksZone(
    learningRates.map((rate, index) => ({ rate, scores: [scores[index]], errors: [], initialLosses: [initial] })),
  );
  const trained = runs.reduce((sum, { done }) => sum + done, 0);
  const all = curves.reduce((sum, { length }) => sum + length - 1, 0);
  return {
    stopped,
    lostWinner: zone !== null && stopped.includes(zone.best),
    lostFromZone: stopped.filter((rate) => zone !== null && rate >= zone.low && rate <= zone.high),
    saved: 1 - trained / all,
    scores,
  };
}

function advance(run: SimulatedRun, until: number): void {
  const last = run.curve.length - 1;
  for (; run.done < Math.min(last, until); run.done++) run.losses.add(run.done + 1, run.curve[run.done + 1] ?? NaN);
  if (run.done === last) run.isRunning = false;
}
