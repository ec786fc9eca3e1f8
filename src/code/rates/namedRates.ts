import {
  isOptimizerClassName,
  isOptimizerName,
  optimizerOfSettingsClass,
  shortName,
} from '../catalog/optimizerNames.ts';
import { judgeRateName } from '../rateNames.ts';
import type { Framework, RateRole } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { PathExpression } from '../syntax/expression.ts';
import { classAround } from '../syntax/facts.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { optimizerOf } from './knownCalls.ts';
import { DIRECT, optimizerAround, optimizerNamed, optionsOf } from './nearbyOptimizer.ts';
import { mayBeRate } from './plausibility.ts';
import type { NamedValue } from '../program/namedValue.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { Program } from '../program/program.ts';
import { isRunningExtreme, resolve } from '../program/resolve.ts';
import type { OwnedRates } from './callSearch.ts';
import { NOBODY } from './siteDrafts.ts';
import { traceRate } from './traceRate.ts';

/** What is given to the name of a rate. */
export interface NamedFindings extends OwnedRates {
  /** The optimizer in whose definition it is given. */
  readonly definer: string | null;
  /** Whether that definition is a class, whose rates are its own whoever else takes them. */
  readonly isOfClass: boolean;
}

/** The rates that are given to a name; null if they are none. */
export function searchNamedValue(program: Program, value: NamedValue): NamedFindings | null {
  const name = value.names[value.names.length - 1];
  const judged = judgeRateName(name);
  if (
    !judged ||
    isEnumerated(value) ||
    !mayBeRate(program, judged, value.value, value.siblings) ||
    isRunningExtreme(program, value)
  )
    return null;
  const nearby = value.owner ? optimizerAround({ outer: value.owner, key: name }) : namedNearby(program, value);
  // A setting that refers to another one shows where that one goes.
  const optimizer =
    value.value.kind === 'path' && program.settings && value.owner
      ? optimizerAround({ outer: value.owner, key: name }, DIRECT)
      : groupHolder(program, value);
  const trace = traceRate(program, value.value, value, { role: roleOf(value), part: judged.part, name });
  if (trace.isEmpty) return null;
  const definer =
    value.kind === 'parameter' && namedByParameter(program, value) === null ? definedOptimizer(value.scope) : null;
  return {
    owner: { framework: frameworkOfField(program, value), optimizer, nearby },
    trace,
    definer,
    isOfClass: value.scope?.parent?.kind === 'class',
  };
}

/** `{ LAYERS: 2, LEARN_RATE: 3, NEURONS: 4 }` only numbers its names. */
function isEnumerated({ owner }: NamedValue): boolean {
  if (owner?.kind !== 'dict' || owner.entries.length < 3) return false;
  const first = writtenNumber(owner.entries[0].value)?.value;
  return (
    first !== undefined && owner.entries.every(({ value }, index) => writtenNumber(value)?.value === first + index)
  );
}

/** The optimizer that is named where a rate is set: by what it is set in, along with it, or by the class that keeps its settings. */
function namedNearby(program: Program, value: NamedValue): string | null {
  return (
    namedByHolder(program, value) ??
    namedBesides(program, value) ??
    namedByParameter(program, value) ??
    optimizerOfSettingsClass(classAround(value.scope)?.name ?? '')
  );
}

/** The optimizer in which a rate is set: `optimizer.lr = 0.1`, `optimizer.param_groups[0]["lr"] = 0.1`, also in a loop through its groups. */
function groupHolder(program: Program, { names, unit, scope, start, end }: NamedValue): string | null {
  const at = (holder: readonly string[]): PathExpression => ({ kind: 'path', names: holder, inner: [], start, end });
  const groups = names.indexOf('param_groups');
  if (groups > 0) return optimizerOf(program, at(names.slice(0, groups)), { unit, scope });
  if (names.length !== 2) return null;
  // `from common import AdamW as optimizer` and then `optimizer.lr = 1e-4`
  const imported = program.importOf(names[0]);
  if (imported !== undefined && isOptimizerName(imported)) return shortName(imported);
  const held = optimizerOf(program, at(names.slice(0, 1)), { unit, scope });
  if (held !== null) return held;
  const loops = resolve(program, at(names.slice(0, 1)), { unit, scope }).values.filter(
    ({ kind, value }) => kind === 'loop' && lastName(value) === 'param_groups',
  );
  const holders = new Set(
    loops.map(({ value }) =>
      value.kind === 'path' ? optimizerOf(program, at(value.names.slice(0, -1)), { unit, scope }) : null,
    ),
  );
  return holders.size === 1 ? [...holders][0] : null;
}

