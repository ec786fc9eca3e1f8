import { isOptimizerKey } from '../catalog/optimizerNames.ts';
import { parseRateName } from '../rateNames.ts';
import type { RateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression } from '../syntax/expression.ts';
import type { NamedValue } from './namedValue.ts';
import { writtenNumber } from './writtenNumber.ts';

/** A name, or the last part of a dotted one, with all the values that the program gives to it. */
export class Name {
  /** What the name says about being a learning rate; null if it names something else. */
  readonly rateName: RateName | null;
  readonly isOptimizerKey: boolean;
  // Computed on demand: most names never need them.
  #globals: readonly NamedValue[] | null = null;
  #hasGlobalExtremum: boolean | null = null;
  /** By the full dotted name. */
  readonly #attributes = new Map<string, readonly NamedValue[]>();

  /** @param values every value of a name that ends in this one */
  constructor(
    readonly text: string,
    readonly values: readonly NamedValue[],
  ) {
    this.rateName = parseRateName(text);
    this.isOptimizerKey = isOptimizerKey(text);
  }

  /** The values that the name gets at the top level. */
  get globals(): readonly NamedValue[] {
    this.#globals ??= this.values.filter(
      (value) => value.scope === null && isSimpleName(value) && !this.#isGlobalExtremum(value),
    );
    return this.#globals;
  }

  /** The possible values of a dotted name that ends in this one, if nothing else is known about its object. */
  attributeValues(names: readonly string[]): readonly NamedValue[] {
    const key = names.join('.');
    const known = this.#attributes.get(key) ?? attributesIn(this.values, names, this.rateName !== null);
    this.#attributes.set(key, known);
    return known;
  }

  /**
   * Whether a value only starts a running minimum or maximum, as `min_lr = 10` before `min_lr = min(min_lr, …)` does.
   * @param local lists the values that the name gets in the scope of this one
   */
  isRunningExtremum(value: NamedValue, local: () => readonly NamedValue[]): boolean {
    if (value.scope === null) return this.#isGlobalExtremum(value);
    return isNumberAssignment(value) && hasExtremum(local(), this.text);
  }

  #isGlobalExtremum(value: NamedValue): boolean {
    if (!isNumberAssignment(value)) return false;
    this.#hasGlobalExtremum ??= hasExtremum(
      this.values.filter(({ scope }) => scope === null),
      this.text,
    );
    return this.#hasGlobalExtremum;
  }
}

/** Whether the value is bound to a plain name, not to an attribute, entry or option. */
export function isSimpleName({ names, kind }: NamedValue): boolean {
  return names.length === 1 && kind !== 'entry' && kind !== 'option';
}

function isNumberAssignment({ kind, names, value }: NamedValue): boolean {
  return kind === 'assign' && names.length === 1 && writtenNumber(value) !== null;
}

function hasExtremum(values: readonly NamedValue[], name: string): boolean {
  return values.some(({ value }) => value.kind === 'call' && isExtremumOf(value, name));
}

function isExtremumOf({ callee, args }: CallExpression, name: string): boolean {
  return /^(min|max)$/.test(lastName(callee) ?? '') && args.some(({ value }) => lastName(value) === name);
}

function attributesIn(all: readonly NamedValue[], names: readonly string[], isRate: boolean): readonly NamedValue[] {
  const [first] = names;
  // `progress.value` says nothing about `input.value`; the name of a rate is enough.
  const hasSameHolder = (value: NamedValue) =>
    isRate || value.names[value.names.length - 2] === names[names.length - 2];
  const attributes = all.filter(
    (value) =>
      (value.names.length > 1 && hasSameHolder(value)) ||
      value.kind === 'entry' ||
      value.kind === 'option' ||
      value.scope?.kind === 'class',
  );
  const isSelf = first === 'self' || first === 'this';
  if (isSelf) {
    const own = attributes.filter((value) => value.names[0] === first || value.kind === 'field');
    if (own.length > 0) return own;
  }
  // `args` holds the command-line options. A dictionary in an argument can't be read through a name.
  const set = attributes.filter((value) => value.names.length > 1 && value.names[0] === first);
  const options = attributes.filter(({ kind }) => kind === 'option');
  if (options.length > 0) return [...options, ...set];
  const settings = attributes.filter(
    ({ kind, container }) => kind !== 'entry' || container?.parent.node?.kind !== 'call',
  );
  if (settings.length > 0) return settings;
  // Parameters that are saved under their names, as in Lightning's `self.hparams.lr`.
  const isSavedParameter = isSelf || names.some((holder) => /^h(yper)?_?param/i.test(holder));
  return isRate && isSavedParameter ? all.filter(({ kind }) => kind === 'parameter') : [];
}
