import { judgeRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, PathExpression, Within } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { writtenNumber } from './numbers.ts';
import type { NamedValue, Program } from './program.ts';

/** What a path stands for. */
export interface Resolution {
  readonly values: readonly NamedValue[];
  /** The function whose parameter it is, so that its callers say more. */
  readonly parameterOf: Scope | null;
}

const NOTHING: Resolution = { values: [], parameterOf: null };

/**
 * The values that a name or attribute may have, as far as the program shows.
 * @param where with the unit, a name has only the values that it can have at that point
 */
export function resolve(program: Program, path: PathExpression, { unit, scope }: { readonly scope: Scope | null; readonly unit?: Unit }): Resolution {
  const name = path.names[path.names.length - 1];
  if (program.settings) return { values: referredTo(program, path.names), parameterOf: null };
  return path.names.length === 1 ? resolveName(program, name, scope, unit ? { unit, start: path.start } : null) : { values: attributeValues(program, path, name, scope), parameterOf: null };
}

/** In a file of settings: the entry under these keys, or the only one of this name. */
function referredTo(program: Program, names: readonly string[]): readonly NamedValue[] {
  const all = program.valuesOf(names[names.length - 1]);
  const exact = all.filter(({ owner }) => keysOf(owner?.within).join('.') === names.slice(0, -1).join('.'));
  return exact.length > 0 || all.length > 1 ? exact : all;
}

/** The keys that lead to what is written there. */
function keysOf(within: Within | undefined): string[] {
  return within?.outer ? [...keysOf(within.outer.within), within.key ?? '[]'] : [];
}

/** From the innermost scope outwards, the first that knows the name. */
function resolveName(program: Program, name: string, from: Scope | null, use: Position | null): Resolution {
  const all = program.valuesOf(name).filter((value) => value.names.length === 1 && value.kind !== 'entry' && value.kind !== 'option' && !isRunningExtreme(program, value));
  for (let scope = from; scope; scope = scope.parent) {
    const values = all.filter((value) => value.scope === scope);
    const isParameter = scope.parameters.includes(name);
    if (values.length > 0 || isParameter) return { values: scope === from ? seenFrom(values, use) : values, parameterOf: isParameter ? scope : null };
  }
  const values = all.filter((value) => value.scope === null);
  return values.length > 0 ? { values: from === null ? seenFrom(values, use) : values, parameterOf: null } : NOTHING;
}

/** `min_lr = 10` before `min_lr = min(min_lr, …)`: the lowest rate seen so far, and no rate itself. */
export function isRunningExtreme(program: Program, { kind, names, scope, value }: NamedValue): boolean {
  const [name] = names;
  if (kind !== 'assign' || names.length > 1 || !writtenNumber(value)) return false;
  return program.valuesOf(name).some((other) => other.scope === scope && other.value.kind === 'call' && isExtremeOf(other.value, name));
}

function isExtremeOf({ callee, args }: CallExpression, name: string): boolean {
  return /^(min|max)$/.test(lastName(callee) ?? '') && args.some(({ value }) => lastName(value) === name);
}

/** A place in the program, to compare with others of its scope. */
interface Position {
  readonly unit: Unit;
  readonly start: number;
}

/**
 * The values that a name may have at its use: the last one that it was certainly given before, and those that it may have been
 * given since, under a condition. All of them if none comes before.
 */
function seenFrom(values: readonly NamedValue[], use: Position | null): readonly NamedValue[] {
  if (!use) return values;
  const at = (position: Position) => position.unit.offset + position.start;
  const before = values
    .filter((value) => value.unit.cell < use.unit.cell || (value.unit.cell === use.unit.cell && at(value) < at(use)))
    .sort((a, b) => b.unit.cell - a.unit.cell || at(b) - at(a));
  const certain = before.findIndex(({ unit, suite }) => !suite || (unit === use.unit && suite.start <= use.start && use.start < suite.end));
  if (before.length === 0) return values;
  return certain < 0 ? before : before.slice(0, certain + 1);
}

function attributeValues(program: Program, { names }: PathExpression, name: string, scope: Scope | null): readonly NamedValue[] {
  const all = program.valuesOf(name);
  const isRate = judgeRateName(name) !== null;
  // `progress.value` says nothing about `input.value`; of a rate the name is enough.
  const ofSame = (value: NamedValue) => isRate || value.names[value.names.length - 2] === names[names.length - 2];
  const attributes = all.filter((value) => (value.names.length > 1 && ofSame(value)) || value.kind === 'entry' || value.kind === 'option' || value.scope?.kind === 'class');
  // `config.lr` where `config` is a dictionary or call in sight.
  const holders = names.length === 2 ? resolveName(program, names[0], scope, null).values.map(({ value }) => value) : [];
  const held = attributes.filter(({ owner }) => owner && holders.includes(owner));
  if (held.length > 0) return held;
  if (names[0] === 'self' || names[0] === 'this') {
    const own = attributes.filter((value) => value.names[0] === names[0] || value.kind === 'field');
    if (own.length > 0) return own;
  }
  // What the command line sets is what `args` holds; a dictionary in an argument is nothing that could be asked.
  const set = attributes.filter((value) => value.names.length > 1 && value.names[0] === names[0]);
  const options = attributes.filter(({ kind }) => kind === 'option');
  if (options.length > 0) return [...options, ...set];
  const settings = attributes.filter(({ kind, owner }) => kind !== 'entry' || owner?.within.outer?.kind !== 'call');
  if (settings.length > 0) return settings;
  // Lightning's `self.hparams.lr` and the like: parameters that are kept under their names.
  const isKept = names[0] === 'self' || names[0] === 'this' || names.some((holder) => /^h(yper)?_?param/i.test(holder));
  return isRate && isKept ? all.filter(({ kind }) => kind === 'parameter') : [];
}