/** The optimizer that settings name in which a rate is set later: `c.optim = dict(type="Adam")`, and then `c.optim.lr = 0.1`. */
function namedByHolder(program: Program, { names, unit, scope, start, end }: NamedValue): string | null {
  if (names.length < 2) return null;
  const { values } = resolve(
    program,
    { kind: 'path', names: names.slice(0, -1), inner: [], start, end },
    { unit, scope },
  );
  const named = new Set(
    values.flatMap(({ value }) =>
      value.kind === 'dict' || value.kind === 'call' ? (optimizerAround({ outer: value, key: null }, 1) ?? []) : [],
    ),
  );
  return named.size === 1 ? [...named][0] : null;
}

/** The optimizer that is chosen in the same breath, within a class, a function or under a condition: `args.optimizer = "lars"` before `args.lr = 4.8`. */
function namedBesides(program: Program, { names, unit, scope, suite }: NamedValue): string | null {
  if (names.length < 2 && scope?.kind !== 'class') return null;
  const holder = names.slice(0, -1).join('.');
  const chosen = program.optimizerKeys.flatMap((key) => program.statementOf(unit).valuesIn(scope, key.text));
  const named = new Set(
    chosen.flatMap((choice) =>
      choice.suite === suite && choice.names.slice(0, -1).join('.') === holder
        ? optionsOf(choice.value).flatMap((option) => optimizerNamed(option) ?? [])
        : [],
    ),
  );
  return named.size === 1 ? [...named][0] : null;
}

/** The optimizer that another parameter names: `def make(model, name="Adam", lr=0.001)`. */
function namedByParameter(program: Program, { kind, unit, scope }: NamedValue): string | null {
  if (kind !== 'parameter' || scope === null) return null;
  const values = scope.parameters
    .flatMap((parameter) => program.statementOf(unit).valuesIn(scope, parameter))
    .filter((value) => value.kind === 'parameter');
  const named = new Set(values.flatMap(({ value }) => (value.kind === 'text' ? (optimizerNamed(value) ?? []) : [])));
  return named.size === 1 ? [...named][0] : null;
}

/** `scheduler: { max_lr: 0.1 }` holds rates of a scheduler. */
function roleOf({ role, owner }: NamedValue): RateRole {
  if (role !== 'config' || !owner) return role;
  const key = owner.within.key ?? '';
  const isGroup =
    owner.kind === 'dict' && owner.entries.some((entry) => entry.key === 'params' && entry.value.kind !== 'dict');
  if (isGroup) return 'param-group';
  return /sched|lr_config/i.test(key) || /sched/i.test(owner.within.outer?.within.key ?? '') ? 'scheduler' : role;
}

/** A field of a class that extends the settings of a framework, as `class Arguments(TrainingArguments)` does, has its meaning there. */
function frameworkOfField(program: Program, { kind, scope, start, end }: NamedValue): Framework | null {
  if (kind !== 'field' || scope?.kind !== 'class') return null;
  const entries = scope.bases.map((base) =>
    program.entryOf({ kind: 'path', names: base.split('.'), inner: [], start, end }),
  );
  return entries.find((entry) => entry?.kind === 'settings')?.framework ?? null;
}

/** The optimizer whose constructor a function is, or that it is called after. */
function definedOptimizer(scope: Scope | null): string | null {
  if (scope && isOptimizerName(scope.name)) return scope.name;
  const owner = scope?.name === '__init__' || scope?.name === 'constructor' ? scope.parent : null;
  // A schedule may extend an optimizer to stand in its place.
  if (owner?.kind !== 'class' || /sched(?!ule_?free)|plateau/i.test(owner.name) || owner.name.endsWith('LR'))
    return null;
  return isOptimizerClassName(owner.name) || owner.bases.some((base) => /(^|\.)Optimizer$/.test(base))
    ? owner.name
    : null;
}

/** Functions that say by their name that they return a rate, and not a factor of one. */
const FACTOR = /lambda|factor|mult|scale|ratio|lambd/i;
const RETURNS_RATE =
  /^(get_|_get_|compute_|calc_|adjust_|cosine_|step_|my_|custom_)?(lr|learning_?rate)(_(schedule|scheduler|fn|func|function|decay|at|for_epoch|for_step))?$/i;

/** Whether a function is called like one that returns a rate, as `lr_schedule(epoch)` is. */
function returnsRate({ name }: Scope): boolean {
  return RETURNS_RATE.test(name) && !FACTOR.test(name);
}

/** What such functions of a unit return. */
export function searchReturnedRates(program: Program, unit: Unit): readonly OwnedRates[] {
  if (!program.training) return [];
  return unit.facts.returns
    .filter(({ scope }) => returnsRate(scope))
    .map(({ scope, value }) => ({
      owner: NOBODY,
      trace: traceRate(program, value, { unit, scope }, { role: 'scheduler', part: 'base', name: null }),
    }));
}
