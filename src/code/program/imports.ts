import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { canonicalName, lookUp } from '../catalog/lookUp.ts';
import type { Import } from '../syntax/facts.ts';

/** An imported path. */
interface ImportedPath {
  /** Its canonical dotted name. */
  readonly name: string;
  /** Its catalog entry; null if there is none. */
  readonly entry: CatalogEntry | null;
}

/** The imports of a program. Resolves paths to canonical names and catalog entries. */
export class Imports {
  /** By local name. */
  readonly #targets: ReadonlyMap<string, string>;
  /** Modules that everything is imported from: `from torch.optim import *`. */
  readonly #wildcardModules: readonly string[];
  /** By the path as it is written. */
  readonly #resolved = new Map<string, ImportedPath>();

  /** @param imports in source order: the last import of a name wins */
  constructor(
    imports: readonly Import[],
    private readonly isScript: boolean,
  ) {
    this.#targets = new Map(imports.filter(({ local }) => local !== '*').map(({ local, target }) => [local, target]));
    this.#wildcardModules = imports.filter(({ local }) => local === '*').map(({ target }) => target);
  }

  targetOf(name: string): string | undefined {
    return this.#targets.get(name);
  }

  /** Whether anything is imported from a module that matches. */
  includes(pattern: RegExp): boolean {
    return [...this.#targets.values(), ...this.#wildcardModules].some((target) => pattern.test(target));
  }

  resolve(names: readonly string[]): ImportedPath {
    const written = names.join('.');
    const known = this.#resolved.get(written);
    if (known) return known;
    const name = canonicalName(names, this.#targets, this.isScript);
    const resolved = { name, entry: lookUp(name, this.#wildcardModules) };
    this.#resolved.set(written, resolved);
    return resolved;
  }
}
