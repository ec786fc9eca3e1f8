import type { PathExpression, Within } from '../syntax/expression.ts';
import { classAround } from '../syntax/facts.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Context } from './context.ts';
import { isPlain } from './name.ts';
import type { NamedValue } from './namedValue.ts';
import { inOrder } from './sourceOrder.ts';
import type { Program } from './program.ts';

/** What a path stands for. */
export interface Resolution {
  readonly values: readonly NamedValue[];
  /** The function whose parameter it is, so that its callers say more. */
  readonly parameterOf: Scope | null;
}

const NOTHING: Resolution = { values: [], parameterOf: null };

/** The values that a name or attribute may have where it stands, as far as the program shows. */
export function resolve(program: Program, path: PathExpression, from: Context): Resolution {
  return resolveFrom(program, path, from, path.start);
}

/** The values that it may have at any time. */
export function resolveAnywhere(program: Program, path: PathExpression, from: Context): Resolution {
  return resolveFrom(program, path, from, null);
}

function resolveFrom(program: Program, { names }: PathExpression, from: Context, use: number | null): Resolution {
  if (program.settings) return { values: referredTo(program, names), parameterOf: null };
  return names.length === 1
    ? resolveName(program, names[0], from, use)
    : { values: attributeValues(program, names, from), parameterOf: null };
}

/** In a file of settings: the entry under these keys, or the only one of this name. */
function referredTo(program: Program, names: readonly string[]): readonly NamedValue[] {
  const all = program.name(names[names.length - 1]).values;
  const exact = all.filter(({ owner }) => keysOf(owner?.within).join('.') === names.slice(0, -1).join('.'));
  return exact.length > 0 || all.length > 1 ? exact : all;
}

/** The keys that lead to what is written there. */
function keysOf(within: Within | undefined): string[] {
  return within?.outer ? [...keysOf(within.outer.within), within.key ?? '[]'] : [];
}

/** From the innermost scope outwards, the first that knows the name. */
function resolveName(program: Program, name: string, { unit, scope: from }: Context, use: number | null): Resolution {
  const seen = (values: readonly NamedValue[], scope: Scope | null) =>
    use === null || scope !== from ? values : seenFrom(values, unit, use);
  for (let scope = from; scope; scope = scope.parent) {
    const values = program
      .statementOf(unit)
      .valuesIn(scope, name)
      .filter((value) => isPlain(value) && !isRunningExtreme(program, value));
    const isParameter = scope.parameters.includes(name);
    if (values.length > 0 || isParameter)
      return { values: seen(values, scope), parameterOf: isParameter ? scope : null };
  }
  const { globals } = program.name(name);
  return globals.length > 0 ? { values: seen(globals, null), parameterOf: null } : NOTHING;
}

/** Whether a value only begins a search for the lowest or highest one. */
export function isRunningExtreme(program: Program, value: NamedValue): boolean {
  const name = value.names[value.names.length - 1];
  return program.name(name).isRunningExtreme(value, () => program.statementOf(value.unit).valuesIn(value.scope, name));
}

/**
 * The values that a name may have at its use: the last one that it was certainly given before, and those that it may have been
 * given since, under a condition. All of them if none comes before.
 */
function seenFrom(values: readonly NamedValue[], unit: Unit, use: number): readonly NamedValue[] {
  const at = ({ unit: { offset }, start }: NamedValue) => offset + start;
  const before = values
    .filter((value) => value.unit.cell < unit.cell || (value.unit.cell === unit.cell && at(value) < unit.offset + use))
    .sort((a, b) => b.unit.cell - a.unit.cell || at(b) - at(a));
  if (before.length === 0) return values;
  const certain = before.findIndex(
    (value) => !value.suite || (value.unit === unit && value.suite.start <= use && use < value.suite.end),
  );
  return certain < 0 ? before : before.slice(0, certain + 1);
}

function attributeValues(program: Program, names: readonly string[], from: Context): readonly NamedValue[] {
  const name = names[names.length - 1];
  // `config.lr` where `config` is a dictionary or call in sight.
  const holders = names.length === 2 ? resolveName(program, names[0], from, null).values : [];
  const held = heldBy(program, holders, name);
  return held.length > 0 ? held : ofSameClass(program.name(name).attributes(names), names, from);
}

/** Of several classes that each give a value to `config.lr`, every one means its own, or what stands outside of all; a field is also that of heirs that declare it anew. */
function ofSameClass(values: readonly NamedValue[], [holder]: readonly string[], from: Context): readonly NamedValue[] {
  const own = classAround(from.scope);
  const isSelf = holder === 'self' || holder === 'this';
  if (
    own === null ||
    !values.some(({ kind, scope }) => (kind === 'assign' || (isSelf && kind === 'field')) && classAround(scope) === own)
  )
    return values;
  const isHeir = (scope: Scope) => isSelf && scope.bases.some((base) => base.split('.').pop() === own.name);
  return values.filter(({ kind, scope }) => {
    const around = classAround(scope);
    return around === null || around === own || (kind === 'field' && isHeir(around));
  });
}

function heldBy(program: Program, holders: readonly NamedValue[], name: string): readonly NamedValue[] {
  const owners = new Set(holders.map(({ value }) => value).filter(({ kind }) => kind === 'dict' || kind === 'call'));
  if (owners.size === 0) return [];
  const units = new Set(holders.map(({ unit }) => unit));
  return [...units].flatMap((unit) => program.statementOf(unit).valuesOwnedBy(owners, name)).sort(inOrder);
}
