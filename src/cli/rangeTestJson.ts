import type { ExperimentOverview } from '../domain/experiment.ts';
import { summarizeRangeTest } from '../kinds/rangeTest/summary.ts';

/**
 * What `goldilocks find --json` prints. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the start of the test to its end
 */
export function rangeTestJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const { repeats, suggestion, refusal, others, cost } = summarizeRangeTest(experiment);
  return {
    experiment: folder,
    repeats,
    suggestion: suggestion && {
      rate: suggestion.rate,
      low: suggestion.low,
      high: suggestion.high,
      confidence: suggestion.confidence,
    },
    refusal,
    others,
    confirmation: null,
    // What the test costs, in full trainings.
    share: cost.share,
    seconds,
  };
}
