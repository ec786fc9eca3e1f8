import type { RunOverview } from '../../domain/experiment.ts';
import { SEVERITIES } from '../../domain/finding.ts';
import type { Cause, Finding, Remedy, Symptom, Verdict } from '../../domain/finding.ts';
import { englishMessage } from '../../domain/findingTexts.ts';
import type { FindingCode } from '../../domain/findingTexts.ts';
import { formatLoss } from '../../domain/format.ts';
import type { RunResult } from '../../domain/run.ts';
import type { RunFacts } from '../../domain/runFacts.ts';
import { formatRate } from '../../domain/rate.ts';
import type { Zone } from '../../domain/zone.ts';
import type { GroupSummary } from './groupSummary.ts';

/**
 * What only the comparison with the other runs of a group shows: that a run learned less than it could have, and on which side of the
 * zone its rate lies, where its own curve does not say so; and that a rate is good at which a seed failed.
 * @param verdicts by variant
 * @returns by index of the run
 */
export function compareRuns(
  runs: readonly RunOverview[],
  groups: readonly GroupSummary[],
  verdicts: Readonly<Record<string, Verdict>>,
): Record<number, Finding> {
  return Object.fromEntries(
    runs.flatMap((run) => {
      const zone = groups.find(({ outcomes }) => outcomes.some(({ variant }) => variant === run.variant))?.zone;
      const finding = zone && run.result ? compare(run, run.result, verdicts[run.variant], zone) : null;
      return finding ? [[run.index, finding]] : [];
    }),
  );
}

function compare({ facts }: RunOverview, result: RunResult, verdict: Verdict, zone: Zone): Finding | null {
  const { score, series, findings } = result;
  if (score === null) return null;
  const symptoms = findings.filter(({ symptom }) => symptom !== 'healthy');
  const initial = Number.isFinite(result.initialLoss ?? NaN) ? result.initialLoss! : zone.initial;
  // Of the drop from the loss that the sentence names, so that a reader who computes it gets the same.
  const share = Math.max(0, initial - score) / (initial - zone.bestScore);
  const percent = String(Math.min(100, Math.round(100 * share)));
  const numbers = [formatLoss(initial), formatLoss(score), percent, formatRate(zone.best)];
  const make = (symptom: Symptom, cause: Cause, code: FindingCode, args: readonly string[]): Finding => ({
    symptom,
    severity: SEVERITIES[symptom],
    fromStep: 0,
    toStep: series.loss?.steps.at(-1) ?? 0,
    cause,
    confidence: CONFIDENCE[cause] ?? 0,
    suggestedRate: null,
    factor: null,
    code,
    args,
    message: englishMessage(code, args),
    evidence: { initialLoss: initial, score, shareOfBestDrop: share, bestRate: zone.best },
    remedies: symptom === 'slow' ? longerTraining(facts) : [],
  });
  const shows = (cause: Cause): boolean => symptoms.some((finding) => finding.cause === cause);
  const isFine = symptoms.length === 0;
  switch (verdict) {
    case 'slow':
      if (shows('rate-too-low')) return null;
      return isFine
        ? make('slow', 'rate-too-low', 'below-zone', numbers)
        : make('slow', 'rate-too-low', 'below-zone-unseen', [formatRate(zone.best)]);
    case 'furious':
      if (shows('rate-too-high')) return null;
      return isFine
        ? make('plateau', 'rate-too-high', 'above-zone', numbers)
        : make('plateau', 'rate-too-high', 'above-zone-unseen', [formatRate(zone.best)]);
    default:
      return score <= zone.limit ? null : make('plateau', 'undetermined', 'bad-seed', []);
  }
}

/** A comparison of a few runs; of seeds of one rate even less is certain. */
const CONFIDENCE: Partial<Record<Cause, number>> = { 'rate-too-low': 0.7, 'rate-too-high': 0.7, undetermined: 0.5 };

function longerTraining({ total, stepsPerEpoch }: RunFacts): Remedy[] {
  if (total === null || stepsPerEpoch === null) return [];
  return [{ kind: 'train-longer', epochs: 2 * Math.ceil(total / stepsPerEpoch) }];
}
