import type { ProgramSweepChoice } from '../../kinds/programSweep/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import type { KeptStart } from '../../programs/guardMessages.ts';
import type { ProgramParts } from '../../programs/runningProgram.ts';

/** Experiments with a program that follow from each other. */
export type SessionPlan =
  /** A range test, and the confirmation of what it suggests. */
  | {
      readonly kind: 'find';
      readonly test: ProgramTestChoice;
      /** Of a whole run; null if that is not known. */
      readonly steps: number | null;
    }
  | { readonly kind: 'sweep'; readonly sweep: ProgramSweepChoice };

/** What the process of a session is told first. */
export interface SessionStart {
  readonly type: 'start';
  readonly plan: SessionPlan;
  /** Whether each run takes place in a copy of the program's folder. */
  readonly areCopies: boolean;
  /** Absolute path of the folder that the experiments go into. */
  readonly storage: string;
  /** Version of Goldilocks. */
  readonly version: string;
  readonly parts: ProgramParts;
  readonly kept: KeptStart;
}

/** What the process of a session is told. */
export type SessionRequest = SessionStart | { readonly type: 'end' };
