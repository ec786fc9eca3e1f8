import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { canonicalName, lookUp } from '../catalog/lookUp.ts';
import type { Import } from '../syntax/facts.ts';
import { Memo, Input } from './dependencyTracking.ts';
import type { DependencyTracker } from './dependencyTracking.ts';

/** An imported path. */
interface ImportedPath {
  /** Its canonical dotted name. */
  readonly name: string;
  /** Its catalog entry; null if there is none. */
  readonly entry: CatalogEntry | null;
}

/** The imports of a program. Resolves paths to canonical names and catalog entries. */
export class Imports {
  readonly #targets: Input<ReadonlyMap<string, string>>;
  /** Modules that everything is imported from: `from torch.optim import *`. */
  readonly #wildcardModules: Input<readonly string[]>;
  /** By the path as it is written. */
  readonly #resolved = new Map<string, Memo<ImportedPath>>();

  constructor(
    private readonly tracker: DependencyTracker,
    private readonly isScript: boolean,
  ) {
    this.#targets = new Input<ReadonlyMap<string, string>>(
      tracker,
      new Map(),
      (a, b) => String([...a]) === String([...b]),
    );
    this.#wildcardModules = new Input<readonly string[]>(tracker, [], (a, b) => String(a) === String(b));
  }

  /** @param imports in source order: the last import of a name wins */
  set(imports: readonly Import[]): void {
    this.#targets.set(
      new Map(imports.filter(({ local }) => local !== '*').map(({ local, target }) => [local, target])),
    );
    this.#wildcardModules.set(imports.filter(({ local }) => local === '*').map(({ target }) => target));
  }

  targetOf(name: string): string | undefined {
    return this.#targets.value.get(name);
  }

  /** Whether anything is imported from a module that matches. */
  includes(pattern: RegExp): boolean {
    return [...this.#targets.value.values(), ...this.#wildcardModules.value].some((target) => pattern.test(target));
  }

  resolve(names: readonly string[]): ImportedPath {
    const written = names.join('.');
    const known =
      this.#resolved.get(written) ??
      new Memo(
        this.tracker,
        () => this.#resolve(names),
        (a, b) => a.name === b.name && a.entry === b.entry,
      );
    this.#resolved.set(written, known);
    return known.value;
  }

  #resolve(names: readonly string[]): ImportedPath {
    const name = canonicalName(names, this.#targets.value, this.isScript);
    return { name, entry: lookUp(name, this.#wildcardModules.value) };
  }
}
