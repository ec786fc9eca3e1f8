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

/** Something that can be done about a finding. */
export type Remedy =
  | { readonly kind: 'set-rate'; readonly rate: number }
  | { readonly kind: 'scale-rate'; readonly factor: number }
  | { readonly kind: 'train-longer'; readonly epochs: number }
  | { readonly kind: 'nothing' };

/** A symptom in a run: since when, on what evidence, why, and what helps. */
export interface Finding {
  readonly symptom: Symptom;
  /** In the run's unit, usually steps. */
  readonly fromStep: number;
  readonly toStep: number;
  readonly cause: Cause;
  /** 0..1 */
  readonly confidence: number;
  readonly suggestedRate: number | null;
  /** Suggested rate divided by the run's. */
  readonly factor: number | null;
  /** A sentence for people. */
  readonly message: string;
  /** The numbers the finding rests on, by name. */
  readonly evidence: Readonly<Record<string, number>>;
  /** The most promising first. */
  readonly remedies: readonly Remedy[];
}

/** One word for a run: slow, fast or furious where the learning rate decides, else the symptom's name. */
export type Verdict = 'slow' | 'fast' | 'furious' | Symptom;

const VERDICTS: Partial<Record<Cause, Verdict>> = { 'rate-too-low': 'slow', 'rate-too-high': 'furious', none: 'fast' };

/** The verdict that follows from the first finding; null when there is none. */
export function verdictOf(findings: readonly Finding[]): Verdict | null {
  const [first] = findings;
  return first ? (VERDICTS[first.cause] ?? first.symptom) : null;
}
