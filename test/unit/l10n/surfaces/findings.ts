import { findingMessage } from '../../../../src/domain/findingMessage.ts';
import { FINDING_TEXTS } from '../../../../src/domain/findingTexts.ts';
import type { FindingCode } from '../../../../src/domain/findingTexts.ts';
import { verdictText } from '../../../../src/domain/verdictText.ts';
import { SEVERITIES } from '../../../../src/domain/finding.ts';
import type { Finding, Symptom, Verdict } from '../../../../src/domain/finding.ts';
import type { Surface } from '../surface.ts';

const VERDICTS: readonly Verdict[] = ['slow', 'fast', 'furious', ...(Object.keys(SEVERITIES) as Symptom[])];

function finding(code: FindingCode): Finding {
  return {
    symptom: 'healthy',
    severity: 'hint',
    fromStep: 0,
    toStep: 1,
    cause: 'none',
    confidence: 1,
    suggestedRate: null,
    factor: null,
    code,
    args: ['1', '2', '3', '4'],
    message: '',
    evidence: {},
    remedies: [],
  };
}

/** The sentence of each finding, and the words for verdicts and symptoms. */
export const findings: Surface = {
  sources: ['src/domain/findingTexts.ts', 'src/domain/verdictText.ts'],
  names: [],
  texts: () =>
    Promise.resolve([
      ...(Object.keys(FINDING_TEXTS) as FindingCode[]).map((code) => findingMessage(finding(code))),
      ...VERDICTS.map(verdictText),
    ]),
};
