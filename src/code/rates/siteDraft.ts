import type { Framework } from '../rateSite.ts';
import type { TracedNumber } from './rateTrace.ts';

/** What one use of a rate says about whose rate it is. */
export interface Attribution {
  readonly framework?: Framework | null;
  /** The optimizer that the rate is passed to. */
  readonly optimizer?: string | null;
  /** Whether the code chooses among several optimizers, so that the rate may go to another one. */
  readonly isOneOfSeveral?: boolean;
  /** An optimizer that is named near the rate. */
  readonly nearbyOptimizer?: string | null;
  /** Whether the rate is passed to an object that may create its own optimizer. */
  readonly isPassedToObject?: boolean;
  /** Whether it is set for one class of optimizers: in a branch of `isinstance(optimizer, SGD)`. */
  readonly isForOneClass?: boolean;
  /** Whether it visibly goes elsewhere: to a step that the program takes itself, or a schedule that no optimizer takes. */
  readonly goesElsewhere?: boolean;
}

/** A rate with everything that its uses say about it. */
export interface SiteDraft extends TracedNumber {
  /** The optimizer class or function that defines the rate. */
  definingOptimizer: string | null;
  /** One for each use. */
  readonly attributions: Attribution[];
}
