import type { Unit } from '../syntax/facts.ts';
import { append } from './lists.ts';
import { Watched } from './memo.ts';
import type { Versions } from './memo.ts';

/** Something that a unit of the program holds. */
interface Held {
  readonly unit: Unit;
}

/** What the units of a program hold, by names: a list for each, in an order that does not change while units come and go. */
export class Register<T extends Held> {
  readonly #lists = new Map<string, Watched<readonly T[]>>();
  /** How many names nothing is left of. Whoever has asked for them watches their lists, so that these stay. */
  #empty = 0;

  constructor(
    private readonly versions: Versions,
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

  /** Takes out what units have held that are gone, and puts in what new ones hold. */
  exchange(gone: readonly (readonly [name: string, held: T])[], come: readonly (readonly [name: string, held: T])[]): void {
    const units = new Set(gone.map(([, { unit }]) => unit));
    const added = new Map<string, T[]>();
    for (const [name, held] of come) append(added, name, held);
    for (const name of new Set([...gone.map(([name]) => name), ...added.keys()])) {
      const list = this.#listOf(name);
      const before = list.value;
      const kept = units.size === 0 ? before : before.filter(({ unit }) => !units.has(unit));
      const after = [...kept, ...(added.get(name) ?? [])];
      // Where nothing was before, everything comes in its order.
      list.set(kept.length === 0 ? after : after.sort(this.order));
      this.#empty += Number(after.length === 0) - Number(before.length === 0);
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
