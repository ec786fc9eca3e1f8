import type { OptimizerEntry, SchedulerEntry, SettingsEntry } from '../catalog/catalogEntry.ts';
import { judgeRateName } from '../rateNames.ts';
import type { Framework } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, DictExpression, Expression, Span, Within } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Context } from '../program/context.ts';
import { argumentFor, isOwnCall } from '../program/arguments.ts';
import { optimizerAround, optimizerNamed } from './nearbyOptimizer.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { calleesOf } from './optimizerCalls.ts';
import type { Callee } from './optimizerCalls.ts';
import type { Program } from '../program/program.ts';
import { resolve, resolveAnywhere } from '../program/resolve.ts';
import type { Search, Slot } from './callSearch.ts';
import { returnedBy } from '../program/unitSymbols.ts';

/** Records the rates of a call to an optimizer, a scheduler or settings of the catalog. */
export function searchKnownCall(
  search: Search,
  call: CallExpression,
  where: Context,
  { entry, shift, isOneOfMany }: Callee,
): void {
  if (entry.kind === 'optimizer')
    searchOptimizer(search, call, where, entry, shift, isOneOfMany || isChosen(call, where));
  else if (entry.kind === 'scheduler') searchScheduler(search, call, where, entry);
  else searchSettings(search, call, where, entry);
}

function searchOptimizer(
  search: Search,
  call: CallExpression,
  where: Context,
  entry: OptimizerEntry,
  shift: number,
  chosen: boolean,
): void {
  const framework = frameworkAt(search, where.scope, entry.framework);
  const slot: Slot = {
    role: 'optimizer',
    part: entry.rate.part,
    framework,
    optimizer: entry.name,
    chosen,
    nearby: null,
    name: null,
  };
  search.optimizers.add(entry.name);
  search.isCertain ||= !chosen;
  const rate = argumentFor(call, entry.rate, shift);
  if (rate) {
    search.collect(rate.value, where, { ...slot, name: rate.name });
    const name = lastName(rate.value);
    if (name !== null) search.takers.push({ name, optimizer: entry.name });
  }
  // Tools take other rates along with the first one, as `adam_lr` of a Muon that holds an Adam as well.
  for (const { name, value } of call.args) {
    if (name !== null && value !== rate?.value && judgeRateName(name)) search.collect(value, where, { ...slot, name });
  }
  const groups = entry.groups === null ? [] : groupsOf(search, call, where, entry.groups);
  for (const group of groups) collectEntries(search, group.dict, group.where, { ...slot, role: 'param-group' });
  const spread = call.args.filter((argument) => argument.spread);
  for (const { value } of spread)
    for (const { dict, where: at } of dictsOf(search, value, where))
      collectEntries(search, dict, at, { ...slot, role: 'config' });
  const ratesOfGroups = groups.map(({ dict }) => dict.entries.find(({ key }) => key === null || judgeRateName(key)));
  const everyGroupHasOne = groups.length > 0 && ratesOfGroups.every((entry) => entry !== undefined);
  const given = [...(rate ? [rate] : []), ...ratesOfGroups.flatMap((entry) => entry ?? [])];
  if (!(rate || everyGroupHasOne) || !given.every(({ value }) => writtenNumber(value))) search.awaitsRate = true;
  if (
    !rate &&
    shift === 0 &&
    spread.length === 0 &&
    !everyGroupHasOne &&
    entry.defaultRate !== null &&
    call.callee.kind === 'path' &&
    !isOptional(call, groups)
  ) {
    const { start, end } = call.callee;
    search.defaults.push({ unit: where.unit, start, end, value: entry.defaultRate, framework, optimizer: entry.name });
  }
}

/** Pyro and others take their rate in a dictionary in place of the parameters, and groups from elsewhere may bring theirs. */
function isOptional({ args: [first] }: CallExpression, groups: readonly unknown[]): boolean {
  if (!first || groups.length > 0) return false;
  const name = first.value.kind === 'call' ? lastName(first.value.callee) : lastName(first.value);
  const isToldRates =
    first.value.kind === 'call' && first.value.args.some(({ value }) => judgeRateName(lastName(value) ?? '') !== null);
  return first.value.kind === 'dict' || isToldRates || (name !== null && /groups?(_|$)|_lrd$/i.test(name));
}

