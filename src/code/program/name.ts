import { isOptimizerKey } from '../catalog/optimizerNames.ts';
import { judgeRateName } from '../rateNames.ts';
import type { RateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression } from '../syntax/expression.ts';
import { areSame } from './lists.ts';
import { Memo } from './dependencyTracking.ts';
import type { Versions } from './dependencyTracking.ts';
import type { NamedValue } from './namedValue.ts';
import { writtenNumber } from './writtenNumber.ts';

/** A name in a program, or the last part of one, and what it may stand for wherever it is used. */
export class Name {
  /** What it says about being a rate. */
  readonly rate: RateName | null;
  readonly isOptimizerKey: boolean;
  // Most names are never asked for these.
  #globals: Memo<readonly NamedValue[]> | null = null;
  #hasGlobalExtreme: Memo<boolean> | null = null;
  /** By the whole names. */
  #attributes: Map<string, Memo<readonly NamedValue[]>> | null = null;

  /** @param list all that is given to it, now */
  constructor(
    readonly text: string,
    private readonly versions: Versions,
    private readonly list: () => readonly NamedValue[],
  ) {
    this.rate = judgeRateName(text);
    this.isOptimizerKey = isOptimizerKey(text);
  }

  /** All that is given to names of this last part. */
  get values(): readonly NamedValue[] {
    return this.list();
  }

  /** What the file gives to the name outside of functions and classes. */
  get globals(): readonly NamedValue[] {
    this.#globals ??= new Memo<readonly NamedValue[]>(
      this.versions,
      () => this.values.filter((value) => value.scope === null && isPlain(value) && !this.#isGlobalExtreme(value)),
      areSame,
    );
    return this.#globals.value;
  }

  /** What `names`, which end with this one, may stand for if nothing is known of the rest. */
  attributes(names: readonly string[]): readonly NamedValue[] {
    this.#attributes ??= new Map();
    const key = names.join('.');
    const known =
      this.#attributes.get(key) ??
      new Memo(this.versions, () => attributesIn(this.values, names, this.rate !== null), areSame);
    this.#attributes.set(key, known);
    return known.value;
  }

  /** `min_lr = 10` before `min_lr = min(min_lr, …)`: the lowest rate seen so far, and no rate itself. @param local what its scope gives to the name */
  isRunningExtreme(value: NamedValue, local: () => readonly NamedValue[]): boolean {
    if (value.scope === null) return this.#isGlobalExtreme(value);
    return isGivenNumber(value) && hasExtreme(local(), this.text);
  }

  #isGlobalExtreme(value: NamedValue): boolean {
    if (!isGivenNumber(value)) return false;
    this.#hasGlobalExtreme ??= new Memo(this.versions, () =>
      hasExtreme(
        this.values.filter(({ scope }) => scope === null),
        this.text,
      ),
    );
    return this.#hasGlobalExtreme.value;
  }
}

/** Whether a name by itself is given the value. */
export function isPlain({ names, kind }: NamedValue): boolean {
  return names.length === 1 && kind !== 'entry' && kind !== 'option';
}

function isGivenNumber({ kind, names, value }: NamedValue): boolean {
  return kind === 'assign' && names.length === 1 && writtenNumber(value) !== null;
}

function hasExtreme(values: readonly NamedValue[], name: string): boolean {
  return values.some(({ value }) => value.kind === 'call' && isExtremeOf(value, name));
}

function isExtremeOf({ callee, args }: CallExpression, name: string): boolean {
  return /^(min|max)$/.test(lastName(callee) ?? '') && args.some(({ value }) => lastName(value) === name);
}

function attributesIn(all: readonly NamedValue[], names: readonly string[], isRate: boolean): readonly NamedValue[] {
  const [first] = names;
  // `progress.value` says nothing about `input.value`; of a rate the name is enough.
  const ofSame = (value: NamedValue) => isRate || value.names[value.names.length - 2] === names[names.length - 2];
  const attributes = all.filter(
    (value) =>
      (value.names.length > 1 && ofSame(value)) ||
      value.kind === 'entry' ||
      value.kind === 'option' ||
      value.scope?.kind === 'class',
  );
  const isOwn = first === 'self' || first === 'this';
  if (isOwn) {
    const own = attributes.filter((value) => value.names[0] === first || value.kind === 'field');
    if (own.length > 0) return own;
  }
  // What the command line sets is what `args` holds; a dictionary in an argument is nothing that could be asked.
  const set = attributes.filter((value) => value.names.length > 1 && value.names[0] === first);
  const options = attributes.filter(({ kind }) => kind === 'option');
  if (options.length > 0) return [...options, ...set];
  const settings = attributes.filter(({ kind, owner }) => kind !== 'entry' || owner?.within.outer?.kind !== 'call');
  if (settings.length > 0) return settings;
  // Lightning's `self.hparams.lr` and the like: parameters that are kept under their names.
  const isKept = isOwn || names.some((holder) => /^h(yper)?_?param/i.test(holder));
  return isRate && isKept ? all.filter(({ kind }) => kind === 'parameter') : [];
}
