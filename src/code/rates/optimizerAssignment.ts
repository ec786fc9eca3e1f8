import { optimizerInName } from '../catalog/optimizerNames.ts';
import type { Unit } from '../syntax/facts.ts';
import type { Gathering } from './rateCollector.ts';
import { optimizerOfSettings, optimizersOfSwitches } from './nearbyOptimizer.ts';
import type { Program } from '../program/program.ts';
import type { SiteDraft } from './siteDrafts.ts';

/** Names the optimizers that rates belong to, by all that was found in a program. */
export class Owners {
  /** Those of the whole program, if there is one, or if it chooses among some. */
  readonly only: readonly string[];
  /** The one that the program's options and settings name. */
  readonly #ofSettings: string | null;
  /** Those, in small letters, that it takes only if it is asked to. */
  readonly #ofSwitches: ReadonlySet<string>;
  readonly #named: readonly string[];
  readonly #createdInCells = new Map<number, readonly string[]>();

  constructor(
    private readonly found: Gathering,
    program: Program,
  ) {
    this.#ofSettings = optimizerOfSettings(program);
    this.#ofSwitches = optimizersOfSwitches(program);
    this.#named = distinct([...found.book.drafts].flatMap(({ nearby }) => [...nearby]));
    for (const [{ cell }, names] of found.createdIn)
      this.#createdInCells.set(cell, distinct([...(this.#createdInCells.get(cell) ?? []), ...names]));
    this.only = this.#only();
  }

  /** Where a rate certainly goes; else what stands beside it, or its own name says; else what the program has. Several if it chooses when it runs. */
  of({ definedBy, optimizers, chosen, nearby, ...draft }: SiteDraft): readonly string[] {
    if (definedBy !== null) return [definedBy];
    if (optimizers.size > 0) {
      const taken = this.#oneOf([...optimizers], nearby.size === 1 ? [...nearby][0] : this.#ofSettings);
      // One rate for several optimizers that all run belongs to the first of them.
      return chosen ? taken : taken.slice(0, 1);
    }
    if (nearby.size > 0) return this.#oneOf([...nearby]);
    return this.#byName(draft.name) ?? this.#otherwise(draft);
  }

  #only(): readonly string[] {
    const { optimizers, isCertain } = this.found;
    const created = distinct([...optimizers]);
    if (created.length > 0)
      return isCertain && created.length > 1 ? present(this.#chosenOf(created)) : this.#oneOf(created);
    return this.#named.length === 1 ? this.#named : present(this.#ofSettings);
  }

  /** The optimizer that a name names along with the rate, as the program spells it elsewhere. */
  #byName(name: string | null): readonly string[] | null {
    const inName = name === null ? null : optimizerInName(name);
    if (inName === null) return null;
    return [
      [...this.found.optimizers, ...this.#named].find((known) => known.toLowerCase() === inName.toLowerCase()) ??
        inName,
    ];
  }

  #otherwise({
    isHandedOver,
    role,
    name,
    unit,
  }: Pick<SiteDraft, 'isHandedOver' | 'role' | 'name' | 'unit'>): readonly string[] {
    const { optimizers, awaitsRate } = this.found;
    // Where every optimizer has its rate written beside it, what others are handed does not go there.
    if (isHandedOver && optimizers.size > 0 && !awaitsRate) return [];
    // Of a constant or a group it would have been seen that an optimizer takes it.
    const taker = name !== null && (role === 'config' || role === 'argument-default') ? this.found.takerOf(name) : null;
    if (taker !== null) return [taker];
    return this.only.length > 0 ? this.only : this.#createdNear(unit);
  }

  /** The only optimizer that is created in the same piece of code; in a notebook also in the same cell, the next, or the one before. */
  #createdNear(unit: Unit): readonly string[] {
    const inUnit = distinct([...(this.found.createdIn.get(unit) ?? [])]);
    if (inUnit.length === 1) return inUnit;
    const nearest = [unit.cell, unit.cell + 1, unit.cell - 1]
      .map((cell) => this.#createdInCells.get(cell))
      .find((names) => names !== undefined);
    return nearest?.length === 1 ? nearest : [];
  }

  /** Of several optimizers, the one that the settings choose, or of which the others are variants (AdamW8bit of AdamW); else all. */
  #oneOf(names: readonly string[], ofSettings = this.#ofSettings): readonly string[] {
    const one =
      this.#chosenOf(names, ofSettings) ??
      names.find((name) => names.every((other) => other.toLowerCase().includes(name.toLowerCase())));
    return one === undefined ? distinct(names) : [one];
  }

  #chosenOf(names: readonly string[], ofSettings = this.#ofSettings): string | null {
    const named = names.find((name) => name.toLowerCase() === ofSettings?.toLowerCase());
    if (named !== undefined) return named;
    const usual = names.filter((name) => !this.#ofSwitches.has(name.toLowerCase()));
    return usual.length === 1 ? usual[0] : null;
  }
}

/** Keras knows SGD by the text "sgd" as well. */
function distinct(names: readonly string[]): readonly string[] {
  return names.filter(
    (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index,
  );
}

function present(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}
