import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { confirmation } from '../../../src/kinds/confirmation.ts';
import { confirmationChoice, confirmationRates } from '../../../src/kinds/confirmation/choice.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';
import { CHOICE } from './testedRates.ts';

export const CONFIRMATION = confirmationChoice(CHOICE, 0.01);

/** A confirmation whose runs had these scores, by ascending rate; null for one that still trains. */
export function confirmed(scores: readonly (number | null)[]): ExperimentOverview {
  const { variants, runs: planned } = confirmation.plan(CONFIRMATION);
  const rates = confirmationRates(CONFIRMATION);
  const runs = planned.map(({ facts, variant, spec, seed }, index): RunOverview => {
    const score = scores[rates.indexOf(facts.rate!)];
    const run = finishedRun(index, facts.rate!, [2.3, 1]);
    const own = { ...run, variant: variant.id, facts, spec, seed };
    return score === null
      ? { ...own, state: 'running', result: null }
      : { ...own, result: { ...run.result!, initialLoss: 2.3, score, scoreError: 0.001 } };
  });
  const { record } = sweepOf(runs);
  return {
    record: { ...record, kind: 'confirmation', name: 'confirmation', preset: null, choice: CONFIRMATION, variants },
    variants,
    runs,
  };
}
