import {
  isOptimizerClassName,
  isOptimizerName,
  optimizerOfSettingsClass,
  shortName,
} from '../catalog/optimizerNames.ts';
import { parseRateName } from '../rateNames.ts';
import type { Framework, RateRole } from '../rateSite.ts';
import { holderOf, lastName } from '../syntax/expression.ts';
import type { DictEntry, Expression, PathExpression } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { heldOptimizer } from './knownCalls.ts';
import { findNearbyOptimizer, optimizerNameIn, defaultValuesOf } from './nearbyOptimizer.ts';
import { mayBeRate } from './plausibility.ts';
import type { NamedValue } from '../program/namedValue.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { onlyOf } from '../program/lists.ts';
import type { Program } from '../program/program.ts';
import { isRunningExtremum, resolve } from '../program/resolve.ts';
import type { AttributedRates, NamedRates } from './rateCollector.ts';
import { traceRate } from './traceRate.ts';

/** The rates in a named value; null if there are none. */
export function searchNamedValue(program: Program, value: NamedValue): NamedRates | null {
  const name = value.names[value.names.length - 1];
  const rateName = parseRateName(name);
  if (
    !rateName ||
    isEnumMember(program, value) ||
    !mayBeRate(program, rateName, value.value, value.siblings) ||
    isRunningExtremum(program, value)
  )
    return null;
  const nearbyOptimizer = value.container
    ? findNearbyOptimizer(program, { node: value.container, key: name })
    : nearbyOptimizerOf(program, value);
  const optimizer = optimizerBeingSet(program, value);
  const trace = traceRate(program, value.value, value, { role: roleOf(program, value), part: rateName.part, name });
  if (trace.isEmpty) return null;
  const definingOptimizer =
    value.kind === 'parameter' && optimizerOfParameters(program, value) === null
      ? optimizerDefinedBy(value.scope)
      : null;
  return {
    attribution: {
      framework: frameworkOfField(program, value),
      optimizer,
      nearbyOptimizer,
      isForOneClass: isInBranchOfClass(program, value),
    },
    trace,
    definingOptimizer,
    isDefinedByClass: value.scope?.parent?.kind === 'class',
  };
}

/** Whether a condition around asks for the class of an optimizer: `if isinstance(optimizer, torch.optim.SGD)`. */
function isInBranchOfClass(program: Program, { block, unit }: NamedValue): boolean {
  const questions = program
    .callsTo('isinstance')
    .filter(({ call, unit: asking }) => asking === unit && isOptimizerClass(program, call.args[1]?.value));
  for (let around = block; around; around = around.outer)
    if (questions.some((question) => question.block === around)) return true;
  return false;
}

/** Whether an expression is the class of an optimizer, or a list of some. */
function isOptimizerClass(program: Program, value: Expression | undefined): boolean {
  if (value?.kind === 'list')
    return value.items.length > 0 && value.items.every((item) => isOptimizerClass(program, item));
  return (
    value?.kind === 'path' &&
    (program.catalogEntryOf(value)?.kind === 'optimizer' || isOptimizerName(lastName(value) ?? ''))
  );
}

/** Whether a value only numbers its name: `{ LAYERS: 2, LEARN_RATE: 3, NEURONS: 4 }`. */
function isEnumMember(program: Program, { container }: NamedValue): boolean {
  return container?.kind === 'dict' && program.derive(container.entries, isEnumeration);
}

function isEnumeration(entries: readonly DictEntry[]): boolean {
  if (entries.length < 3) return false;
  const first = writtenNumber(entries[0].value)?.value;
  return first !== undefined && entries.every(({ value }, index) => writtenNumber(value)?.value === first + index);
}

/** The optimizer that is named near an assignment: by the object that the rate is set in, by a sibling, or by the class around. */
function nearbyOptimizerOf(program: Program, value: NamedValue): string | null {
  return (
    optimizerOfHolder(program, value) ??
    optimizerSetAlongside(program, value) ??
    optimizerOfParameters(program, value) ??
    optimizerOfSettingsClass(enclosingClass(value.scope)?.name ?? '')
  );
}

/** The optimizer that a rate is set in: `optimizer.lr = 0.1`, `optimizer.param_groups[0]["lr"] = 0.1`, also in a loop over its groups. */
function optimizerBeingSet(program: Program, { names, unit, scope, start, end }: NamedValue): string | null {
  const at = (holder: readonly string[]): PathExpression => ({ kind: 'path', names: holder, inner: [], start, end });
  const groups = names.indexOf('param_groups');
  if (groups > 0) return heldOptimizer(program, at(names.slice(0, groups)), { unit, scope });
  if (names.length !== 2) return null;
  // `from common import AdamW as optimizer` and then `optimizer.lr = 1e-4`
  const imported = program.importTargetOf(names[0]);
  if (imported !== undefined && isOptimizerName(imported)) return shortName(imported);
  const held = heldOptimizer(program, at(names.slice(0, 1)), { unit, scope });
  if (held !== null) return held;
  const loops = resolve(program, at(names.slice(0, 1)), { unit, scope }).values.filter(
    ({ kind, value }) => kind === 'loop' && lastName(value) === 'param_groups',
  );
  return onlyOf(
    loops.map(({ value }) => {
      const holder = holderOf(value);
      return holder && heldOptimizer(program, holder, { unit, scope });
    }),
  );
}