function searchSettings(search: Search, call: CallExpression, where: Context, entry: SettingsEntry): void {
  const optimizer = optimizerOfCall(call);
  const rate = argumentFor(call, entry.rate);
  const slot: Slot = { role: 'config', part: 'base', framework: entry.framework, optimizer, nearby: null, name: null };
  for (const { name, value } of call.args) {
    const judged = name === null ? null : judgeRateName(name);
    if (judged) search.collect(value, where, { ...slot, name, part: judged.part });
  }
  if (!rate && !call.args.some(({ spread }) => spread) && call.args.length > 0) {
    const { start, end } = call.callee;
    search.defaults.push({
      unit: where.unit,
      start,
      end,
      value: entry.defaultRate,
      framework: entry.framework,
      optimizer,
    });
  }
}

/** A condition that asks for one of several: `if kind == "adam":`. */
const ASKS_FOR_ONE = /[=!]=\s*f?['"]|['"]\s*[=!]=|\bin\s*[([{]/;

/** Whether an optimizer is one of several that the code chooses among: in one branch of several, under a condition that asks for it, or in a table of them. */
export function isChosen({ within }: CallExpression, { block }: Context): boolean {
  for (let outer = block ?? null; outer; outer = outer.outer) {
    if (
      outer.kind === 'if' &&
      !outer.conditions.includes('__main__') &&
      (outer.branches > 1 || ASKS_FOR_ONE.test(outer.conditions))
    )
      return true;
  }
  return within.isOption === true || (within.outer?.kind === 'dict' && !/optim/i.test(within.key ?? ''));
}

/** Names of what a schedule may be for, besides a rate. */
const SETTINGS_OF_OTHER_KINDS =
  /^(alpha|beta\d?|b\d|eps\w*|epsilon\w*|momentum|temperature|temp|tau|(?!.*(lr|rate)).*(decay|dropout|weight|noise|coef\w*|clip|every_k\w*)|(std|sigma|noise|kl)(_?sched\w*)?)$/i;

function searchScheduler(search: Search, call: CallExpression, where: Context, entry: SchedulerEntry): void {
  const framework = frameworkAt(search, where.scope, entry.framework);
  const position = entry.parameters.indexOf('optimizer');
  const holder =
    position < 0 ? undefined : argumentFor(call, { names: ['optimizer'], position })?.value;
  const optimizer = holder ? optimizerOf(search.program, holder, where) : null;
  // Optax takes schedules for any setting.
  if (entry.framework === 'optax' && isOfOtherKind(call.within)) return;
  for (const rate of entry.rates) {
    const argument = argumentFor(call, rate);
    if (argument)
      search.collect(argument.value, where, {
        role: 'scheduler',
        part: rate.part,
        framework,
        optimizer,
        nearby: null,
        name: rate.names[0],
      });
  }
  const settings = Object.fromEntries(
    call.args.flatMap(({ name, value, spread }, index) => {
      const parameter = name ?? (spread ? undefined : entry.parameters[index]);
      const number = settingValue(search, value, where);
      return parameter !== undefined && number !== null ? [[parameter, number] as const] : [];
    }),
  );
  search.schedules.push({
    unit: where.unit,
    start: call.callee.start,
    end: call.callee.end,
    entry: { ...entry, framework },
    optimizer,
    settings,
  });
}

/** A schedule that a call takes as something else than a rate or a schedule: `max_norm=linear_schedule(…)`. */
function isOfOtherKind({ outer, key }: Within): boolean {
  if (key === null) return false;
  return (
    SETTINGS_OF_OTHER_KINDS.test(key) ||
    (outer?.kind === 'call' && !judgeRateName(key) && !/sched|step_?size|_fn$|value/i.test(key))
  );
}

function settingValue(search: Search, value: Expression, where: Context): number | null {
  const number = writtenNumber(value);
  if (number || value.kind !== 'path') return number?.value ?? null;
  const { values } = resolve(search.program, value, where);
  return values.length === 1 ? (writtenNumber(values[0].value)?.value ?? null) : null;
}

/** The name of the optimizer that an expression holds; null if it is not created in sight, or several may be meant. */
export function optimizerOf(program: Program, expression: Expression, where: Context): string | null {
  if (expression.kind === 'call') {
    const names = new Set(
      calleesOf(program, expression, where).flatMap(({ entry }) => (entry.kind === 'optimizer' ? entry.name : [])),
    );
    return names.size === 1 ? [...names][0] : null;
  }
  if (expression.kind !== 'path') return null;
  const { values } = resolve(program, expression, where);
  const names = new Set(
    values.flatMap(({ value, unit, scope }) => {
      if (value.kind === 'call') return optimizerOf(program, value, { unit, scope }) ?? [];
      // `get_config("optim.py").AdamW`
      return value.kind === 'path' && value.names[0] === '()' ? (optimizerNamed(value) ?? []) : [];
    }),
  );
  return names.size === 1 ? [...names][0] : null;
}

/** An optimizer that a call names in words: `optim="adamw_torch"`. */
export function optimizerOfCall(call: CallExpression): string | null {
  const named = call.args.find(({ name }) => name === 'optim' || name === 'optimizer' || name === 'opt');
  return (named && optimizerNamed(named.value)) ?? optimizerAround({ outer: call, key: null });
}

interface PlacedDict {
  readonly dict: DictExpression;
  readonly where: Context;
}

/** The parameter groups of a call: dictionaries in its list of parameters. */
function groupsOf(search: Search, call: CallExpression, where: Context, position: number): PlacedDict[] {
  const argument = argumentFor(call, { names: ['params', 'model_params'], position });
  return argument ? dictsOf(search, argument.value, where) : [];
}

/** A list of groups goes through this many names: what a function returns is filtered, kept and handed on. */
const MOST_NAMES = 4;
/** A longer list is no list of groups. */
const MOST_ADDITIONS = 50;

/** The dictionaries that an expression is, lists or stands for. */
function dictsOf(
  search: Search,
  expression: Expression,
  where: Context,
  depth = 0,
  seen = new Set<Expression>(),
): PlacedDict[] {
  if (expression.kind === 'dict') return [{ dict: expression, where }];
  if (expression.kind === 'list') return expression.items.flatMap((item) => dictsOf(search, item, where, depth, seen));
  // [{ "params": p } for p in parts]
  if (expression.kind === 'other') return dictsWithin(expression, where);
  if ((expression.kind !== 'path' && expression.kind !== 'call') || depth > MOST_NAMES || seen.has(expression))
    return [];
  seen.add(expression);
  const { program } = search;
  const dictsIn = (
    values: readonly { readonly value: Expression; readonly unit: Unit; readonly scope: Scope | null }[],
  ) => values.flatMap(({ value, unit, scope }) => dictsOf(search, value, { unit, scope }, depth + 1, seen));
  if (expression.kind === 'call') {
    // groups_of(model)
    const called = isOwnCall(expression) ? program.functionsOf(lastName(expression.callee) ?? '') : [];
    return dictsIn(called.flatMap((one) => returnedBy(one).map((value) => ({ ...one, value }))));
  }
  const dicts = dictsIn(resolve(program, expression, where).values);
  // What a list of dictionaries is filtered into.
  const before = dicts.length > 0 ? dicts : dictsIn(resolveAnywhere(program, expression, where).values);
  const added = program
    .additionsTo(lastName(expression) ?? '')
    .filter(({ unit, scope }) => scope === where.scope && (scope === null || unit === where.unit))
    .slice(0, MOST_ADDITIONS);
  return [...before, ...dictsIn(added)];
}

function dictsWithin({ start, end }: Span, where: Context): PlacedDict[] {
  return where.unit.facts.dicts.flatMap(({ dict }) =>
    start <= dict.start && dict.end <= end ? [{ dict, where }] : [],
  );
}

function collectEntries(search: Search, dict: DictExpression, where: Context, slot: Slot): void {
  for (const { key, value } of dict.entries) {
    const judged = key === null ? null : judgeRateName(key);
    if (judged) search.collect(value, where, { ...slot, name: key, part: judged.part });
  }
}

/** An optimizer that is created for Lightning belongs to Lightning. */
function frameworkAt(search: Search, scope: Scope | null, framework: Framework): Framework {
  const isLightning = framework === 'torch' && scope?.name === 'configure_optimizers' && scope.parent?.kind === 'class';
  return isLightning && search.program.importsFrom(/^(pytorch_)?lightning\b/) ? 'lightning' : framework;
}
