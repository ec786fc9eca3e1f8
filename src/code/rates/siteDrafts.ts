import type { Framework } from '../rateSite.ts';
import { positionOf } from '../program/sourceOrder.ts';
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
  readonly frameworks: Set<Framework>;
  /** The optimizers that it is passed to, in that order. */
  readonly optimizers: Set<string>;
  /** Whether the code chooses among these. */
  isOneOfSeveral: boolean;
  readonly nearbyOptimizers: Set<string>;
  /** Whether its only use is to be passed to an object that may create its own optimizer. */
  isPassedToObject: boolean;
  /** Whether it is set in a branch of `isinstance`. */
  isForOneClass: boolean;
  /** Whether one of its uses visibly goes elsewhere. */
  goesElsewhere: boolean;
}

/** All rates found so far, one draft for each number. */
export class SiteDrafts {
  /** By position. */
  readonly #drafts = new Map<number, SiteDraft>();

  get all(): Iterable<SiteDraft> {
    return this.#drafts.values();
  }

  record(
    number: TracedNumber,
    {
      framework = null,
      optimizer = null,
      isOneOfSeveral = false,
      nearbyOptimizer = null,
      isPassedToObject = false,
      isForOneClass = false,
      goesElsewhere = false,
    }: Attribution,
  ): SiteDraft {
    const draft = this.#draftOf(number);
    if (framework !== null) draft.frameworks.add(framework);
    if (optimizer !== null) draft.optimizers.add(optimizer);
    draft.isOneOfSeveral ||= isOneOfSeveral;
    draft.isPassedToObject &&= isPassedToObject;
    draft.isForOneClass ||= isForOneClass;
    draft.goesElsewhere ||= goesElsewhere;
    if (nearbyOptimizer !== null) draft.nearbyOptimizers.add(nearbyOptimizer);
    draft.name ??= number.name;
    for (const use of number.uses.values()) draft.uses.set(positionOf(use.unit, use.start), use);
    return draft;
  }

  #draftOf(number: TracedNumber): SiteDraft {
    const position = positionOf(number.unit, number.start);
    const known = this.#drafts.get(position);
    if (known) return known;
    const draft: SiteDraft = {
      ...number,
      definingOptimizer: null,
      frameworks: new Set(),
      optimizers: new Set(),
      isOneOfSeveral: false,
      nearbyOptimizers: new Set(),
      isPassedToObject: true,
      isForOneClass: false,
      goesElsewhere: false,
      uses: new Map(),
    };
    this.#drafts.set(position, draft);
    return draft;
  }
}
