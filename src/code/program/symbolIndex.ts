import type { Unit } from '../syntax/facts.ts';
import { appendTo } from './lists.ts';
import { Input } from './dependencyTracking.ts';
import type { DependencyTracker } from './dependencyTracking.ts';
import type { UnitSymbols } from './unitSymbols.ts';

/** An index of a program's symbols by name. The symbols of a name stay sorted as units are added and removed. */
export class SymbolIndex<T extends { readonly unit: Unit }> {
  readonly #lists = new Map<string, Input<readonly T[]>>();
  /** How many names have no symbol. Their lists stay, because memos may depend on them. */
  #emptyNameCount = 0;

  /** @param symbolsOf the symbols of a unit that belong in this index, in source order */
  constructor(
    private readonly tracker: DependencyTracker,
    private readonly symbolsOf: (symbols: UnitSymbols) => readonly T[],
    private readonly nameOf: (symbol: T) => string,
    private readonly compare: (a: T, b: T) => number,
  ) {}

  get emptyNameCount(): number {
    return this.#emptyNameCount;
  }

  /** Every name that ever had a symbol or was looked up. */
  get names(): Iterable<string> {
    return this.#lists.keys();
  }

  get(name: string): readonly T[] {
    return this.#listOf(name).value;
  }

  /** Removes the symbols of some units and adds those of others, step by step. */
  *replace(removed: readonly UnitSymbols[], added: readonly UnitSymbols[]): Generator<void, void> {
    const units = new Set(removed.map(({ unit }) => unit));
    const changes = new Map<string, T[]>();
    for (const symbols of removed) for (const symbol of this.symbolsOf(symbols)) changes.set(this.nameOf(symbol), []);
    for (const symbols of added) {
      for (const symbol of this.symbolsOf(symbols)) appendTo(changes, this.nameOf(symbol), symbol);
      yield;
    }
    for (const [name, addedToName] of changes) {
      const list = this.#listOf(name);
      const before = list.value;
      const kept = units.size === 0 ? before : before.filter(({ unit }) => !units.has(unit));
      // New symbols are in source order already.
      list.set(kept.length === 0 ? addedToName : [...kept, ...addedToName].sort(this.compare));
      this.#emptyNameCount += Number(list.value.length === 0) - Number(before.length === 0);
      yield;
    }
  }

  #listOf(name: string): Input<readonly T[]> {
    const known = this.#lists.get(name);
    if (known) return known;
    const list = new Input<readonly T[]>(this.tracker, []);
    this.#lists.set(name, list);
    this.#emptyNameCount++;
    return list;
  }
}
