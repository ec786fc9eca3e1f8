import type { Framework, RatePart, RateRole } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';

/** What is known of a number at the moment it is found to be a rate. */
export interface Slot {
  readonly role: RateRole;
  readonly part: RatePart;
  readonly framework: Framework | null;
  /** The optimizer that the number certainly goes to. */
  readonly optimizer: string | null;
  /** Whether that optimizer is one that the code chooses among, so that the number may go elsewhere. */
  readonly chosen?: boolean;
  /** The optimizer that is named beside the number. */
  readonly nearby: string | null;
  readonly name: string | null;
  /** Only names that say so are followed: the number is reached by what a function returns, which is often put together. */
  readonly strict?: boolean;
}

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
  readonly uses: Map<string, Use>;
}

/** A place where the name of a rate is used. */
export interface Use extends Span {
  readonly unit: Unit;
}

/** All rates found so far, each once, whatever ways led to it. */
export class SiteBook {
  readonly #drafts = new Map<string, SiteDraft>();

  get drafts(): Iterable<SiteDraft> {
    return this.#drafts.values();
  }

  record(unit: Unit, span: Span, value: number, slot: Slot): SiteDraft {
    const key = keyOf(unit, span.start);
    const draft = this.#drafts.get(key) ?? this.#add(key, unit, span, value, slot);
    if (slot.framework) draft.frameworks.add(slot.framework);
    if (slot.optimizer !== null) draft.optimizers.add(slot.optimizer);
    draft.chosen ||= slot.chosen === true;
    if (slot.nearby !== null) draft.nearby.add(slot.nearby);
    draft.name ??= slot.name;
    return draft;
  }

  #add(key: string, unit: Unit, { start, end }: Span, value: number, { role, part, name }: Slot): SiteDraft {
    const draft: SiteDraft = { unit, start, end, value, role, part, name, definedBy: null, frameworks: new Set(), optimizers: new Set(), chosen: false, nearby: new Set(), uses: new Map() };
    this.#drafts.set(key, draft);
    return draft;
  }
}

export function addUse(draft: SiteDraft, unit: Unit, { start, end }: Span): void {
  draft.uses.set(keyOf(unit, start), { unit, start, end });
}

function keyOf(unit: Unit, start: number): string {
  return `${unit.cell}:${unit.offset + start}`;
}
