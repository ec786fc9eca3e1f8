import { isOwnRate, judgeRateName } from '../rateNames.ts';
import type { RateRole } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, DictExpression, Expression } from '../syntax/expression.ts';
import type { Addition, Binding, Scope, ScopedCall, Unit } from '../syntax/facts.ts';
import { append } from './lists.ts';
import { isSmallNumber } from './writtenNumber.ts';
import type { AddedDicts, LocalFunction, NamedValue, PlacedCall } from './namedValue.ts';
import { declaredOption } from './commandLineOptions.ts';
import type { Option } from './commandLineOptions.ts';

/** Calls that keep their arguments under the names that these have. */
const KEEPS_NAMES =
  /(config|cfg|namespace|params|args|settings|hparams|set_defaults|edict|easydict|CN|options|init|Bunch|Munch)$/i;

/** What one unit of a program says, by names. Made once, since the unit never changes. */
export class Statement {
  readonly calls: readonly PlacedCall[];
  readonly functions: readonly LocalFunction[];
  /** What is bound, what dictionaries hold, then what calls give. */
  readonly values: readonly NamedValue[];
  readonly additions: readonly AddedDicts[];
  #locals: Map<Scope | null, Map<string, NamedValue[]>> | null = null;

  constructor(readonly unit: Unit) {
    const { bindings, additions, calls, dicts, scopes } = unit.facts;
    this.calls = calls.map((scoped, index) => ({ unit, index, ...scoped }));
    this.functions = scopes.filter(({ kind }) => kind === 'function').map((scope) => ({ scope, unit }));
    this.values = [
      ...bindings
        .flatMap(withSettingsOfRates)
        .map((binding) => ({ unit, role: roleOf(binding), owner: null, isPassed: false, ...binding })),
      ...dicts.flatMap(({ dict, scope }) => entriesOf(dict, scope, unit)),
      ...calls.flatMap((scoped) => passedBy(scoped, unit)),
    ];
    this.additions = [...additions, ...calls.flatMap(addedBy)]
      .filter(({ value }) => holdsDicts(value))
      .map((addition) => ({ unit, ...addition }));
  }

  /** What is given to names of this last part in a scope, which lies in one unit as a whole. */
  valuesIn(scope: Scope | null, name: string): readonly NamedValue[] {
    this.#locals ??= byScope(this.values);
    return this.#locals.get(scope)?.get(name) ?? [];
  }

  /** What these dictionaries and calls in it give to a name. */
  valuesOwnedBy(owners: ReadonlySet<Expression>, name: string): readonly NamedValue[] {
    return this.values.filter(({ owner, names }) => owner && owners.has(owner) && names[names.length - 1] === name);
  }
}

/** The name that a function is called by. */
export function nameOfFunction({ name, parent }: Scope): string {
  return name === '__init__' || name === 'constructor' ? (parent?.name ?? '') : name;
}

/** `config.lr.base = 0.1` also says what `config.lr` is. */
function withSettingsOfRates(binding: Binding): Binding[] {
  const { names, value } = binding;
  const isRate =
    names.length > 2 &&
    isOwnRate(names[names.length - 1]) &&
    isSmallNumber(value) &&
    judgeRateName(names[names.length - 2]) !== null;
  return isRate ? [binding, { ...binding, names: names.slice(0, -1) }] : [binding];
}

/** `groups.append(a)`, `groups.extend(more)`, `groups.insert(0, a)`. */
function addedBy({ call: { callee, args }, scope }: ScopedCall): Addition[] {
  if (callee.kind !== 'path' || callee.names.length < 2 || !/^(append|extend|insert)$/.test(lastName(callee) ?? ''))
    return [];
  const name = callee.names[callee.names.length - 2];
  return args.map(({ value }) => ({ name, value, scope }));
}

function holdsDicts(value: Expression): boolean {
  return value.kind === 'dict' || (value.kind === 'list' && value.items.some(holdsDicts));
}

/** What a function returns, here and there. */
export function returnedBy({ unit, scope }: LocalFunction): readonly Expression[] {
  return unit.facts.returns.flatMap((result) => (result.scope === scope ? [result.value] : []));
}

function byScope(values: readonly NamedValue[]): Map<Scope | null, Map<string, NamedValue[]>> {
  const scopes = new Map<Scope | null, Map<string, NamedValue[]>>();
  for (const value of values) {
    const names = scopes.get(value.scope) ?? new Map<string, NamedValue[]>();
    scopes.set(value.scope, names);
    append(names, value.names[value.names.length - 1], value);
  }
  return scopes;
}

function entriesOf(dict: DictExpression, scope: Scope | null, unit: Unit): NamedValue[] {
  const siblings = dict.entries.flatMap(({ key }) => key ?? []);
  return dict.entries.flatMap(({ key, value }) =>
    key ? entry(key, value, { role: 'config', scope, unit, siblings, owner: dict, isPassed: false }) : [],
  );
}

/** Options and keywords become values of their names. */
function passedBy({ call, scope }: ScopedCall, unit: Unit): NamedValue[] {
  const option = declaredOption(call);
  return option ? [...optionsOf(option, unit), ...keptBy(call, scope, unit)] : keptBy(call, scope, unit);
}

function optionsOf({ names, value }: Option, unit: Unit): NamedValue[] {
  const { start, end } = value;
  return [...new Set(names)].map((name) => ({
    kind: 'option',
    role: 'argument-default',
    names: [name],
    value,
    scope: null,
    unit,
    siblings: [],
    suite: null,
    owner: null,
    isPassed: true,
    start,
    end,
  }));
}

function keptBy(call: CallExpression, scope: Scope | null, unit: Unit): NamedValue[] {
  const name = lastName(call.callee) ?? '';
  if (!KEEPS_NAMES.test(name)) return [];
  const siblings = call.args.flatMap((argument) => argument.name ?? []);
  const role = name === 'set_defaults' ? 'argument-default' : 'config';
  return call.args.flatMap(({ name: key, value }) =>
    key !== null ? entry(key, value, { role, scope, unit, siblings, owner: call, isPassed: true }) : [],
  );
}

function entry(
  name: string,
  value: Expression,
  given: Pick<NamedValue, 'role' | 'scope' | 'unit' | 'siblings' | 'owner' | 'isPassed'>,
): NamedValue {
  return { kind: 'entry', names: [name], value, suite: null, start: value.start, end: value.end, ...given };
}

function roleOf({ kind, scope }: Binding): RateRole {
  if (kind === 'parameter') return 'argument-default';
  return kind === 'field' && scope?.kind === 'class' ? 'argument-default' : 'constant';
}
