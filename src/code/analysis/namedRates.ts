import { isOptimizerClassName, isOptimizerName, shortName } from '../catalog/optimizerNames.ts';
import { judgeRateName } from '../rateNames.ts';
import type { RateName } from '../rateNames.ts';
import type { Framework, RateRole } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, PathExpression } from '../syntax/expression.ts';
import type { Scope } from '../syntax/facts.ts';
import type { Where } from './collector.ts';
import { optimizerOf } from './knownCalls.ts';
import { DIRECT, optimizerAround } from './nearby.ts';
import { argumentFor, calledFunction } from './passedArguments.ts';
import { mayBeRate } from './plausible.ts';
import type { NamedValue } from './program.ts';
import { isRunningExtreme, resolve } from './resolve.ts';
import type { Search } from './search.ts';

/** Records what is given to the names of rates, wherever that is, one value a step. */
export function* searchNamedRates(search: Search): Generator<void, void> {
  for (const [name, values] of search.program.namedValues) {
    const judged = judgeRateName(name);
    if (!judged) continue;
    for (const value of values) {
      searchNamedValue(search, name, judged, value);
      yield;
    }
  }
}

function searchNamedValue(search: Search, name: string, judged: RateName, value: NamedValue): void {
  if (!mayBeRate(search.program, judged, value.value, value.siblings) || isRunningExtreme(search.program, value)) return;
  const nearby = value.owner ? optimizerAround({ outer: value.owner, key: name }) : namedByHolder(search, value);
  // A setting that refers to another one shows where that one goes.
  const optimizer = value.value.kind === 'path' && search.program.settings && value.owner ? optimizerAround({ outer: value.owner, key: name }, DIRECT) : groupHolder(search, value);
  const found = search.collector.collect(value.value, value, { role: roleOf(value), part: judged.part, framework: frameworkOfField(search, value), optimizer, nearby, name });
  const definer = value.kind === 'parameter' ? definedOptimizer(value.scope) : null;
  if (definer !== null) for (const draft of found) if (value.scope?.parent?.kind === 'class' || draft.optimizers.size === 0) draft.definedBy = definer;
}

/** The optimizer in which a rate is set: `optimizer.lr = 0.1`, `optimizer.param_groups[0]["lr"] = 0.1`, also in a loop through its groups. */
function groupHolder(search: Search, { names, unit, scope, start, end }: NamedValue): string | null {
  const at = (holder: readonly string[]): PathExpression => ({ kind: 'path', names: holder, inner: [], start, end });
  const groups = names.indexOf('param_groups');
  if (groups > 0) return optimizerOf(search, at(names.slice(0, groups)), { unit, scope });
  if (names.length !== 2) return null;
  // `from common import AdamW as optimizer` and then `optimizer.lr = 1e-4`
  const imported = search.program.imports.get(names[0]);
  if (imported !== undefined && isOptimizerName(imported)) return shortName(imported);
  const held = optimizerOf(search, at(names.slice(0, 1)), { unit, scope });
  if (held !== null) return held;
  const loops = resolve(search.program, at(names.slice(0, 1)), { unit, scope }).values.filter(({ kind, value }) => kind === 'loop' && lastName(value) === 'param_groups');
  const holders = new Set(loops.map(({ value }) => (value.kind === 'path' ? optimizerOf(search, at(value.names.slice(0, -1)), { unit, scope }) : null)));
  return holders.size === 1 ? [...holders][0] : null;
}

/** The optimizer that settings name in which a rate is set later: `c.optim = dict(type="Adam")`, and then `c.optim.lr = 0.1`. */
function namedByHolder(search: Search, { names, unit, scope, start, end }: NamedValue): string | null {
  if (names.length < 2) return null;
  const { values } = resolve(search.program, { kind: 'path', names: names.slice(0, -1), inner: [], start, end }, { unit, scope });
  const named = new Set(values.flatMap(({ value }) => (value.kind === 'dict' || value.kind === 'call' ? (optimizerAround({ outer: value, key: null }, 1) ?? []) : [])));
  return named.size === 1 ? [...named][0] : null;
}

/** `scheduler: { max_lr: 0.1 }` holds rates of a scheduler. */
function roleOf({ role, owner }: NamedValue): RateRole {
  if (role !== 'config' || !owner) return role;
  const key = owner.within.key ?? '';
  const isGroup = owner.kind === 'dict' && owner.entries.some((entry) => entry.key === 'params' && entry.value.kind !== 'dict');
  if (isGroup) return 'param-group';
  return /sched|lr_config/i.test(key) || /sched/i.test(owner.within.outer?.within.key ?? '') ? 'scheduler' : role;
}

/** A field of a class that extends the settings of a framework, as `class Arguments(TrainingArguments)` does, has its meaning there. */
function frameworkOfField({ program }: Search, { kind, scope, start, end }: NamedValue): Framework | null {
  if (kind !== 'field' || scope?.kind !== 'class') return null;
  const entries = scope.bases.map((base) => program.entryOf({ kind: 'path', names: base.split('.'), inner: [], start, end }));
  return entries.find((entry) => entry?.kind === 'settings')?.framework ?? null;
}

/** The optimizer whose constructor a function is, or that it is called after. */
function definedOptimizer(scope: Scope | null): string | null {
  if (scope && isOptimizerName(scope.name)) return scope.name;
  const owner = scope?.name === '__init__' || scope?.name === 'constructor' ? scope.parent : null;
  if (owner?.kind !== 'class') return null;
  return isOptimizerClassName(owner.name) || owner.bases.some((base) => /(^|\.)Optimizer$/.test(base)) ? owner.name : null;
}

/** Functions that say by their name that they return a rate, and not a factor of one. */
const FACTOR = /lambda|factor|mult|scale|ratio|lambd/i;
const RETURNS_RATE = /^(get_|_get_|compute_|calc_|adjust_|cosine_|step_|my_|custom_)?(lr|learning_?rate)(_(schedule|scheduler|fn|func|function|decay|at|for_epoch|for_step))?$/i;

/** Records what functions like `lr_schedule(epoch)` return. */
export function searchReturnedRates(search: Search): void {
  for (const unit of search.program.units) {
    for (const { scope, value } of unit.facts.returns) {
      if (!RETURNS_RATE.test(scope.name) || FACTOR.test(scope.name) || !search.program.training) continue;
      search.collector.collect(value, { unit, scope }, { role: 'scheduler', part: 'base', framework: null, optimizer: null, nearby: null, name: null });
    }
  }
}

/** Records the arguments of calls to the program's own functions whose parameters are rates. */
export function searchLocalCalls(search: Search): void {
  for (const { call, scope, unit } of search.program.calls) {
    const called = calledFunction(search.program, call);
    if (called) searchArguments(search, call, { unit, scope }, called);
  }
}

function searchArguments(search: Search, call: CallExpression, where: Where, called: Scope): void {
  const slots = search.collector.parameterSlots.get(called);
  called.parameters.forEach((parameter, index) => {
    const argument = argumentFor(call, parameter, index);
    if (!argument) return;
    const judged = judgeRateName(parameter);
    const base = { role: 'constant', part: judged?.part ?? 'base', nearby: null, name: parameter } as const;
    for (const { optimizer, framework, chosen } of slots?.get(parameter) ?? []) search.collector.collect(argument.value, where, { ...base, optimizer, framework, chosen });
    if (judged && mayBeRate(search.program, judged, argument.value, called.parameters)) search.collector.collect(argument.value, where, { ...base, optimizer: null, framework: null });
  });
}
