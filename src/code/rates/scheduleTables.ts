import { isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';
import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import { lastName } from '../syntax/expression.ts';
import type { DictEntry, Expression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import type { AttributedRates } from './rateCollector.ts';
import { ratesOfTable, traceRate } from './traceRate.ts';

/** Names of tables that have a rate for each step: `lr_schedule`, `LEARNING_RATE_SCHED`, `lrByEpoch`. */
const TABLE_NAME =
  /(^|_)(lr|lrs|learning_?rates?)_(sched(ule)?s?|table|plan|map|(by|per|at|for)_(epoch|step|iter)s?)(_|$)/;

const TABLE_CALL = /^(dict|OrderedDict|Map)$/;
const STEPS_KEY = /^(milestones|boundaries|bounds|steps|epochs|iterations)$/i;
const RATES_KEY = /^(values|rates)$/i;
const STEP_KEY = /^(epoch|step|iter|iteration|from|start|until|at)$/i;
const RATE_KEY = /^(rate|value)$/i;

/** The rates in a unit's tables of steps and rates whose names don't say that they are rates: `lr_schedule = [(0, 0.1), (30, 0.01)]`. */
export function searchScheduleTables(program: Program, unit: Unit): readonly AttributedRates[] {
  if (!program.mentionsTraining) return [];
  const named = program.symbolsOf(unit).values.map(({ names, value, scope }) => ({
    name: names[names.length - 1],
    value,
    scope,
  }));
  const passed = unit.facts.calls.flatMap(({ call, scope }) =>
    call.args.flatMap(({ name, value }) => (name === null ? [] : [{ name, value, scope }])),
  );
  return [...named, ...passed]
    .filter(({ name }) => isTableName(name))
    .flatMap(({ name, value, scope }) => ratesIn(program, value, name, { unit, scope }));
}

function isTableName(name: string): boolean {
  return TABLE_NAME.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase());
}

function ratesIn(program: Program, value: Expression, name: string, context: Context): readonly AttributedRates[] {
  const rates = ratesOf(value);
  // From 1 on they are factors of a rate.
  const isRelative = rates.length > 0 && writtenNumber(rates[0])?.value === 1;
  if (isRelative || !rates.every(isSmallNumber)) return [];
  return rates.map((rate) => ({
    attribution: {},
    trace: traceRate(program, rate, context, { role: 'scheduler', part: 'base', name }),
  }));
}

function ratesOf(table: Expression): readonly Expression[] {
  switch (table.kind) {
    case 'list':
      return ratesOfTable(table) ?? table.items.flatMap(rateBesideStep);
    case 'call':
      return TABLE_CALL.test(lastName(table.callee) ?? '') && table.args.length === 1
        ? ratesOf(table.args[0].value)
        : [];
    case 'dict': {
      if (table.entries.length > 1 && table.entries.every(isNumbered)) return table.entries.map(({ value }) => value);
      const hasSteps = table.entries.some(({ key }) => STEPS_KEY.test(key ?? ''));
      const rates = table.entries.find(({ key }) => RATES_KEY.test(key ?? ''))?.value;
      return hasSteps && rates?.kind === 'list' ? rates.items : [];
    }
    default:
      return [];
  }
}

function isNumbered({ key, hasIntegerKey }: DictEntry): boolean {
  return hasIntegerKey === true || /^\d+$/.test(key ?? '');
}

/** The rate of `{ epoch: 30, rate: 0.01 }`. */
function rateBesideStep(item: Expression): readonly Expression[] {
  if (item.kind !== 'dict' || !item.entries.some(({ key }) => STEP_KEY.test(key ?? ''))) return [];
  return item.entries.flatMap(({ key, value }) => (RATE_KEY.test(key ?? '') ? [value] : []));
}
