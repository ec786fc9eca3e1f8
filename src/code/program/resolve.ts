import type { PathExpression, Parent } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Context } from './context.ts';
import { isSimpleName } from './name.ts';
import type { NamedValue } from './namedValue.ts';
import { compareValues } from './sourceOrder.ts';
import type { Program } from './program.ts';

/** The possible values of a path. */
export interface Resolution {
  readonly values: readonly NamedValue[];
  /** The function that it is a parameter of, whose callers may pass other values. */
  readonly parameterOf: Scope | null;
}

const UNRESOLVED: Resolution = { values: [], parameterOf: null };

/** The values that a name or attribute may have where it is used. */
export function resolve(program: Program, path: PathExpression, context: Context): Resolution {
  return resolveFrom(program, path, context, path.start);
}

/** The values that a name or attribute may have anywhere in the program. */
export function resolveAnywhere(program: Program, path: PathExpression, context: Context): Resolution {
  return resolveFrom(program, path, context, null);
}

function resolveFrom(program: Program, { names }: PathExpression, context: Context, use: number | null): Resolution {
  if (program.isSettings) return { values: referencedSettings(program, names), parameterOf: null };
  return names.length === 1
    ? resolveName(program, names[0], context, use)
    : { values: attributeValues(program, names, context), parameterOf: null };
}

/** In a configuration file: the entry with this key path, or else the only one of this name. */
function referencedSettings(program: Program, names: readonly string[]): readonly NamedValue[] {
  const all = program.nameOf(names[names.length - 1]).values;
  const exact = all.filter(({ container }) => keyPathOf(container?.parent).join('.') === names.slice(0, -1).join('.'));
  return exact.length > 0 || all.length > 1 ? exact : all;
}

/** The keys that lead to an expression, outermost first. */
function keyPathOf(parent: Parent | undefined): string[] {
  return parent?.node ? [...keyPathOf(parent.node.parent), parent.key ?? '[]'] : [];
}

/** Looks the name up from the innermost scope outwards. */
function resolveName(program: Program, name: string, context: Context, use: number | null): Resolution {
  const visible = (values: readonly NamedValue[], scope: Scope | null) =>
    use === null || scope !== context.scope ? values : visibleAt(values, context.unit, use);
  for (let { scope } = context; scope; scope = scope.parent) {
    const values = program
      .symbolsOf(context.unit)
      .valuesIn(scope, name)
      .filter((value) => isSimpleName(value) && !isRunningExtremum(program, value));
    const isParameter = scope.parameters.includes(name);
    if (values.length > 0 || isParameter)
      return { values: visible(values, scope), parameterOf: isParameter ? scope : null };
  }
  const { globals } = program.nameOf(name);
  return globals.length > 0 ? { values: visible(globals, null), parameterOf: null } : UNRESOLVED;
}

/** Whether a value only starts a running minimum or maximum. */
export function isRunningExtremum(program: Program, value: NamedValue): boolean {
  const name = value.names[value.names.length - 1];
  return program.nameOf(name).isRunningExtremum(value, () => program.symbolsOf(value.unit).valuesIn(value.scope, name));
}

/**
 * The values that a name may have at the offset `use` of a unit: the last unconditional one before it, and the conditional ones
 * in between. All values if none comes before.
 */
function visibleAt(values: readonly NamedValue[], unit: Unit, use: number): readonly NamedValue[] {
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

function attributeValues(program: Program, names: readonly string[], context: Context): readonly NamedValue[] {
  const name = names[names.length - 1];
  // `config.lr` where the program shows the dictionary or call that `config` is.
  const holders = names.length === 2 ? resolveName(program, names[0], context, null).values : [];
  const held = memberValues(program, holders, name);
  return held.length > 0 ? held : withinClass(program.nameOf(name).attributeValues(names), names, context);
}

/**
 * Keeps the values of the class around, and those outside of any class, if several classes give a value to `config.lr`. A field may
 * also have the value that a subclass gives to it.
 */
function withinClass(
  values: readonly NamedValue[],
  [holder]: readonly string[],
  context: Context,
): readonly NamedValue[] {
  const own = enclosingClass(context.scope);
  const isSelf = holder === 'self' || holder === 'this';
  if (
    own === null ||
    !values.some(
      ({ kind, scope }) => (kind === 'assign' || (isSelf && kind === 'field')) && enclosingClass(scope) === own,
    )
  )
    return values;
  const isSubclass = (scope: Scope) => isSelf && scope.bases.some((base) => base.split('.').pop() === own.name);
  return values.filter(({ kind, scope }) => {
    const around = enclosingClass(scope);
    return around === null || around === own || (kind === 'field' && isSubclass(around));
  });
}

function memberValues(program: Program, holders: readonly NamedValue[], name: string): readonly NamedValue[] {
  const containers = new Set(
    holders.map(({ value }) => value).filter(({ kind }) => kind === 'dict' || kind === 'call'),
  );
  if (containers.size === 0) return [];
  const units = new Set(holders.map(({ unit }) => unit));
  return [...units].flatMap((unit) => program.symbolsOf(unit).valuesInContainers(containers, name)).sort(compareValues);
}
