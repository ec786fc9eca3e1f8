import type { OptimizerEntry, SchedulerEntry, SettingsEntry } from '../catalog/catalogEntry.ts';
import { parseRateName } from '../rateNames.ts';
import type { Framework } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, DictEntry, DictExpression, Expression, Span, Parent } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Context } from '../program/context.ts';
import { argumentFor, isLocalCall } from '../program/arguments.ts';
import { findNearbyOptimizer, optimizerNameIn } from './nearbyOptimizer.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { calleesOf } from './optimizerCalls.ts';
import type { Callee } from './optimizerCalls.ts';
import { onlyOf } from '../program/lists.ts';
import type { Program } from '../program/program.ts';
import { resolve, resolveAnywhere } from '../program/resolve.ts';
import type { CallSearch, AttributedUsage } from './callSearch.ts';
import { returnValuesOf } from '../program/unitSymbols.ts';

/** Records the rates of a call to an optimizer, scheduler or settings class of the catalog. */
export function searchKnownCall(
  search: CallSearch,
  call: CallExpression,
  context: Context,
  { entry, shift, isAmbiguous }: Callee,
): void {
  if (entry.kind === 'optimizer')
    searchOptimizer(search, call, context, entry, shift, isAmbiguous || isOneOfSeveralOptimizers(call, context));
  else if (entry.kind === 'scheduler') searchScheduler(search, call, context, entry);
  else searchSettings(search, call, context, entry);
}

function searchOptimizer(
  search: CallSearch,
  call: CallExpression,
  context: Context,
  entry: OptimizerEntry,
  shift: number,
  isOneOfSeveral: boolean,
): void {
  const framework = frameworkAt(search, context.scope, entry.framework);
  const usage: AttributedUsage = {
    role: 'optimizer',
    part: entry.rate.part,
    framework,
    optimizer: entry.name,
    isOneOfSeveral,
  };
  search.found.addOptimizer(entry.name, context.unit, !isOneOfSeveral);
  const rate = argumentFor(call, entry.rate, shift);
  if (rate) {
    search.record(rate.value, context, { ...usage, name: rate.name });
    const name = lastName(rate.value);
    if (name !== null) search.found.addConsumer(name, entry.name);
  }
  // Some optimizers take further rates, such as the `adam_lr` of a Muon that falls back to Adam.
  for (const { name, value } of call.args) {
    if (name !== null && value !== rate?.value && parseRateName(name))
      search.record(value, context, { ...usage, name });
  }
  const groups = entry.groups === null ? [] : groupsOf(search, call, context, entry.groups);
  for (const group of groups)
    recordEntries(search, group.dict.entries, group.context, { ...usage, role: 'param-group' });
  const spread = call.args.filter((argument) => argument.spread);
  for (const { value } of spread)
    for (const { dict, context: at } of dictsOf(search, value, context))
      recordEntries(search, dict.entries, at, { ...usage, role: 'config' });
  const groupRates = groups.map(({ dict }) => dict.entries.find(({ key }) => key === null || parseRateName(key)));
  const everyGroupHasRate = groups.length > 0 && groupRates.every((entry) => entry !== undefined);
  const given = [...(rate ? [rate] : []), ...groupRates.flatMap((entry) => entry ?? [])];
  if (!(rate || everyGroupHasRate) || !given.every(({ value }) => writtenNumber(value)))
    search.found.openOptimizers.add(entry.name);
  if (
    !rate &&
    shift === 0 &&
    spread.length === 0 &&
    !everyGroupHasRate &&
    entry.defaultRate !== null &&
    call.callee.kind === 'path' &&
    !mayBringOwnRate(call, groups)
  ) {
    addDefault(search, call, context, { ...entry, defaultRate: entry.defaultRate, framework }, entry.name);
  }
}

/** Records that the rate is the default of what a call creates. */
function addDefault(
  search: CallSearch,
  { callee: { start, end } }: CallExpression,
  { unit }: Context,
  { rate, framework, defaultRate }: Pick<SettingsEntry, 'rate' | 'framework' | 'defaultRate'>,
  optimizer: string | null,
): void {
  search.found.addDefault({ unit, start, end, value: defaultRate, framework, optimizer, name: rate.names[0] });
}

