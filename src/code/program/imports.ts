import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { canonicalName, lookUp } from '../catalog/lookUp.ts';
import type { Import } from '../syntax/facts.ts';
import { Memo, Watched } from './dependencyTracking.ts';
import type { Versions } from './dependencyTracking.ts';

/** What a path stands for outside of the program. */
interface Meaning {
  /** The dotted name. */
  readonly name: string;
  /** What the catalog has under it. */
  readonly entry: CatalogEntry | null;
}

/** What a program imports, and what its paths mean by that. */
export class Imports {
  readonly #targets: Watched<ReadonlyMap<string, string>>;
  /** Modules of which everything is imported. */
  readonly #stars: Watched<readonly string[]>;
  /** Asked again and again for the same few paths. */
  readonly #meanings = new Map<string, Memo<Meaning>>();

  constructor(
    private readonly versions: Versions,
    private readonly script: boolean,
  ) {
    this.#targets = new Watched<ReadonlyMap<string, string>>(
      versions,
      new Map(),
      (a, b) => String([...a]) === String([...b]),
    );
    this.#stars = new Watched<readonly string[]>(versions, [], (a, b) => String(a) === String(b));
  }

  /** @param imports in the order of the source: the last one of a name counts */
  set(imports: readonly Import[]): void {
    this.#targets.set(
      new Map(imports.filter(({ local }) => local !== '*').map(({ local, target }) => [local, target])),
    );
    this.#stars.set(imports.filter(({ local }) => local === '*').map(({ target }) => target));
  }

  targetOf(name: string): string | undefined {
    return this.#targets.value.get(name);
  }

  /** Whether something is imported from a module. */
  includes(pattern: RegExp): boolean {
    return [...this.#targets.value.values(), ...this.#stars.value].some((target) => pattern.test(target));
  }

  meaningOf(names: readonly string[]): Meaning {
    const written = names.join('.');
    const known =
      this.#meanings.get(written) ??
      new Memo(
        this.versions,
        () => this.#mean(names),
        (a, b) => a.name === b.name && a.entry === b.entry,
      );
    this.#meanings.set(written, known);
    return known.value;
  }

  #mean(names: readonly string[]): Meaning {
    const name = canonicalName(names, this.#targets.value, this.script);
    return { name, entry: lookUp(name, this.#stars.value) };
  }
}
