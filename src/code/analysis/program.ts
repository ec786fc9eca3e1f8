import { canonicalName, lookUp } from '../catalog/lookUp.ts';
import type { CatalogEntry } from '../catalog/callable.ts';
import type { RateRole } from '../rateSite.ts';
import type { CallExpression, DictExpression, Expression, PathExpression, Span } from '../syntax/expression.ts';
import type { Binding, Scope, ScopedCall, Unit } from '../syntax/facts.ts';
import { isTraining } from '../trainingWords.ts';

/** A value that the code gives to a name, whether by assignment, as an entry, as a keyword or as an option. */
export interface NamedValue extends Span {
  /** `["self", "lr"]`; of an entry or option the name alone. */
  readonly names: readonly string[];
  readonly kind: Binding['kind'] | 'entry' | 'option';
  readonly role: RateRole;
  readonly value: Expression;
  readonly scope: Scope | null;
  readonly unit: Unit;
  /** The block of statements it stands in. */
  readonly suite: Span | null;
  /** Names that were given values along with it. */
  readonly siblings: readonly string[];
  /** The dictionary or call that holds the entry. */
  readonly owner: DictExpression | CallExpression | null;
}

export interface PlacedCall extends ScopedCall {
  readonly unit: Unit;
}

export interface LocalFunction {
  readonly scope: Scope;
  readonly unit: Unit;
}

/** A file, or the cells of a notebook, as one program: what its names stand for. */
export class Program {
  readonly units: readonly Unit[];
  /** JavaScript or TypeScript. */
  readonly script: boolean;
  /** The file is no program, but settings. */
  readonly settings: boolean;
  /** The file is about training. */
  readonly training: boolean;
  /** Images of low and high resolution, or left and right, are in sight: a bare `lr` is more likely one of those. */
  readonly images: boolean;
  /** Every call, in the order of the source. */
  readonly calls: readonly PlacedCall[];
  readonly imports = new Map<string, string>();
  readonly #stars: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #entries = new Map<string, CatalogEntry | null>();
  readonly #values = new Map<string, NamedValue[]>();
  readonly #functions = new Map<string, LocalFunction[]>();

  constructor(units: readonly Unit[], language: 'python' | 'script' | 'settings', texts: readonly string[]) {
    this.units = units;
    this.script = language === 'script';
    this.settings = language === 'settings';
    this.training = texts.some(isTraining);
    this.images = texts.some((text) => /\bhr\b|_hr\b|\bhr_|\bHR\b/.test(text));
    this.calls = units.flatMap((unit) => unit.facts.calls.map((scoped) => ({ ...scoped, unit })));
    for (const unit of units) this.#index(unit);
  }

  #index(unit: Unit): void {
    for (const { local, target } of unit.facts.imports) {
      if (local === '*') this.#stars.push(target);
      else this.imports.set(local, target);
    }
    for (const scope of unit.facts.scopes) {
      const name = scope.name === '__init__' || scope.name === 'constructor' ? (scope.parent?.name ?? '') : scope.name;
      if (scope.kind === 'function') append(this.#functions, name, { scope, unit });
    }
    for (const binding of unit.facts.bindings) this.add({ ...binding, unit, role: roleOf(binding), owner: null });
    for (const { dict, scope } of unit.facts.dicts) {
      const siblings = dict.entries.flatMap(({ key }) => key ?? []);
      for (const { key, value } of dict.entries) {
        if (key) this.add({ kind: 'entry', role: 'config', names: [key], value, scope, unit, siblings, suite: null, owner: dict, start: value.start, end: value.end });
      }
    }
  }

  add(value: NamedValue): void {
    append(this.#values, value.names[value.names.length - 1], value);
  }

  /** All values that were given to a name of this last part. */
  valuesOf(name: string): readonly NamedValue[] {
    return this.#values.get(name) ?? [];
  }

  /** Every name that is given values, by its last part. */
  get namedValues(): Iterable<readonly [name: string, values: readonly NamedValue[]]> {
    return this.#values;
  }

  functionsOf(name: string): readonly LocalFunction[] {
    return this.#functions.get(name) ?? [];
  }

  /** Whether the program defines functions or classes. */
  get hasScopes(): boolean {
    return this.units.some(({ facts }) => facts.scopes.length > 0);
  }

  importsFrom(pattern: RegExp): boolean {
    return [...this.imports.values(), ...this.#stars].some((target) => pattern.test(target));
  }

  /** The dotted name of what a path stands for. Asked again and again for the same few, so the answers are kept. */
  nameOf({ names }: PathExpression): string {
    const written = names.join('.');
    const known = this.#names.get(written) ?? canonicalName(names, this.imports, this.script);
    this.#names.set(written, known);
    return known;
  }

  entryOf(path: PathExpression): CatalogEntry | null {
    const name = this.nameOf(path);
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const entry = lookUp(name, this.#stars);
    this.#entries.set(name, entry);
    return entry;
  }
}

function roleOf({ kind, scope }: Binding): RateRole {
  if (kind === 'parameter') return 'argument-default';
  return kind === 'field' && scope?.kind === 'class' ? 'argument-default' : 'constant';
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
