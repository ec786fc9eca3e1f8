import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { lastName } from '../syntax/expression.ts';
import type { PathExpression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { mentionsTraining } from '../trainingWords.ts';
import { Imports } from './imports.ts';
import { DependencyTracker, Input } from './dependencyTracking.ts';
import { Name } from './name.ts';
import type { AddedDicts, LocalFunction, NamedValue, CallSite } from './namedValue.ts';
import { compareUnits, compareValues } from './sourceOrder.ts';
import { SymbolIndex } from './symbolIndex.ts';
import { callableName, UnitSymbols } from './unitSymbols.ts';

/** `settings` is a configuration file rather than a program. */
export type ProgramKind = 'python' | 'script' | 'settings';

/** With more unused names than this, a new program takes less time and memory than updating the old one. */
const MAX_EMPTY_NAMES = 2000;

/**
 * The symbols of a file, or of all cells of a notebook. An update replaces only the units that have changed; a memo that reads the
 * program is computed again only if what it has read has changed.
 */
export class Program {
  readonly tracker = new DependencyTracker();
  readonly #mentionsTraining = new Input(this.tracker, false);
  readonly #mentionsImagePairs = new Input(this.tracker, false);
  readonly #imports: Imports;
  readonly #values = new SymbolIndex<NamedValue>(this.tracker, ({ values }) => values, lastNameOf, compareValues);
  readonly #additions = new SymbolIndex<AddedDicts>(
    this.tracker,
    ({ additions }) => additions,
    ({ name }) => name,
    compareUnits,
  );
  readonly #functions = new SymbolIndex<LocalFunction>(
    this.tracker,
    ({ functions }) => functions,
    ({ scope }) => callableName(scope),
    compareUnits,
  );
  readonly #calls = new SymbolIndex<CallSite>(
    this.tracker,
    ({ calls }) => calls,
    ({ call }) => lastName(call.callee) ?? '',
    compareUnits,
  );
  readonly #names = new Map<string, Name>();
  readonly #rateNames: Name[] = [];
  readonly #optimizerKeys: Name[] = [];
  readonly #derived = new WeakMap<object, Map<unknown, unknown>>();
  #symbolsByUnit = new Map<Unit, UnitSymbols>();

  constructor(readonly kind: ProgramKind) {
    this.#imports = new Imports(this.tracker, kind === 'script');
  }

  /**
   * Updates the program to a new version of its text, step by step.
   * @param texts the text of each cell
   */
  *update(units: readonly Unit[], texts: readonly string[]): Generator<void, void> {
    this.tracker.startVersion();
    const before = this.#symbolsByUnit;
    const now = new Map<Unit, UnitSymbols>();
    const added: UnitSymbols[] = [];
    for (const unit of units) {
      const known = before.get(unit);
      const symbols = known ?? new UnitSymbols(unit);
      now.set(unit, symbols);
      if (known) continue;
      added.push(symbols);
      for (const value of symbols.values) this.nameOf(lastNameOf(value));
      yield;
    }
    this.#symbolsByUnit = now;
    const removed = [...before.values()].filter(({ unit }) => !now.has(unit));
    yield* this.#values.replace(removed, added);
    yield* this.#additions.replace(removed, added);
    yield* this.#functions.replace(removed, added);
    yield* this.#calls.replace(removed, added);
    if ([...removed, ...added].some(({ unit }) => unit.facts.imports.length > 0))
      this.#imports.set(units.flatMap(({ facts }) => facts.imports));
    this.#mentionsTraining.set(texts.some(mentionsTraining));
    // `lr` and `hr` are images of low and high resolution.
    this.#mentionsImagePairs.set(texts.some((text) => /\bhr\b|_hr\b|\bhr_|\bHR\b/.test(text)));
  }

  /**
   * The result of a function of a part of the facts, computed once: what all entries of a dictionary say is asked for each of them.
   * @param compute a function that depends on nothing else
   */
  derive<Part extends object, Result>(part: Part, compute: (part: Part) => Result): Result {
    const known = this.#derived.get(part) ?? new Map<unknown, unknown>();
    this.#derived.set(part, known);
    if (!known.has(compute)) known.set(compute, compute(part));
    return known.get(compute) as Result;
  }

  /** In the order of the source. */
  get symbols(): Iterable<UnitSymbols> {
    return this.#symbolsByUnit.values();
  }

  /** @param unit a unit of the current version */
  symbolsOf(unit: Unit): UnitSymbols {
    return this.#symbolsByUnit.get(unit)!;
  }

  /** JavaScript or TypeScript. */
  get isScript(): boolean {
    return this.kind === 'script';
  }

  get isSettings(): boolean {
    return this.kind === 'settings';
  }

  /** Whether the text is about training. */
  get mentionsTraining(): boolean {
    return this.#mentionsTraining.value;
  }

  /** Whether the text has low- and high-resolution images, so that a bare `lr` is probably one of them. */
  get mentionsImagePairs(): boolean {
    return this.#mentionsImagePairs.value;
  }

  /** Whether to discard this program and start a new one, because it holds many names that are no longer in the text. */
  get needsRebuild(): boolean {
    return this.#values.emptyNameCount > MAX_EMPTY_NAMES;
  }

  nameOf(text: string): Name {
    const known = this.#names.get(text);
    if (known) return known;
    const name = new Name(text, this.tracker, () => this.#values.get(text));
    this.#names.set(text, name);
    if (name.rateName) this.#rateNames.push(name);
    if (name.isOptimizerKey) this.#optimizerKeys.push(name);
    return name;
  }

  /** The names of learning rates, including those without a value. */
  get rateNames(): readonly Name[] {
    return this.#rateNames;
  }

  /** The names that may select the optimizer. */
  get optimizerKeys(): readonly Name[] {
    return this.#optimizerKeys;
  }

  /** What the code adds to lists and attributes of this name. */
  additionsToLists(name: string): readonly AddedDicts[] {
    return this.#additions.get(name);
  }

  functionsNamed(name: string): readonly LocalFunction[] {
    return this.#functions.get(name);
  }

  /** The calls to functions and methods of this name. */
  callsTo(name: string): readonly CallSite[] {
    return this.#calls.get(name);
  }

  /** The names of its functions, and of some that it no longer has. */
  get functionNames(): Iterable<string> {
    return this.#functions.names;
  }

  /** Whether the program defines functions or classes. */
  get hasScopes(): boolean {
    for (const unit of this.#symbolsByUnit.keys()) if (unit.facts.scopes.length > 0) return true;
    return false;
  }

  /** The dotted name that a local name was imported from. */
  importTargetOf(name: string): string | undefined {
    return this.#imports.targetOf(name);
  }

  importsFrom(pattern: RegExp): boolean {
    return this.#imports.includes(pattern);
  }

  /** The canonical dotted name of what a path refers to. */
  qualifiedNameOf({ names }: PathExpression): string {
    return this.#imports.resolve(names).name;
  }

  /** The catalog entry of what a path refers to; null if there is none. */
  catalogEntryOf({ names }: PathExpression): CatalogEntry | null {
    return this.#imports.resolve(names).entry;
  }
}

function lastNameOf({ names }: NamedValue): string {
  return names[names.length - 1];
}
