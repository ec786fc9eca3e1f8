import { findingMessage } from '../../../../src/domain/findingMessage.ts';
import { FINDING_TEXTS } from '../../../../src/domain/findingTexts.ts';
import type { FindingCode } from '../../../../src/domain/findingTexts.ts';
import { reasonsText } from '../../../../src/domain/reasonText.ts';
import { adviceTexts } from '../../../../src/domain/remedyText.ts';
import { verdictText } from '../../../../src/domain/verdictText.ts';
import { REASON_IDS, SEVERITIES } from '../../../../src/domain/finding.ts';
import type { Cause, Finding, Remedy, Symptom, Verdict } from '../../../../src/domain/finding.ts';
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

const REMEDIES: readonly Remedy[] = [
  { kind: 'set-rate', rate: 1 },
  { kind: 'set-rate', rate: 1, range: [2, 3] },
  { kind: 'scale-rate', factor: 0.1 },
  { kind: 'scale-rate', factor: 10 },
  { kind: 'warm-up', steps: 1 },
  { kind: 'warm-up', steps: 2 },
  { kind: 'schedule', name: '1' },
  { kind: 'clip', norm: 1 },
  { kind: 'switch-optimizer', name: '1', rate: 2 },
  { kind: 'train-longer', epochs: 1 },
  { kind: 'check-data', what: 'batch' },
  { kind: 'check-data', what: 'spike' },
  { kind: 'check-data', what: 'labels' },
  { kind: 'check-data', what: 'overfitting' },
  { kind: 'nothing' },
];
const CAUSES: readonly Cause[] = ['rate-too-high', 'rate-too-low', 'not-the-rate', 'undetermined', 'none'];

/** The sentence of each finding, what helps, and the words for verdicts and symptoms. */
export const findings: Surface = {
  sources: [
    'src/domain/findingTexts.ts',
    'src/domain/reasonText.ts',
    'src/domain/remedyText.ts',
    'src/domain/verdictText.ts',
  ],
  names: [],
  texts: () =>
    Promise.resolve([
      ...(Object.keys(FINDING_TEXTS) as FindingCode[]).map((code) => findingMessage(finding(code))),
      ...(['step', 'epoch', 'row'] as const).flatMap((unit) =>
        adviceTexts(
          CAUSES.map((cause) => ({ ...finding('nan'), cause, remedies: REMEDIES })),
          unit,
        ),
      ),
      ...adviceTexts([{ ...finding('nan'), remedies: REMEDIES.slice(0, 2) }], 'step'),
      ...REASON_IDS.flatMap((id) =>
        [1e-9, 0, 1, 5, 500, 0.1, -0.1]
          .filter((value) => id !== 'usual-rate' || value > 0)
          .map((value) => reasonsText({ reasons: [{ id, value, weight: 1 }] })),
      ),
      ...VERDICTS.map(verdictText),
    ]),
};