/** Whether the first argument may set the rate: Pyro takes a dictionary there, and parameter groups may have their own rates. */
function mayBringOwnRate({ args: [first] }: CallExpression, groups: readonly unknown[]): boolean {
  if (!first || groups.length > 0) return false;
  const name = first.value.kind === 'call' ? lastName(first.value.callee) : lastName(first.value);
  const isToldRates =
    first.value.kind === 'call' && first.value.args.some(({ value }) => parseRateName(lastName(value) ?? '') !== null);
  return first.value.kind === 'dict' || isToldRates || (name !== null && /groups?(_|$)|_lrd$/i.test(name));
}

function searchSettings(search: CallSearch, call: CallExpression, context: Context, entry: SettingsEntry): void {
  const optimizer = optimizerNamedInCall(search.program, call);
  const rate = argumentFor(call, entry.rate);
  const { framework } = entry;
  const named = call.args.map(({ name, value }) => ({ key: name, value }));
  recordEntries(search, named, context, { role: 'config', part: 'base', framework, optimizer });
  if (!rate && !call.args.some(({ spread }) => spread) && call.args.length > 0)
    addDefault(search, call, context, entry, optimizer);
}

/** A condition that selects one of several: `if kind == "adam":`. */
const SELECTS_ONE = /[=!]=\s*f?['"]|['"]\s*[=!]=|\bin\s*[([{]/;

/** Whether an optimizer is one of several that the code chooses among: in a branch, under a condition that selects it, or in a table. */
export function isOneOfSeveralOptimizers({ parent }: CallExpression, { block }: Context): boolean {
  for (let outer = block ?? null; outer; outer = outer.outer) {
    if (
      outer.kind === 'if' &&
      !outer.conditions.includes('__main__') &&
      (outer.branches > 1 || SELECTS_ONE.test(outer.conditions))
    )
      return true;
  }
  return parent.isAlternative === true || (parent.node?.kind === 'dict' && !/optim/i.test(parent.key ?? ''));
}

/** Other settings than the rate that a schedule may be for. */
const NON_RATE_SCHEDULES =
  /^(alpha|beta\d?|b\d|eps\w*|epsilon\w*|momentum|temperature|temp|tau|(?!.*(lr|rate)).*(decay|dropout|weight|noise|coef\w{0,20}|clip|every_k\w{0,20})|(std|sigma|noise|kl)(_?sched\w*)?)$/i;

function searchScheduler(search: CallSearch, call: CallExpression, context: Context, entry: SchedulerEntry): void {
  const framework = frameworkAt(search, context.scope, entry.framework);
  const position = entry.parameters.indexOf('optimizer');
  const holder = position < 0 ? undefined : argumentFor(call, { names: ['optimizer'], position })?.value;
  const optimizer = holder ? heldOptimizer(search.program, holder, context) : null;
  // In optax any setting can have a schedule.
  if (entry.framework === 'optax' && isNonRateSchedule(call.parent)) return;
  for (const rate of entry.rates) {
    const argument = argumentFor(call, rate);
    if (argument)
      search.record(argument.value, context, {
        role: 'scheduler',
        part: rate.part,
        framework,
        optimizer,
        name: rate.names[0],
      });
  }
  const settings = Object.fromEntries(
    call.args.flatMap(({ name, value, spread }, index) => {
      const parameter = name ?? (spread ? undefined : entry.parameters[index]);
      const number = settingValue(search, value, context);
      return parameter !== undefined && number !== null ? [[parameter, number] as const] : [];
    }),
  );
  search.found.schedules.push({
    unit: context.unit,
    start: call.callee.start,
    end: call.callee.end,
    entry: { ...entry, framework },
    optimizer,
    settings,
  });
}

/** Whether a schedule is passed as a setting other than the rate: `max_norm=linear_schedule(…)`. */
function isNonRateSchedule({ node, key }: Parent): boolean {
  if (key === null) return false;
  return (
    NON_RATE_SCHEDULES.test(key) ||
    (node?.kind === 'call' && !parseRateName(key) && !/sched|step_?size|_fn$|value/i.test(key))
  );
}

function settingValue(search: CallSearch, value: Expression, context: Context): number | null {
  const number = writtenNumber(value);
  if (number || value.kind !== 'path') return number?.value ?? null;
  const { values } = resolve(search.program, value, context);
  return values.length === 1 ? (writtenNumber(values[0].value)?.value ?? null) : null;
}

/** The name of the optimizer that an expression evaluates to; null if that is unknown or ambiguous. */
export function heldOptimizer(program: Program, expression: Expression, context: Context): string | null {
  if (expression.kind === 'call') {
    return onlyOf(
      calleesOf(program, expression, context).flatMap(({ entry }) => (entry.kind === 'optimizer' ? entry.name : [])),
    );
  }
  if (expression.kind !== 'path') return null;
  const { values } = resolve(program, expression, context);
  const names = new Set(
    values.flatMap(({ value, unit, scope }) => {
      if (value.kind === 'call') return heldOptimizer(program, value, { unit, scope }) ?? [];
      // `get_config("optim.py").AdamW`
      return value.kind === 'path' && value.names[0] === '()' ? (optimizerNameIn(value) ?? []) : [];
    }),
  );
  return names.size === 1 ? [...names][0] : null;
}

/** The optimizer that a call names in an argument (`optim="adamw_torch"`) or near it. */
export function optimizerNamedInCall(program: Program, call: CallExpression): string | null {
  const named = call.args.find(({ name }) => name === 'optim' || name === 'optimizer' || name === 'opt');
  return (named && optimizerNameIn(named.value)) ?? findNearbyOptimizer(program, { node: call, key: null });
}

interface PlacedDict {
  readonly dict: DictExpression;
  readonly context: Context;
}

/** The parameter groups of a call: the dictionaries in its list of parameters. */
function groupsOf(search: CallSearch, call: CallExpression, context: Context, position: number): PlacedDict[] {
  const argument = argumentFor(call, { names: ['params', 'model_params'], position });
  return argument ? dictsOf(search, argument.value, context) : [];
}

/** How many names a list of groups is followed through, as it is returned, filtered and passed on. */
const MAX_NAME_DEPTH = 4;
/** A longer list isn't one of parameter groups. */
const MAX_ADDITIONS = 50;

/** The dictionaries that an expression evaluates to or lists. */
function dictsOf(
  search: CallSearch,
  expression: Expression,
  context: Context,
  depth = 0,
  seen = new Set<Expression>(),
): PlacedDict[] {
  if (expression.kind === 'dict') return [{ dict: expression, context }];
  if (expression.kind === 'list')
    return expression.items.flatMap((item) => dictsOf(search, item, context, depth, seen));
  // [{ "params": p } for p in parts]
  if (expression.kind === 'other') return dictsWithin(expression, context);
  if ((expression.kind !== 'path' && expression.kind !== 'call') || depth > MAX_NAME_DEPTH || seen.has(expression))
    return [];
  seen.add(expression);
  const { program } = search;
  const dictsIn = (
    values: readonly { readonly value: Expression; readonly unit: Unit; readonly scope: Scope | null }[],
  ) => values.flatMap(({ value, unit, scope }) => dictsOf(search, value, { unit, scope }, depth + 1, seen));
  if (expression.kind === 'call') {
    // groups_of(model)
    const called = isLocalCall(expression) ? program.functionsNamed(lastName(expression.callee) ?? '') : [];
    return dictsIn(called.flatMap((one) => returnValuesOf(one).map((value) => ({ ...one, value }))));
  }
  const dicts = dictsIn(resolve(program, expression, context).values);
  // A list that is filtered into itself: `groups = [g for g in groups if …]`.
  const before = dicts.length > 0 ? dicts : dictsIn(resolveAnywhere(program, expression, context).values);
  const added = program
    .additionsToLists(lastName(expression) ?? '')
    .filter(({ unit, scope }) => scope === context.scope && (scope === null || unit === context.unit))
    .slice(0, MAX_ADDITIONS);
  return [...before, ...dictsIn(added)];
}

function dictsWithin({ start, end }: Span, context: Context): PlacedDict[] {
  return context.unit.facts.dicts.flatMap(({ dict }) =>
    start <= dict.start && dict.end <= end ? [{ dict, context }] : [],
  );
}

function recordEntries(
  search: CallSearch,
  entries: readonly DictEntry[],
  context: Context,
  usage: AttributedUsage,
): void {
  for (const { key, value } of entries) {
    const rateName = key === null ? null : parseRateName(key);
    if (rateName) search.record(value, context, { ...usage, name: key, part: rateName.part });
  }
}

/** The framework of an optimizer or scheduler; Lightning for those that `configure_optimizers` returns. */
function frameworkAt(search: CallSearch, scope: Scope | null, framework: Framework): Framework {
  const isLightning = framework === 'torch' && scope?.name === 'configure_optimizers' && scope.parent?.kind === 'class';
  return isLightning && search.program.importsFrom(/^(pytorch_)?lightning\b/) ? 'lightning' : framework;
}
