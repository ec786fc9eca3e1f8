import type { Finding } from './finding.ts';
import type { EndState, EpochSummary, RunSpec } from './run.ts';
import type { Sample } from './sample.ts';
import type { RunFacts } from './runFacts.ts';

/** A finding that was raised, changed, or withdrawn (null). A run has at most one finding of each id at a time. */
export interface FindingChange {
  readonly id: string;
  readonly finding: Finding | null;
}

/** How a run ended. */
export interface RunEnd {
  readonly state: EndState;
  /** A sentence for the user, for every state but a plain finish. */
  readonly reason?: string;
  /** The end of what the process wrote to its standard error. */
  readonly stderrTail?: string;
}

/** What every source of training reports, and every view and judge of runs receives. */
export type RunEvent =
  | {
      readonly type: 'started';
      readonly run: string;
      readonly facts: RunFacts;
      readonly spec?: RunSpec;
      /** Engine and build, for example "wasm simd". */
      readonly engine?: string;
      /** Step of the checkpoint that the run continues from. */
      readonly continuesFrom?: number;
    }
  /** Facts that were learned later. */
  | { readonly type: 'facts'; readonly facts: Partial<RunFacts> }
  | { readonly type: 'samples'; readonly samples: readonly Sample[] }
  | { readonly type: 'epoch'; readonly epoch: EpochSummary }
  | { readonly type: 'checkpoint'; readonly step: number }
  | ({ readonly type: 'finding' } & FindingChange)
  /** Forget everything so far: the log that is followed was rewritten. */
  | { readonly type: 'reset' }
  | { readonly type: 'notice'; readonly text: string; readonly count: number }
  /** How far a run is that does more than steps: the share of its work, 0..1, and what it does now where that is no step. */
  | { readonly type: 'progress'; readonly done: number; readonly activity: string | null }
  | ({ readonly type: 'ended' } & RunEnd);

export type EndedEvent = Extract<RunEvent, { type: 'ended' }>;
