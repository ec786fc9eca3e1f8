import { SEVERITIES } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { codeOfUnit, englishMessage } from '../findingTexts.ts';
import type { FindingCode } from '../findingTexts.ts';
import type { StepUnit } from '../runFacts.ts';
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

/** The finding in the words of its run: one that is measured by epoch or row has no steps that its user knows of. */
export function inUnit(finding: Finding, unit: StepUnit): Finding {
  const code = unit === 'step' ? null : codeOfUnit(finding.code, unit);
  return code === null ? finding : { ...finding, code, message: englishMessage(code, finding.args) };
}
