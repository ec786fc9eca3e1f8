import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { createRateSchedule } from '../../../src/domain/rateSchedule.ts';
import type { EndState } from '../../../src/domain/run.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { rangeTest } from '../../../src/kinds/rangeTest.ts';
import { rangeTestChoice } from '../../../src/kinds/rangeTest/choice.ts';
import type { RangeTestChoice } from '../../../src/kinds/rangeTest/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';

/** The range test of a preset. */
export const CHOICE = rangeTestChoice(presetChoice(SLOW_FAST_FURIOUS));

interface TestedOptions {
  readonly choice?: RangeTestChoice;
  /** The last rate that was measured. */
  readonly until?: number;
  readonly state?: EndState;
}

/** A range test whose runs measured these losses, by the rate of each step; null for a run that still trains. */
export function tested(
  losses: ((rate: number) => number) | null,
  { choice = CHOICE, until = Infinity, state = 'finished' }: TestedOptions = {},
): ExperimentOverview {
  const { variants, runs, name, preset } = rangeTest.plan(choice);
  const overviews = runs.map(({ spec, facts, seed, variant }, index): RunOverview => {
    const tracker = new RunTracker({ facts, spec });
    const schedule = createRateSchedule(spec!.schedule, spec!.learningRate, totalSteps(spec!));
    const rates = Array.from({ length: choice.steps }, (_, step) => schedule.rate(step + 1)).filter(
      (rate) => rate <= until,
    );
    tracker.apply({ type: 'started', run: 'a', facts, spec: spec! });
    if (losses) {
      const samples = rates.map((rate, step) => ({ step: step + 1, rate, loss: losses(rate) }));
      tracker.apply({ type: 'samples', samples: [{ step: 0, loss: 2.3 }, ...samples] });
      tracker.apply({ type: 'ended', state });
    }
    const result = losses ? tracker.result() : null;
    return { index, variant: variant.id, seed, facts, spec, state: tracker.state, elsewhere: false, result };
  });
  const record = {
    format: 1,
    kind: 'range-test',
    name,
    preset,
    createdAt: '2026-01-01T00:00:00.000Z',
    subject: 'built-in',
    choice,
    runner: 'workers',
    variants,
    source: null,
    versions: {},
  } as const;
  return { record, variants, runs: overviews };
}
