import type { OptimizerEntry, SchedulerEntry, SettingsEntry } from '../catalog/catalogEntry.ts';
import { argumentFor, isLocalCall } from '../program/arguments.ts';
import type { Context } from '../program/context.ts';
import { onlyOf } from '../program/lists.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolve, resolveAnywhere } from '../program/resolve.ts';
import { returnValuesOf } from '../program/unitSymbols.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { parseRateName } from '../rateNames.ts';
import type { Framework } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, DictEntry, DictExpression, Expression, Parent } from '../syntax/expression.ts';
import type { AttributedUsage, CallSearch } from './callSearch.ts';
import { findNearbyOptimizer, optimizerNameIn } from './nearbyOptimizer.ts';
import { calleesOf } from './optimizerCalls.ts';
import type { Callee } from './optimizerCalls.ts';

/** Records the rates of a call to an optimizer, scheduler or settings class of the catalog. */
export function searchKnownCall(search: CallSearch, { entry, shift, isAmbiguous }: Callee): void {
  if (entry.kind === 'optimizer')
    searchOptimizer(search, entry, shift, isAmbiguous || isOneOfSeveralOptimizers(search.site));
  else if (entry.kind === 'scheduler') searchScheduler(search, entry);
  else searchSettings(search, entry);
}

function searchOptimizer(search: CallSearch, entry: OptimizerEntry, shift: number, isOneOfSeveral: boolean): void {
  const { call, found, site } = search;
  const framework = frameworkAt(search, entry.framework);
  const usage = { role: 'optimizer', part: entry.rate.part, framework, optimizer: entry.name, isOneOfSeveral } as const;
  found.addOptimizer(entry.name, site.unit, !isOneOfSeveral);
  const rate = argumentFor(call, entry.rate, shift);
  if (rate) {
    search.record(rate.value, { ...usage, name: rate.name });
    const name = lastName(rate.value);
    if (name !== null) found.addConsumer(name, entry.name);
  }
  // Some optimizers take further rates, such as the `adam_lr` of a Muon that falls back to Adam.
  for (const { name, value } of call.args)
    if (name !== null && value !== rate?.value && parseRateName(name)) search.record(value, { ...usage, name });
  const parameters =
    entry.groups === null ? null : argumentFor(call, { names: ['params', 'model_params'], position: entry.groups });
  const groups = parameters ? dictsOf(search.program, parameters.value, site) : [];
  for (const group of groups)
    recordEntries(search, group.dict.entries, { ...usage, role: 'param-group' }, group.context);
  const spread = call.args.filter((argument) => argument.spread);
  for (const { value } of spread)
    for (const { dict, context } of dictsOf(search.program, value, site))
      recordEntries(search, dict.entries, { ...usage, role: 'config' }, context);
  const groupRates = groups.map(({ dict }) => dict.entries.find(({ key }) => key === null || parseRateName(key)));
  const hasRate = rate !== null || (groups.length > 0 && groupRates.every((one) => one !== undefined));
  const given = [...(rate ? [rate] : []), ...groupRates.flatMap((one) => one ?? [])];
  if (!hasRate || !given.every(({ value }) => writtenNumber(value))) found.openOptimizers.add(entry.name);
  const isPlainCall = shift === 0 && spread.length === 0 && call.callee.kind === 'path';
  if (!hasRate && isPlainCall && entry.defaultRate !== null && !mayBringOwnRate(call, groups))
    addDefault(search, entry.rate.names[0], entry.defaultRate, framework, entry.name);
}

/** Records that the rate is the default of what a call creates. */
function addDefault(
  { found, call, site }: CallSearch,
  name: string,
  value: number,
  framework: Framework,
  optimizer: string | null,
): void {
  const { start, end } = call.callee;
  found.addDefault({ unit: site.unit, start, end, value, framework, optimizer, name });
}

/** Whether the first argument may set the rate: Pyro takes a dictionary there, and parameter groups may have their own rates. */
function mayBringOwnRate({ args: [first] }: CallExpression, groups: readonly unknown[]): boolean {
  if (!first || groups.length > 0) return false;
  const { value } = first;
  const name = lastName(value.kind === 'call' ? value.callee : value);
  const isToldRates =
    value.kind === 'call' && value.args.some((argument) => parseRateName(lastName(argument.value) ?? '') !== null);
  return value.kind === 'dict' || isToldRates || /groups?(_|$)|_lrd$/i.test(name ?? '');
}

function searchSettings(search: CallSearch, entry: SettingsEntry): void {
  const { program, call } = search;
  const { framework, rate, defaultRate } = entry;
  const named = call.args.find(({ name }) => name === 'optim' || name === 'optimizer' || name === 'opt');
  const optimizer = (named && optimizerNameIn(named.value)) ?? findNearbyOptimizer(program, { node: call, key: null });
  const entries = call.args.map(({ name, value }) => ({ key: name, value }));
  recordEntries(search, entries, { role: 'config', part: 'base', framework, optimizer });
  if (!argumentFor(call, rate) && !call.args.some(({ spread }) => spread) && call.args.length > 0)
    addDefault(search, rate.names[0], defaultRate, framework, optimizer);
}

