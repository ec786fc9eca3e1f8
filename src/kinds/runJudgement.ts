import type { RunOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import type { Finding, Verdict } from '../domain/finding.ts';
import type { KindSummary } from './kind.ts';

/** A run as far as its judgement needs it. */
type JudgedRun = Pick<RunOverview, 'index' | 'variant' | 'facts' | 'result'>;

/**
 * The word for a run: that of its variant, or the name of its symptom where it failed although its variant did not, or where the
 * experiment has no zone to compare it with. Null while nothing is known.
 * @param findings of the run so far, see findingsOf
 */
export function runVerdict(
  run: Pick<JudgedRun, 'variant'>,
  findings: readonly Finding[],
  { verdicts, kind }: KindSummary,
): Verdict | null {
  const verdict = verdicts[run.variant] ?? null;
  const [first] = findings;
  if (kind === 'training') return verdictOf(findings);
  if (!first) return verdict;
  const isSymptom = first.symptom !== 'healthy' && first.symptom !== 'slow';
  if (verdict === null) return isSymptom ? first.symptom : null;
  return verdict === 'fast' && isSymptom ? first.symptom : verdict;
}

/**
 * All findings of a run, the most important first: what the comparison with others shows, then what its own curve shows, with the rate
 * that the experiment suggests.
 * @param own what the detector found
 */
export function findingsOf(
  { index, variant, facts }: Omit<JudgedRun, 'result'>,
  own: readonly Finding[],
  { comparisons, suggestedRates, expectsDivergence }: KindSummary,
): readonly Finding[] {
  if (expectsDivergence) return [];
  const comparison = comparisons[index];
  const all = comparison ? [comparison, ...own.filter(({ symptom }) => symptom !== 'healthy')] : own;
  const suggested = suggestedRates[variant];
  return suggested === undefined ? all : all.map((finding) => withSuggestion(finding, suggested, facts.rate));
}

function withSuggestion(finding: Finding, suggested: number, rate: number | null): Finding {
  const isBlamed = finding.cause === 'rate-too-high' || finding.cause === 'rate-too-low';
  if (!isBlamed || rate === null || suggested === rate || finding.suggestedRate !== null) return finding;
  return {
    ...finding,
    suggestedRate: suggested,
    factor: Number((suggested / rate).toPrecision(4)),
    remedies: [{ kind: 'set-rate', rate: suggested }, ...finding.remedies],
  };
}
