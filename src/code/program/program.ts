import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { lastName } from '../syntax/expression.ts';
import type { PathExpression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { mentionsTraining } from '../trainingWords.ts';
import { Imports } from './imports.ts';
import { groupBy, onlyOf } from './lists.ts';
import { Name } from './name.ts';
import type { AddedDicts, LocalFunction, NamedValue, CallSite } from './namedValue.ts';
import { compareValues } from './sourceOrder.ts';
import { callableName, UnitSymbols } from './unitSymbols.ts';

/** `settings` is a configuration file rather than a program. */
export type ProgramKind = 'python' | 'script' | 'settings';

/** Versions before 2.11. "TensorFlow 2.0" often only means that it isn't TensorFlow 1. */
const OLD_KERAS =
  /\b(tf|tensorflow(-[cg]pu)?|keras)(==([01]\.|2\.(\d|10)(?!\d))|[\s:]{1,3}v?([01]\.\d|2\.(\d|10)\.\d))/i;

/** The symbols of a file, or of all cells of a notebook. */
export class Program {
  /** Whether the text is about training. */
  readonly mentionsTraining: boolean;
  /** Whether the text has low- and high-resolution images (`lr` and `hr`), so that a bare `lr` is probably one of them. */
  readonly mentionsImagePairs: boolean;
  /** Whether the text pins an old version of Keras or TensorFlow, or says that it was written for one: `tensorflow==2.4`, `# TF 2.1.0`. */
  readonly namesOldKeras: boolean;
  /** The names of learning rates, in the order of their first values. */
  readonly rateNames: readonly Name[];
  /** The names that may select the optimizer. */
  readonly optimizerKeys: readonly Name[];
  readonly #imports: Imports;
  readonly #names: Map<string, Name>;
  readonly #additions: ReadonlyMap<string, readonly AddedDicts[]>;
  readonly #functions: ReadonlyMap<string, readonly LocalFunction[]>;
  readonly #calls: ReadonlyMap<string, readonly CallSite[]>;
  readonly #symbolsByUnit: ReadonlyMap<Unit, UnitSymbols>;
  readonly #derived = new WeakMap<object, Map<unknown, unknown>>();

  /**
   * @param symbols those of each unit, in the order of the source
   * @param texts the text of each cell
   * @param isOfTraining whether it is known to belong to a training, also where no text mentions one
   */
  constructor(
    readonly kind: ProgramKind,
    readonly symbols: readonly UnitSymbols[],
    texts: readonly string[],
    isOfTraining = false,
  ) {
    this.#symbolsByUnit = new Map(symbols.map((own) => [own.unit, own]));
    this.#imports = new Imports(
      symbols.flatMap(({ unit }) => unit.facts.imports),
      kind === 'script',
    );
    const values = symbols.flatMap((own) => own.values).sort(compareValues);
    this.#names = new Map(Array.from(groupBy(values, lastNameOf), ([text, ofName]) => [text, new Name(text, ofName)]));
    this.rateNames = [...this.#names.values()].filter(({ rateName }) => rateName !== null);
    this.optimizerKeys = [...this.#names.values()].filter(({ isOptimizerKey }) => isOptimizerKey);
    this.#additions = groupBy(
      symbols.flatMap(({ additions }) => additions),
      ({ name }) => name,
    );
    this.#functions = groupBy(
      symbols.flatMap(({ functions }) => functions),
      ({ scope }) => callableName(scope),
    );
    this.#calls = groupBy(
      symbols.flatMap(({ calls }) => calls),
      ({ call }) => lastName(call.callee) ?? '',
    );
    this.mentionsTraining = isOfTraining || texts.some(mentionsTraining);
    this.namesOldKeras = texts.some((text) => OLD_KERAS.test(text));
    this.mentionsImagePairs = texts.some((text) => /\bhr\b|_hr\b|\bhr_|\bHR\b/.test(text));
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

  /** @param unit a unit of the program */
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

  nameOf(text: string): Name {
    const name = this.#names.get(text) ?? new Name(text, []);
    this.#names.set(text, name);
    return name;
  }

  /** What the code adds to lists and attributes of this name. */
  additionsToLists(name: string): readonly AddedDicts[] {
    return this.#additions.get(name) ?? [];
  }

  functionsNamed(name: string): readonly LocalFunction[] {
    return this.#functions.get(name) ?? [];
  }

  /** The function of this name; null if there is none, or more than one. */
  onlyFunctionNamed(name: string | null): LocalFunction | null {
    return onlyOf(this.functionsNamed(name ?? ''));
  }

  /** The calls to functions and methods of this name. */
  callsTo(name: string): readonly CallSite[] {
    return this.#calls.get(name) ?? [];
  }

  /** How often the program writes a name; see `Facts.mentions`. */
  mentionsOf(key: string): number {
    return this.symbols.reduce((count, { unit }) => count + (unit.facts.mentions.get(key) ?? 0), 0);
  }

  /** Whether the program defines functions or classes. */
  get hasScopes(): boolean {
    return this.symbols.some(({ unit }) => unit.facts.scopes.length > 0);
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
