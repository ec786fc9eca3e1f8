import { SEVERITIES } from './finding.ts';
import type { Finding, Remedy } from './finding.ts';
import { englishMessage } from './findingTexts.ts';
import type { FindingCode } from './findingTexts.ts';

/** What a rule has to say; the rest of a finding follows from it. */
export interface Judgement extends Pick<
  Finding,
  'symptom' | 'fromStep' | 'toStep' | 'cause' | 'confidence' | 'args' | 'evidence'
> {
  readonly code: FindingCode;
  readonly remedies?: readonly Remedy[];
}

/** A finding with its severity and its English sentence. It suggests no rate: a single curve has none to compare with. */
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
