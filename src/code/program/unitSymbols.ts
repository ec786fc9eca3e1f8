import type { RateRole } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, DictExpression, Expression } from '../syntax/expression.ts';
import type { Addition, Binding, Scope, ScopedCall, Unit } from '../syntax/facts.ts';
import { appendTo } from './lists.ts';
import type { AddedDicts, LocalFunction, NamedValue, CallSite } from './namedValue.ts';
import { declaredOption } from './commandLineOptions.ts';
import type { CommandLineOption } from './commandLineOptions.ts';

/** Calls that keep their keyword arguments as settings of the same name. */
const SETTINGS_CALLS =
  /(config|cfg|namespace|params|args|settings|hparams|set_defaults|edict|easydict|CN|options|init|Bunch|Munch)$/i;

/** The symbols of one unit: calls, functions, named values. Built once, because the facts of a unit never change. */
export class UnitSymbols {
  readonly calls: readonly CallSite[];
  readonly functions: readonly LocalFunction[];
  /** Bindings first, then dictionary entries, then values from calls. */
  readonly values: readonly NamedValue[];
  readonly additions: readonly AddedDicts[];
  #locals: Map<Scope | null, Map<string, NamedValue[]>> | null = null;

  constructor(readonly unit: Unit) {
    const { bindings, additions, calls, dicts, scopes } = unit.facts;
    this.calls = calls.map((scoped) => ({ unit, ...scoped }));
    this.functions = scopes.filter(({ kind }) => kind === 'function').map((scope) => ({ scope, unit }));
    this.values = [
      ...bindings.map((binding) => ({ unit, role: roleOf(binding), container: null, ...binding })),
      ...dicts.flatMap(({ dict, scope }) => entryValues(dict, scope, unit)),
      ...calls.flatMap((scoped) => callValues(scoped, unit)),
    ];
    this.additions = [...additions, ...calls.flatMap(additionsBy)]
      .filter(({ value }) => holdsDicts(value))
      .map((addition) => ({ unit, ...addition }));
  }

  /** The values that a scope of this unit gives to names that end in `name`. */
  valuesIn(scope: Scope | null, name: string): readonly NamedValue[] {
    this.#locals ??= groupByScope(this.values);
    return this.#locals.get(scope)?.get(name) ?? [];
  }

  /** The values of a name in some dictionaries and calls of this unit. */
  valuesInContainers(containers: ReadonlySet<Expression>, name: string): readonly NamedValue[] {
    return this.values.filter(
      ({ container, names }) => container && containers.has(container) && names[names.length - 1] === name,
    );
  }
}

/** The name to call a function by; for a constructor, the name of its class. */
export function callableName({ name, parent }: Scope): string {
  return name === '__init__' || name === 'constructor' ? (parent?.name ?? '') : name;
}

/** What a call adds to a list: `groups.append(a)`, `groups.extend(more)`, `groups.insert(0, a)`. */
function additionsBy({ call: { callee, args }, scope }: ScopedCall): Addition[] {
  if (callee.kind !== 'path' || callee.names.length < 2 || !/^(append|extend|insert)$/.test(lastName(callee) ?? ''))
    return [];
  const name = callee.names[callee.names.length - 2];
  return args.map(({ value }) => ({ name, value, scope }));
}

function holdsDicts(value: Expression): boolean {
  return value.kind === 'dict' || (value.kind === 'list' && value.items.some(holdsDicts));
}

/** The values that a function returns. */
export function returnValuesOf({ unit, scope }: LocalFunction): readonly Expression[] {
  return unit.facts.returns.flatMap((result) => (result.scope === scope ? [result.value] : []));
}

function groupByScope(values: readonly NamedValue[]): Map<Scope | null, Map<string, NamedValue[]>> {
  const scopes = new Map<Scope | null, Map<string, NamedValue[]>>();
  for (const value of values) {
    const names = scopes.get(value.scope) ?? new Map<string, NamedValue[]>();
    scopes.set(value.scope, names);
    appendTo(names, value.names[value.names.length - 1], value);
  }
  return scopes;
}

function entryValues(dict: DictExpression, scope: Scope | null, unit: Unit): NamedValue[] {
  const siblings = dict.entries.flatMap(({ key }) => key ?? []);
  return dict.entries.flatMap(({ key, value }) =>
    key ? namedValue(key, value, { role: 'config', scope, unit, siblings, container: dict }) : [],
  );
}

/** The values that a call gives to names, as a declared option or as keyword arguments. */
function callValues({ call, scope }: ScopedCall, unit: Unit): NamedValue[] {
  const option = declaredOption(call);
  return [...(option ? optionValues(option, unit) : []), ...keywordValues(call, scope, unit)];
}

function optionValues({ names, value }: CommandLineOption, unit: Unit): NamedValue[] {
  return [...new Set(names)].map((name) => namedValue(name, value, { kind: 'option', role: 'argument-default', unit }));
}

function keywordValues(call: CallExpression, scope: Scope | null, unit: Unit): NamedValue[] {
  const name = lastName(call.callee) ?? '';
  if (!SETTINGS_CALLS.test(name)) return [];
  const siblings = call.args.flatMap((argument) => argument.name ?? []);
  const role = name === 'set_defaults' ? 'argument-default' : 'config';
  return call.args.flatMap(({ name: key, value }) =>
    key !== null ? namedValue(key, value, { role, scope, unit, siblings, container: call }) : [],
  );
}

/** The value of an entry, unless its properties say otherwise. */
function namedValue(
  name: string,
  value: Expression,
  properties: Pick<NamedValue, 'role' | 'unit'> & Partial<NamedValue>,
): NamedValue {
  const { start, end } = value;
  const place = { start, end, scope: null, suite: null, block: null, siblings: [], container: null };
  return { kind: 'entry', names: [name], value, ...place, ...properties };
}

function roleOf({ kind, scope }: Binding): RateRole {
  if (kind === 'parameter') return 'argument-default';
  return kind === 'field' && scope?.kind === 'class' ? 'argument-default' : 'constant';
}