/** A condition that selects one of several: `if kind == "adam":`. */
const SELECTS_ONE = /[=!]=\s*f?['"]|['"]\s*[=!]=|\bin\s*[([{]/;

/** Whether an optimizer is one of several that the code chooses among: in a branch, under a condition that selects it, or in a table. */
export function isOneOfSeveralOptimizers({ call: { parent }, block }: CallSite): boolean {
  for (let outer = block; outer; outer = outer.outer) {
    const { kind, conditions, branches } = outer;
    if (kind === 'if' && !conditions.includes('__main__') && (branches > 1 || SELECTS_ONE.test(conditions)))
      return true;
  }
  return parent.isAlternative === true || (parent.node?.kind === 'dict' && !/optim/i.test(parent.key ?? ''));
}

/** Other settings than the rate that a schedule may be for. */
const NON_RATE_SCHEDULES =
  /^(alpha|beta\d?|b\d|eps\w*|epsilon\w*|momentum|temperature|temp|tau|(?!.*(lr|rate)).*(decay|dropout|weight|noise|coef\w{0,20}|clip|every_k\w{0,20})|(std|sigma|noise|kl)(_?sched\w*)?)$/i;

function searchScheduler(search: CallSearch, entry: SchedulerEntry): void {
  const { program, call, site } = search;
  // In optax any setting can have a schedule.
  if (entry.framework === 'optax' && isNonRateSchedule(call.parent)) return;
  const framework = frameworkAt(search, entry.framework);
  const position = entry.parameters.indexOf('optimizer');
  const holder = position < 0 ? undefined : argumentFor(call, { names: ['optimizer'], position })?.value;
  const optimizer = holder ? heldOptimizer(program, holder, site) : null;
  for (const rate of entry.rates) {
    const argument = argumentFor(call, rate);
    const [name] = rate.names;
    if (argument) search.record(argument.value, { role: 'scheduler', part: rate.part, framework, optimizer, name });
  }
  const settings: Record<string, number> = {};
  for (const [index, { name, value, spread }] of call.args.entries()) {
    const parameter = name ?? (spread ? undefined : entry.parameters[index]);
    const number = settingValue(search, value);
    if (parameter !== undefined && number !== null) settings[parameter] = number;
  }
  const { start, end } = call.callee;
  search.found.schedules.push({ unit: site.unit, start, end, entry: { ...entry, framework }, optimizer, settings });
}

/** Whether a schedule is passed as a setting other than the rate: `max_norm=linear_schedule(…)`. */
function isNonRateSchedule({ node, key }: Parent): boolean {
  if (key === null) return false;
  return (
    NON_RATE_SCHEDULES.test(key) ||
    (node?.kind === 'call' && !parseRateName(key) && !/sched|step_?size|_fn$|value/i.test(key))
  );
}

function settingValue({ program, site }: CallSearch, value: Expression): number | null {
  const number = writtenNumber(value);
  if (number || value.kind !== 'path') return number?.value ?? null;
  const { values } = resolve(program, value, site);
  return values.length === 1 ? (writtenNumber(values[0].value)?.value ?? null) : null;
}

/** The name of the optimizer that an expression evaluates to; null if that is unknown or ambiguous. */
export function heldOptimizer(program: Program, expression: Expression, context: Context): string | null {
  if (expression.kind === 'call')
    return onlyOf(
      calleesOf(program, expression, context).flatMap(({ entry }) => (entry.kind === 'optimizer' ? entry.name : [])),
    );
  if (expression.kind !== 'path') return null;
  return onlyOf(
    resolve(program, expression, context).values.flatMap(({ value, ...at }) => {
      if (value.kind === 'call') return heldOptimizer(program, value, at) ?? [];
      // `get_config("optim.py").AdamW`
      return value.kind === 'path' && value.names[0] === '()' ? (optimizerNameIn(value) ?? []) : [];
    }),
  );
}

interface PlacedDict {
  readonly dict: DictExpression;
  readonly context: Context;
}

/** How many names a list of groups is followed through, as it is returned, filtered and passed on. */
const MAX_NAME_DEPTH = 4;
/** A longer list isn't one of parameter groups. */
const MAX_ADDITIONS = 50;

/** The dictionaries that an expression evaluates to or lists. */
function dictsOf(
  program: Program,
  expression: Expression,
  context: Context,
  depth = 0,
  seen = new Set<Expression>(),
): PlacedDict[] {
  if (expression.kind === 'dict') return [{ dict: expression, context }];
  if (expression.kind === 'list')
    return expression.items.flatMap((item) => dictsOf(program, item, context, depth, seen));
  // [{ "params": p } for p in parts]
  if (expression.kind === 'other')
    return context.unit.facts.dicts.flatMap(({ dict }) =>
      expression.start <= dict.start && dict.end <= expression.end ? [{ dict, context }] : [],
    );
  if ((expression.kind !== 'path' && expression.kind !== 'call') || depth > MAX_NAME_DEPTH || seen.has(expression))
    return [];
  seen.add(expression);
  const dictsIn = (values: readonly (Context & { readonly value: Expression })[]) =>
    values.flatMap((one) => dictsOf(program, one.value, one, depth + 1, seen));
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

function recordEntries(
  search: CallSearch,
  entries: readonly DictEntry[],
  usage: AttributedUsage,
  context?: Context,
): void {
  for (const { key, value } of entries) {
    const rateName = key === null ? null : parseRateName(key);
    if (rateName) search.record(value, { ...usage, name: key, part: rateName.part }, context);
  }
}

/** The framework of an optimizer or scheduler; Lightning for those that `configure_optimizers` returns. */
function frameworkAt({ program, site: { scope } }: CallSearch, framework: Framework): Framework {
  const isLightning = framework === 'torch' && scope?.name === 'configure_optimizers' && scope.parent?.kind === 'class';
  return isLightning && program.importsFrom(/^(pytorch_)?lightning\b/) ? 'lightning' : framework;
}
