import { SEVERITIES } from './finding.ts';
import type { Finding, Remedy } from './finding.ts';
import { englishMessage } from './findingTexts.ts';
import type { FindingCode } from './findingTexts.ts';

/** The parts of a finding that a rule decides; createFinding derives the rest. */
export interface Judgement extends Pick<
  Finding,
  'symptom' | 'fromStep' | 'toStep' | 'cause' | 'confidence' | 'args' | 'evidence'
> {
  readonly code: FindingCode;
  readonly remedies?: readonly Remedy[];
}

/** Adds the severity and the English sentence. Suggests no rate, because a single curve does not show a better one. */
export function createFinding({ code, args, remedies, ...rest }: Judgement): Finding {
  return {
    ...rest,
    severity: SEVERITIES[rest.symptom],
    suggestedRate: null,
    factor: null,
    code,
    args,
    message: englishMessage(code, args),
    remedies: remedies ?? [],
  };
}
