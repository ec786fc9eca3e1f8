import type { RateEstimate } from './diagnosis/rateEstimate.ts';

export type Symptom =
  | 'nan'
  | 'exploding'
  | 'diverging'
  | 'oscillating'
  | 'spike'
  | 'stuck-at-chance'
  | 'plateau'
  | 'slow'
  | 'overfitting'
  | 'healthy';

export type Cause = 'rate-too-high' | 'rate-too-low' | 'not-the-rate' | 'undetermined' | 'none';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The consequence of each symptom: what ruins a training is an error, what wastes it a warning. */
export const SEVERITIES: Readonly<Record<Symptom, Severity>> = {
  nan: 'error',
  exploding: 'error',
  diverging: 'error',
  'stuck-at-chance': 'error',
  oscillating: 'warning',
  plateau: 'warning',
  slow: 'warning',
  spike: 'information',
  overfitting: 'information',
  healthy: 'hint',
};

/** Something that can be done about a finding. */
export type Remedy =
  | { readonly kind: 'set-rate'; readonly rate: number; readonly range?: readonly [low: number, high: number] }
  | { readonly kind: 'scale-rate'; readonly factor: number }
  | { readonly kind: 'warm-up'; readonly steps: number }
  | { readonly kind: 'schedule'; readonly name: string }
  | { readonly kind: 'clip'; readonly norm: number }
  | { readonly kind: 'switch-optimizer'; readonly name: string; readonly rate: number }
  | { readonly kind: 'train-longer'; readonly epochs: number }
  | { readonly kind: 'check-data'; readonly what: 'batch' | 'spike' | 'labels' | 'overfitting' }
  | { readonly kind: 'nothing' };

/** What a cause can rest on; diagnosis/reasons.ts says what each value is. */
export const REASON_IDS = [
  'late-fall',
  'half-fall',
  'depth',
  'noise',
  'peak',
  'jump',
  'bounce',
  'turns',
  'guessing',
  'usual-rate',
  'gradient',
  'validation',
  'schedule',
  'broken',
] as const;

export type ReasonId = (typeof REASON_IDS)[number];

/** A reason of the model for the cause that it names. */
export interface Reason {
  readonly id: ReasonId;
  /** The number that its sentence names, a share or a ratio. */
  readonly value: number;
  /** By how much the log odds of the cause fall without it. */
  readonly weight: number;
}

/** A symptom in a run: since when, on what evidence, its cause, and what helps. */
export interface Finding {
  readonly symptom: Symptom;
  readonly severity: Severity;
  /** In the run's unit, usually steps. */
  readonly fromStep: number;
  readonly toStep: number;
  readonly cause: Cause;
  /** 0..1 */
  readonly confidence: number;
  readonly suggestedRate: number | null;
  /** Suggested rate divided by the run's. */
  readonly factor: number | null;
  /** Where the run's curve puts the middle of the zone; absent where it does not say, or the rate is unknown. */
  readonly estimate?: RateEstimate;
  /** Names the sentence, see FINDING_TEXTS; views translate it with `args`. */
  readonly code: string;
  readonly args: readonly string[];
  /** The sentence in English. */
  readonly message: string;
  /** The numbers that the finding rests on, by name. */
  readonly evidence: Readonly<Record<string, number>>;
  /** What weighed most in the cause, the heaviest first; absent where the model named none. */
  readonly reasons?: readonly Reason[];
  /** The most promising first. */
  readonly remedies: readonly Remedy[];
}

/** One word for a variant: slow, fast or furious by the zone of its experiment; for a run that failed in a good zone its symptom. */
export type Verdict = 'slow' | 'fast' | 'furious' | Symptom;

const VERDICTS: Partial<Record<Cause, Verdict>> = {
  'rate-too-low': 'slow',
  'rate-too-high': 'furious',
  none: 'fast',
};

/** The word for a single run that has no other to compare it with: from its first finding; null without one. */
export function verdictOf(findings: readonly Finding[]): Verdict | null {
  const [first] = findings;
  return first ? (VERDICTS[first.cause] ?? first.symptom) : null;
}
