import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { lastName } from '../syntax/expression.ts';
import type { PathExpression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { isTraining } from '../trainingWords.ts';
import { Imports } from './imports.ts';
import { Versions, Watched } from './dependencyTracking.ts';
import { Name } from './name.ts';
import type { AddedDicts, LocalFunction, NamedValue, PlacedCall } from './namedValue.ts';
import { byUnit, inOrder } from './sourceOrder.ts';
import { Register } from './symbolIndex.ts';
import { nameOfFunction, Statement } from './unitSymbols.ts';

/** `settings`: no program, but a file of settings. */
export type ProgramKind = 'python' | 'script' | 'settings';

/** So many names that nothing is left of are worth beginning anew. */
const MUCH = 2000;

/**
 * A file, or the cells of a notebook, as one program: what its names stand for. It follows its text from version to version, and
 * whoever asks it in a memo is asked again when the answer may be another.
 */
export class Program {
  readonly versions = new Versions();
  readonly #training = new Watched(this.versions, false);
  readonly #images = new Watched(this.versions, false);
  readonly #imports: Imports;
  readonly #values = new Register<NamedValue>(this.versions, ({ values }) => values, lastOf, inOrder);
  readonly #additions = new Register<AddedDicts>(
    this.versions,
    ({ additions }) => additions,
    ({ name }) => name,
    byUnit,
  );
  readonly #functions = new Register<LocalFunction>(
    this.versions,
    ({ functions }) => functions,
    ({ scope }) => nameOfFunction(scope),
    byUnit,
  );
  readonly #calls = new Register<PlacedCall>(
    this.versions,
    ({ calls }) => calls,
    ({ call }) => lastName(call.callee) ?? '',
    byUnit,
  );
  readonly #names = new Map<string, Name>();
  readonly #rateNames: Name[] = [];
  readonly #optimizerKeys: Name[] = [];
  #byUnit = new Map<Unit, Statement>();

  constructor(readonly kind: ProgramKind) {
    this.#imports = new Imports(this.versions, kind === 'script');
  }

  /**
   * Begins a version of the program, step by step.
   * @param texts of all cells
   */
  *update(units: readonly Unit[], texts: readonly string[]): Generator<void, void> {
    this.versions.advance();
    const before = this.#byUnit;
    const now = new Map<Unit, Statement>();
    const come: Statement[] = [];
    for (const unit of units) {
      const known = before.get(unit);
      const statement = known ?? new Statement(unit);
      now.set(unit, statement);
      if (known) continue;
      come.push(statement);
      for (const value of statement.values) this.name(lastOf(value));
      yield;
    }
    this.#byUnit = now;
    const gone = [...before.values()].filter(({ unit }) => !now.has(unit));
    yield* this.#values.exchange(gone, come);
    yield* this.#additions.exchange(gone, come);
    yield* this.#functions.exchange(gone, come);
    yield* this.#calls.exchange(gone, come);
    if ([...gone, ...come].some(({ unit }) => unit.facts.imports.length > 0))
      this.#imports.set(units.flatMap(({ facts }) => facts.imports));
    this.#training.set(texts.some(isTraining));
    // Images of low and high resolution, or left and right.
    this.#images.set(texts.some((text) => /\bhr\b|_hr\b|\bhr_|\bHR\b/.test(text)));
  }

  /** In the order of the source. */
  get statements(): Iterable<Statement> {
    return this.#byUnit.values();
  }

  /** @param unit one that the program consists of now */
  statementOf(unit: Unit): Statement {
    return this.#byUnit.get(unit)!;
  }

  /** JavaScript or TypeScript. */
  get script(): boolean {
    return this.kind === 'script';
  }

  get settings(): boolean {
    return this.kind === 'settings';
  }

  /** The file is about training. */
  get training(): boolean {
    return this.#training.value;
  }

  /** Pairs of images are in sight: a bare `lr` is more likely one of those. */
  get images(): boolean {
    return this.#images.value;
  }

  /** Whether it has lived through so much that beginning anew is cheaper than what it remembers. */
  get isWorn(): boolean {
    return this.#values.empty > MUCH;
  }

  name(text: string): Name {
    const known = this.#names.get(text);
    if (known) return known;
    const name = new Name(text, this.versions, () => this.#values.of(text));
    this.#names.set(text, name);
    if (name.rate) this.#rateNames.push(name);
    if (name.isOptimizerKey) this.#optimizerKeys.push(name);
    return name;
  }

  /** The names of rates, also those that are given no values. */
  get rateNames(): readonly Name[] {
    return this.#rateNames;
  }

  /** The names that may say which optimizer to take. */
  get optimizerKeys(): readonly Name[] {
    return this.#optimizerKeys;
  }

  /** What is added to lists of this name, or to attributes of this name. */
  additionsTo(name: string): readonly AddedDicts[] {
    return this.#additions.of(name);
  }

  functionsOf(name: string): readonly LocalFunction[] {
    return this.#functions.of(name);
  }

  /** The calls to what is called by this name or by an attribute of this name. */
  callsOf(name: string): readonly PlacedCall[] {
    return this.#calls.of(name);
  }

  /** The names of its functions, and of some that it no longer has. */
  get functionNames(): Iterable<string> {
    return this.#functions.names;
  }

  /** Whether the program defines functions or classes. */
  get hasScopes(): boolean {
    for (const unit of this.#byUnit.keys()) if (unit.facts.scopes.length > 0) return true;
    return false;
  }

  /** What a name was imported as. */
  importOf(name: string): string | undefined {
    return this.#imports.targetOf(name);
  }

  importsFrom(pattern: RegExp): boolean {
    return this.#imports.includes(pattern);
  }

  /** The dotted name of what a path stands for. */
  nameOf({ names }: PathExpression): string {
    return this.#imports.meaningOf(names).name;
  }

  /** What the catalog has under it. */
  entryOf({ names }: PathExpression): CatalogEntry | null {
    return this.#imports.meaningOf(names).entry;
  }
}

function lastOf({ names }: NamedValue): string {
  return names[names.length - 1];
}
