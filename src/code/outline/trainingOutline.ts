import type { SourceRange } from '../rateSite.ts';

/** An argument of a call, with its value if the file shows it for certain. */
export interface Setting extends SourceRange {
  /** Its source text. */
  readonly text: string;
  /** Null if it isn't a number, or if several values are possible. */
  readonly value: number | null;
  /** If it is a list: its numbers. */
  readonly values: readonly number[];
  /** Where its number is written, if that is elsewhere. */
  readonly origin: SourceRange | null;
}

/** A loop or condition around a piece of code. */
export interface BlockOutline extends SourceRange {
  /** `condition`: one that may change with every iteration, so that its body doesn't run each time. */
  readonly kind: 'epochs' | 'batches' | 'loop' | 'condition';
  /** For `epochs`: the number of iterations, if it is known. */
  readonly count: Setting | null;
}

/** A call of a scheduler's `step`. */
export interface StepOutline extends SourceRange {
  /** The blocks around it, outermost first: in its function, and around the only call of that function. */
  readonly blocks: readonly BlockOutline[];
  readonly takesArguments: boolean;
}

/** A scheduler, a schedule or a settings class that the code instantiates. */
export interface SchedulerOutline extends SourceRange {
  /** The last part of its name. */
  readonly name: string;
  /** By the names of the parameters, including those that are passed by position. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** The rate of its optimizer; null if unknown. */
  readonly base: Setting | null;
  readonly steps: readonly StepOutline[];
}

/** The schedulers of a program, and how long it trains. */
export interface TrainingOutline {
  readonly schedulers: readonly SchedulerOutline[];
  /** The epochs of every call to `fit`. */
  readonly fits: readonly Setting[];
  /** Whether it tests other code: tests use rates that no training would. */
  readonly isTest: boolean;
}
