import { SEVERITIES } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { englishMessage } from '../findingTexts.ts';
import type { FindingCode } from '../findingTexts.ts';
import type { RateSuggestion } from './rateEstimate.ts';

/** The parts of a finding that a rule decides; createFinding derives the rest. */
export interface Judgement extends Pick<
  Finding,
  'symptom' | 'fromStep' | 'toStep' | 'cause' | 'confidence' | 'args' | 'evidence' | 'estimate'
> {
  readonly code: FindingCode;
  readonly suggestion?: RateSuggestion | null;
  /** The rate of the run, which a suggestion is a multiple of. */
  readonly rate?: number | null;
  readonly remedies?: Finding['remedies'];
  readonly reasons?: Finding['reasons'];
}

/** Adds the severity, the English sentence and what a suggested rate is of the run's. */
export function createFinding({ code, args, suggestion, rate, remedies, reasons = [], ...rest }: Judgement): Finding {
  const suggestedRate = suggestion?.rate ?? null;
  return {
    ...rest,
    severity: SEVERITIES[rest.symptom],
    suggestedRate,
    factor: suggestedRate === null || !rate ? null : Number((suggestedRate / rate).toPrecision(4)),
    code,
    args,
    message: englishMessage(code, args),
    ...(reasons.length > 0 ? { reasons } : {}),
    remedies: remedies ?? [],
  };
}
