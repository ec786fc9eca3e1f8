/** The API of the extension `goldilocks.goldilocks` for other extensions; copy this file into yours. See api.md. */
export interface Goldilocks {
  readonly version: 1;
  /** Shows the training of another program as an experiment while it reports events, and diagnoses it. */
  reportRun(name: string): Promise<ReportedRun>;
}

export interface ReportedRun {
  /** Absolute path of the experiment that keeps it. */
  readonly folder: string;
  /** What is wrong so far, the most severe first. */
  readonly findings: readonly Finding[];
  /** Whether its end was reported, or the user stopped following it. What is reported after that is ignored. */
  readonly hasEnded: boolean;
  /** Resolves when everything is on disk. */
  readonly ended: Promise<void>;
  /** Throws a TypeError that says what is wrong with an event. */
  report(event: ReportedEvent): void;
  /** Calls the listener whenever findings are raised, changed or withdrawn. */
  onFindings(listener: (findings: readonly Finding[]) => void): { dispose(): void };
}

export type ReportedEvent =
  | { readonly type: 'started'; readonly facts?: Facts }
  | { readonly type: 'facts'; readonly facts: Facts }
  | { readonly type: 'samples'; readonly samples: readonly Sample[] }
  /** Forget everything so far, because the program starts over. */
  | { readonly type: 'reset' }
  | { readonly type: 'ended'; readonly state: 'finished' | 'failed' | 'cancelled'; readonly reason?: string };

/** What is known of the run: the more, the better the diagnosis. */
export interface Facts {
  readonly rate?: number | null;
  /** "adam", "torch.optim.AdamW" */
  readonly optimizer?: string | null;
  readonly batchSize?: number | null;
  readonly classes?: number | null;
  /** What one step is; by default an update. */
  readonly unit?: 'step' | 'epoch' | 'row';
  /** Steps of the whole run. */
  readonly total?: number | null;
  readonly stepsPerEpoch?: number | null;
}

export interface Sample {
  readonly step: number;
  /** Mean training loss; NaN and the infinities are allowed. */
  readonly loss?: number;
  /** 0..1 */
  readonly accuracy?: number;
  readonly validationLoss?: number;
  /** 0..1 */
  readonly validationAccuracy?: number;
  readonly rate?: number;
  readonly gradientNorm?: number;
}

export interface Finding {
  /** "nan", "exploding", "diverging", "oscillating", "spike", "stuck-at-chance", "plateau", "slow", "overfitting", "healthy" */
  readonly symptom: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly fromStep: number;
  readonly toStep: number;
  readonly cause: 'rate-too-high' | 'rate-too-low' | 'not-the-rate' | 'undetermined' | 'none';
  /** 0..1 */
  readonly confidence: number;
  readonly suggestedRate: number | null;
  /** In English. */
  readonly message: string;
}
