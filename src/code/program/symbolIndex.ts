import type { Unit } from '../syntax/facts.ts';
import { append } from './lists.ts';
import { Watched } from './dependencyTracking.ts';
import type { Versions } from './dependencyTracking.ts';
import type { Statement } from './unitSymbols.ts';

/** What the statements of a program hold, by names: a list for each, in an order that stays while statements come and go. */
export class Register<T extends { readonly unit: Unit }> {
  readonly #lists = new Map<string, Watched<readonly T[]>>();
  /** How many names nothing is left of. Whoever has asked for them watches their lists, so that these stay. */
  #empty = 0;

  /** @param heldBy what a statement holds, in its order */
  constructor(
    private readonly versions: Versions,
    private readonly heldBy: (statement: Statement) => readonly T[],
    private readonly nameOf: (held: T) => string,
    private readonly order: (a: T, b: T) => number,
  ) {}

  get empty(): number {
    return this.#empty;
  }

  /** Every name that something was ever held by or asked for. */
  get names(): Iterable<string> {
    return this.#lists.keys();
  }

  of(name: string): readonly T[] {
    return this.#listOf(name).value;
  }

  /** Takes out what statements have held that are gone, and puts in what new ones hold, step by step. */
  *exchange(gone: readonly Statement[], come: readonly Statement[]): Generator<void, void> {
    const units = new Set(gone.map(({ unit }) => unit));
    const changes = new Map<string, T[]>();
    for (const statement of gone) for (const held of this.heldBy(statement)) changes.set(this.nameOf(held), []);
    for (const statement of come) {
      for (const held of this.heldBy(statement)) append(changes, this.nameOf(held), held);
      yield;
    }
    for (const [name, added] of changes) {
      const list = this.#listOf(name);
      const before = list.value;
      const kept = units.size === 0 ? before : before.filter(({ unit }) => !units.has(unit));
      // Where nothing is left, everything comes in its order.
      list.set(kept.length === 0 ? added : [...kept, ...added].sort(this.order));
      this.#empty += Number(list.value.length === 0) - Number(before.length === 0);
      yield;
    }
  }

  #listOf(name: string): Watched<readonly T[]> {
    const known = this.#lists.get(name);
    if (known) return known;
    const list = new Watched<readonly T[]>(this.versions, []);
    this.#lists.set(name, list);
    this.#empty++;
    return list;
  }
}