/** The optimizer of the settings that a rate is added to: `c.optim = dict(type="Adam")`, then `c.optim.lr = 0.1`. */
function optimizerOfHolder(program: Program, { names, unit, scope, start, end }: NamedValue): string | null {
  if (names.length < 2) return null;
  const { values } = resolve(
    program,
    { kind: 'path', names: names.slice(0, -1), inner: [], start, end },
    { unit, scope },
  );
  return onlyOf(
    values.flatMap(({ value }) =>
      value.kind === 'dict' || value.kind === 'call'
        ? (findNearbyOptimizer(program, { node: value, key: null }, 1) ?? [])
        : [],
    ),
  );
}

/** The optimizer that is selected in the same block of a class, function or condition: `args.optimizer = "lars"` before `args.lr = 4.8`. */
function optimizerSetAlongside(program: Program, { names, unit, scope, suite }: NamedValue): string | null {
  if (names.length < 2 && scope?.kind !== 'class') return null;
  const holder = names.slice(0, -1).join('.');
  const chosen = program.optimizerKeys.flatMap((key) => program.symbolsOf(unit).valuesIn(scope, key.text));
  return onlyOf(
    chosen.flatMap((choice) =>
      choice.suite === suite && choice.names.slice(0, -1).join('.') === holder
        ? defaultValuesOf(choice.value).flatMap((option) => optimizerNameIn(option) ?? [])
        : [],
    ),
  );
}

/** The optimizer that is the default of another parameter: `def make(model, name="Adam", lr=0.001)`. */
function optimizerOfParameters(program: Program, { kind, unit, scope }: NamedValue): string | null {
  if (kind !== 'parameter' || scope === null) return null;
  const values = scope.parameters
    .flatMap((parameter) => program.symbolsOf(unit).valuesIn(scope, parameter))
    .filter((value) => value.kind === 'parameter');
  return onlyOf(values.flatMap(({ value }) => (value.kind === 'text' ? (optimizerNameIn(value) ?? []) : [])));
}

/** The role of a named value: `scheduler: { max_lr: 0.1 }` has the rate of a scheduler. */
function roleOf(program: Program, { role, container }: NamedValue): RateRole {
  if (role !== 'config' || !container) return role;
  const key = container.parent.key ?? '';
  if (container.kind === 'dict' && program.derive(container.entries, isParameterGroup)) return 'param-group';
  return /sched|lr_config/i.test(key) || /sched/i.test(container.parent.node?.parent.key ?? '') ? 'scheduler' : role;
}

function isParameterGroup(entries: readonly DictEntry[]): boolean {
  return entries.some(({ key, value }) => key === 'params' && value.kind !== 'dict');
}

/** The framework whose settings class a field extends, as in `class Arguments(TrainingArguments)`; null if there is none. */
function frameworkOfField(program: Program, { kind, scope, start, end }: NamedValue): Framework | null {
  if (kind !== 'field' || scope?.kind !== 'class') return null;
  const entries = scope.bases.map((base) =>
    program.catalogEntryOf({ kind: 'path', names: base.split('.'), inner: [], start, end }),
  );
  return entries.find((entry) => entry?.kind === 'settings')?.framework ?? null;
}

/** The optimizer that a function is the constructor of, or is named after. */
function optimizerDefinedBy(scope: Scope | null): string | null {
  if (scope && isOptimizerName(scope.name)) return scope.name;
  const owner = scope?.name === '__init__' || scope?.name === 'constructor' ? scope.parent : null;
  // A schedule may subclass an optimizer to replace it.
  if (owner?.kind !== 'class' || /sched(?!ule_?free)|plateau/i.test(owner.name) || owner.name.endsWith('LR'))
    return null;
  return isOptimizerClassName(owner.name) || owner.bases.some((base) => /(^|\.)Optimizer$/.test(base))
    ? owner.name
    : null;
}

/** Names of functions that return a rate, and of those that return a factor. */
const RETURNS_FACTOR = /lambda|factor|mult|scale|ratio|lambd/i;
const RETURNS_RATE =
  /^(get_|_get_|compute_|calc_|adjust_|cosine_|step_|my_|custom_)?(lr|learning_?rate)(_(schedule|scheduler|fn|func|function|decay|at|for_epoch|for_step))?$/i;

/** Whether the name of a function says that it returns a rate: `lr_schedule(epoch)`. */
function returnsRate({ name }: Scope): boolean {
  return RETURNS_RATE.test(name) && !RETURNS_FACTOR.test(name);
}

/** The rates that functions of a unit return. */
export function searchReturnedRates(program: Program, unit: Unit): readonly AttributedRates[] {
  if (!program.mentionsTraining) return [];
  return (
    unit.facts.returns
      // A one is the whole of the base rate.
      .filter(({ scope, value }) => returnsRate(scope) && writtenNumber(value)?.value !== 1)
      .map(({ scope, value }) => ({
        attribution: {},
        trace: traceRate(program, value, { unit, scope }, { role: 'scheduler', part: 'base' }),
      }))
  );
}
