import type { Framework, RatePart, RateRole } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { positionOf } from '../program/sourceOrder.ts';
import type { TracedNumber, Use } from './rateTrace.ts';

/** Whom a number belongs to, as it is known at the moment the number is found to be a rate. */
export interface Owner {
  readonly framework: Framework | null;
  /** The optimizer that the number certainly goes to. */
  readonly optimizer: string | null;
  /** Whether that optimizer is one that the code chooses among, so that the number may go elsewhere. */
  readonly chosen?: boolean;
  /** The optimizer that is named beside the number. */
  readonly nearby: string | null;
  /** Whether it is handed to an object that may have an optimizer of its own. */
  readonly isHandedOver?: boolean;
}

/** What is known where only a name speaks. */
export const NOBODY: Owner = { framework: null, optimizer: null, nearby: null };

/** A rate on its way to becoming a site. */
export interface SiteDraft extends Span {
  readonly unit: Unit;
  readonly value: number;
  readonly role: RateRole;
  readonly part: RatePart;
  name: string | null;
  /** The optimizer whose own definition the rate is written in. */
  definedBy: string | null;
  readonly frameworks: Set<Framework>;
  /** In the order of their use. */
  readonly optimizers: Set<string>;
  /** Whether some of these are created under a condition. */
  chosen: boolean;
  readonly nearby: Set<string>;
  /** Whether nothing else is known of it than that it is handed to an object that may have an optimizer of its own. */
  isHandedOver: boolean;
  readonly uses: Map<number, Use>;
}

/** All rates found so far, each once, whatever ways led to it. */
export class SiteBook {
  /** By their positions. */
  readonly #drafts = new Map<number, SiteDraft>();

  get drafts(): Iterable<SiteDraft> {
    return this.#drafts.values();
  }

  record(number: TracedNumber, { framework, optimizer, chosen, nearby, isHandedOver = false }: Owner): SiteDraft {
    const draft = this.#draftOf(number);
    if (framework) draft.frameworks.add(framework);
    if (optimizer !== null) draft.optimizers.add(optimizer);
    draft.chosen ||= chosen === true;
    draft.isHandedOver &&= isHandedOver;
    if (nearby !== null) draft.nearby.add(nearby);
    draft.name ??= number.name;
    for (const use of number.uses.values()) draft.uses.set(positionOf(use.unit, use.start), use);
    return draft;
  }

  #draftOf({ unit, start, end, value, role, part, name }: TracedNumber): SiteDraft {
    const position = positionOf(unit, start);
    const known = this.#drafts.get(position);
    if (known) return known;
    const draft: SiteDraft = {
      unit,
      start,
      end,
      value,
      role,
      part,
      name,
      definedBy: null,
      frameworks: new Set(),
      optimizers: new Set(),
      chosen: false,
      nearby: new Set(),
      isHandedOver: true,
      uses: new Map(),
    };
    this.#drafts.set(position, draft);
    return draft;
  }
}
