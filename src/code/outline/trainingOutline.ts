import type { Place } from '../rateSite.ts';

/** An argument of a call, with what it comes to as far as the file shows it for certain. */
export interface Setting extends Place {
  /** Its source text. */
  readonly text: string;
  /** Null where it is no number, or where several are possible. */
  readonly value: number | null;
  /** The numbers of a list. */
  readonly values: readonly number[];
  /** Where its number is written, if not here. */
  readonly origin: Place | null;
}

/** A loop, or a condition that counts on, in the order in which code runs through them. */
export interface BlockOutline extends Place {
  /** `condition`: one that changes from round to round, so that what lies under it does not happen each time. */
  readonly kind: 'epochs' | 'batches' | 'loop' | 'condition';
  /** Of `epochs`: how many, as it is written. */
  readonly count: Setting | null;
}

/** A call to the `step` of a scheduler. */
export interface StepOutline extends Place {
  /** What lies around it, outermost first: in its function, and around the only call of that. */
  readonly blocks: readonly BlockOutline[];
  readonly takesArguments: boolean;
}

/** A scheduler, a schedule, or the settings of a whole training, as the code creates it. */
export interface SchedulerOutline extends Place {
  /** The last part of its name. */
  readonly name: string;
  /** By the names of its parameters, also where they are given by position. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** The rate of the optimizer that it is for. */
  readonly base: Setting | null;
  readonly steps: readonly StepOutline[];
}

/** How a program goes through its training. */
export interface TrainingOutline {
  readonly schedulers: readonly SchedulerOutline[];
  /** The epochs of every call to `fit`. */
  readonly fits: readonly Setting[];
}
