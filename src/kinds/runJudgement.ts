import type { RunOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import type { Cause, Finding, Verdict } from '../domain/finding.ts';
import type { KindSummary } from './kind.ts';

/** A run as far as its judgement needs it. */
type JudgedRun = Pick<RunOverview, 'index' | 'variant' | 'facts' | 'result'>;

/**
 * The verdict of a run: its variant's, or its own symptom if it failed although the variant did not, or if the experiment has no zone
 * to compare it with. Null while nothing is known.
 * @param findings of the run so far, see findingsOf
 */
export function runVerdict(
  { index, variant }: Pick<JudgedRun, 'index' | 'variant'>,
  findings: readonly Finding[],
  { verdicts, comparisons, kind }: KindSummary,
): Verdict | null {
  if (kind === 'training') return verdictOf(findings);
  const verdict = verdicts[variant] ?? null;
  if (verdict !== null && !(verdict === 'fast' && comparisons[index])) return verdict;
  // "Slow" means below the zone, and here there is none.
  return findings.find(({ symptom }) => symptom !== 'healthy' && symptom !== 'slow')?.symptom ?? null;
}

/**
 * All findings of a run, the most important first: what its own curve and the comparison with others show, with the rate that the
 * experiment suggests.
 * @param own what the detector found
 */
export function findingsOf(
  { index, variant, facts }: Omit<JudgedRun, 'result'>,
  own: readonly Finding[],
  { verdicts, comparisons, suggestedRates, expectsDivergence }: KindSummary,
): readonly Finding[] {
  if (expectsDivergence) return [];
  const comparison = comparisons[index];
  const verdict = verdicts[variant];
  const agreeing = own.filter(({ cause }) => !contradicts(cause, verdict, comparison !== undefined));
  const symptoms = agreeing.filter(({ symptom }) => symptom !== 'healthy');
  // That the rate is fine explains a seed's own symptom; elsewhere the comparison knows more than the curve.
  const isExplanation = verdict === 'fast';
  const all = !comparison ? agreeing : isExplanation ? [...symptoms, comparison] : [comparison, ...symptoms];
  const suggested = suggestedRates[variant];
  return suggested === undefined ? all : all.map((finding) => withSuggestion(finding, suggested, facts.rate));
}

/** Whether the zone, which rests on all runs, says something else of the rate than a run's own curve. */
function contradicts(cause: Cause, verdict: Verdict | undefined, isExplained: boolean): boolean {
  switch (verdict) {
    case 'fast':
      return !isExplained && (cause === 'rate-too-high' || cause === 'rate-too-low');
    case 'slow':
      return cause === 'rate-too-high' || cause === 'none';
    case 'furious':
      return cause === 'rate-too-low' || cause === 'none';
    default:
      return false;
  }
}

/** What the own curve of a run shows; nothing where it is meant to end in a bad state. */
export function curveFindings(own: readonly Finding[], { expectsDivergence }: KindSummary): readonly Finding[] {
  return expectsDivergence ? [] : own;
}

/**
 * Puts the suggested rate in the place of what the curve alone proposes, if it is on the right side: lower for a rate that is too high, and
 * the other way round.
 */
function withSuggestion(finding: Finding, suggested: number, rate: number | null): Finding {
  if (rate === null) return finding;
  const helps =
    finding.cause === 'rate-too-high' ? suggested < rate : finding.cause === 'rate-too-low' && suggested > rate;
  if (!helps) return finding;
  return {
    ...finding,
    suggestedRate: suggested,
    factor: Number((suggested / rate).toPrecision(4)),
    remedies: [
      { kind: 'set-rate', rate: suggested },
      ...finding.remedies.filter(({ kind }) => kind !== 'set-rate' && kind !== 'scale-rate'),
    ],
  };
}
