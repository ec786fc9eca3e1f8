import type { RunOverview } from '../../domain/experiment.ts';
import { SEVERITIES } from '../../domain/finding.ts';
import type { Finding, Verdict } from '../../domain/finding.ts';
import { englishMessage } from '../../domain/findingTexts.ts';
import type { FindingCode } from '../../domain/findingTexts.ts';
import { formatLoss } from '../../domain/format.ts';
import { lossToBeat } from '../../domain/guessing.ts';
import type { RunResult } from '../../domain/run.ts';
import { formatRate } from '../../domain/rate.ts';
import type { Zone } from '../../domain/zone.ts';
import type { GroupSummary } from './summary.ts';

/**
 * What only the comparison with the other runs of a group shows, where a run's own curve shows nothing wrong: that it learned less than
 * it could have, and on which side of the zone its rate lies.
 * @param verdicts by variant
 * @returns by index of the run
 */
export function compareRuns(
  runs: readonly RunOverview[],
  groups: readonly GroupSummary[],
  verdicts: Readonly<Record<string, Verdict>>,
): Record<number, Finding> {
  const compared: Record<number, Finding> = {};
  for (const run of runs) {
    const zone = groups.find(({ outcomes }) => outcomes.some(({ variant }) => variant === run.variant))?.zone;
    const verdict = verdicts[run.variant];
    if (!zone || !run.result || run.result.score === null || hasOwnSymptom(run.result)) continue;
    const isWithin = run.result.score <= zone.limit;
    if (verdict === 'fast' && isWithin) continue;
    compared[run.index] = finding(run, run.result, verdict, zone);
  }
  return compared;
}

function hasOwnSymptom({ findings }: RunResult): boolean {
  return findings.some(({ symptom }) => symptom !== 'healthy');
}

const CODES = {
  slow: 'below-zone',
  furious: 'above-zone',
  fast: 'bad-seed',
} as const satisfies Partial<Record<Verdict, FindingCode>>;

function finding({ facts }: RunOverview, result: RunResult, verdict: Verdict, zone: Zone): Finding {
  const initial = result.initialLoss ?? zone.initial;
  const score = result.score!;
  const share = Math.max(0, lossToBeat(initial, facts.baseline) - score) / (zone.initial - zone.bestScore);
  const code = CODES[verdict as keyof typeof CODES];
  const args = [
    formatLoss(initial),
    formatLoss(score),
    String(Math.min(100, Math.round(100 * share))),
    formatRate(zone.best),
  ];
  const symptom = verdict === 'slow' ? 'slow' : 'plateau';
  return {
    symptom,
    severity: SEVERITIES[symptom],
    fromStep: 0,
    toStep: result.series.loss?.steps.at(-1) ?? 0,
    cause: verdict === 'slow' ? 'rate-too-low' : verdict === 'furious' ? 'rate-too-high' : 'undetermined',
    confidence: verdict === 'fast' ? 0.5 : 0.7,
    suggestedRate: null,
    factor: null,
    code,
    args,
    message: englishMessage(code, args),
    evidence: { initialLoss: initial, score, shareOfBestDrop: share, bestRate: zone.best },
    remedies:
      verdict === 'slow' && facts.stepsPerEpoch !== null && facts.total !== null
        ? [{ kind: 'train-longer', epochs: 2 * Math.round(facts.total / facts.stepsPerEpoch) }]
        : [],
  };
}
