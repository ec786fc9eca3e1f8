import type { ExperimentOverview } from '../domain/experiment.ts';
import { totalSteps } from '../domain/steps.ts';
import type { RangeTestChoice } from '../kinds/rangeTest/choice.ts';
import { summarizeRangeTest } from '../kinds/rangeTest/summary.ts';

/**
 * What `goldilocks find --json` prints. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the start of the test to its end
 */
export function rangeTestJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const { repeats, suggestion, refusal } = summarizeRangeTest(experiment);
  const { dataset, batchSize, epochs } = experiment.record.choice as RangeTestChoice;
  const steps = repeats.reduce((sum, { points }) => sum + points.length, 0);
  return {
    experiment: folder,
    repeats,
    suggestion: suggestion && { rate: suggestion.rate, low: null, high: null, confidence: null },
    refusal,
    others: null,
    confirmation: null,
    // What the test costs, in full trainings.
    share: steps / totalSteps({ dataset, batchSize, epochs }),
    seconds,
  };
}
