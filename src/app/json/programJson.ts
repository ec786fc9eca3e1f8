import type { ExperimentOverview } from '../../domain/experiment.ts';
import { KINDS } from '../../kinds/kinds.ts';
import type { ProgramTestSummary } from '../../kinds/programTest.ts';
import { savedTime } from '../../kinds/sweep/savedTime.ts';
import { confirmedAnswer, repeatsJson } from './rangeTestJson.ts';
import { runJson } from './runJson.ts';
import { zonesJson } from './sweepJson.ts';

/**
 * What `goldilocks sweep --json` prints of a program. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the sweep's start to its end
 */
export function programSweepJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const summary = KINDS['program-sweep'].summarize(experiment);
  const zones = zonesJson(summary);
  const [first] = zones;
  const saved = savedTime(experiment.runs);
  return {
    experiment: folder,
    runs: experiment.runs.map((run) => ({
      ...runJson(run, summary),
      score: run.result?.score ?? null,
      // Of a long run, the points that are kept of it.
      samples: run.result?.series.loss?.steps.length ?? 0,
    })),
    zone: first ? { low: first.low, best: first.best, high: first.high } : null,
    zones,
    suggestedRate: summary.suggestedRate,
    ...(saved && { pruned: { runs: saved.pruned, savedShare: saved.share } }),
    seconds,
  };
}

/**
 * What `goldilocks find --json` prints of a program. Others rely on its shape: fields may be added, none may change.
 * @param confirmation the experiment that confirms what the test suggests; null if there was none
 * @param folder absolute path of the test's experiment
 * @param seconds of both
 */
export function programTestJson(
  test: ExperimentOverview,
  confirmation: ExperimentOverview | null,
  folder: string,
  seconds: number,
): object {
  const summary = KINDS['program-test'].summarize(test);
  const failures = test.runs.flatMap(({ seed, state, result }) =>
    state === 'failed' ? [{ seed, reason: result?.reason ?? null }] : [],
  );
  const json = { ...repeatsJson(summary, folder, seconds), failures, steps: summary.cost.steps };
  if (!confirmation) return json;
  const { groups, suggestedRate } = KINDS['program-sweep'].summarize(confirmation);
  const steps = summary.cost.steps + stepsOf(confirmation);
  return {
    ...json,
    ...confirmedAnswer(summary, suggestedRate, confirmation.runs),
    confirmation: groups.flatMap(({ outcomes }) =>
      outcomes.map(({ rate, scores }) => ({ rate, score: Math.max(...scores) })),
    ),
    share: shareOf(summary, steps),
    steps,
  };
}

/** Full runs that so many steps cost; null if nobody knows how long one is. */
function shareOf({ cost }: ProgramTestSummary, steps: number): number | null {
  return cost.share === null ? null : (cost.share * steps) / cost.steps;
}

function stepsOf({ runs }: ExperimentOverview): number {
  return runs.reduce((sum, { result }) => sum + (result?.series.loss?.steps.at(-1) ?? 0), 0);
}
